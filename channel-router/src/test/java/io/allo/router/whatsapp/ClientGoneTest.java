// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.conversation.ScriptedModel.say;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.router.stubs.TwilioPort;
import io.allo.router.twilio.FormBody;
import io.allo.router.twilio.TwilioSignature;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Twilio gives up a request (after 15 s, or when a network breaks) while the agent is at work on the message: E34, E49. */
@QuarkusTest
class ClientGoneTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration THINKING = Duration.ofMillis(700);
    private static final int PEOPLE = 10;

    @TestHTTPResource
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    private final long first = ThreadLocalRandom.current().nextLong(10_000, 99_999) * 1000;

    @Test
    void whoeverGoesWhileTheAgentThinksIsAnsweredByTheApiOnce() throws Exception {
        sessions.reset();
        twilio.reset();
        model.reset();
        sessions.agent(Webhook.CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        for (int i = 0; i < PEOPLE; i++) {
            model.thenDo(_ -> Uni.createFrom()
                    .item(say("voilà"))
                    .onItem()
                    .delayIt()
                    .by(THINKING)
                    .toMulti());
        }

        for (int i = 0; i < PEOPLE; i++) {
            goneAfter(person(i), i + 1, Duration.ofMillis(50L * i));
        }

        await().atMost(LIMIT)
                .until(() -> IntStream.range(0, PEOPLE)
                        .allMatch(i -> twilio.sentTo(person(i)).size() == 1));
        await().during(Duration.ofSeconds(1))
                .atMost(LIMIT)
                .until(() -> IntStream.range(0, PEOPLE)
                        .allMatch(i -> twilio.sentTo(person(i)).size() == 1));
        assertThat(model.requests()).hasSize(PEOPLE);
        assertThat(twilio.violations()).isEmpty();
    }

    private String person(int number) {
        return "+337" + (first + number);
    }

    private void goneAfter(String person, int asked, Duration time) throws IOException, InterruptedException {
        byte[] body = Webhook.encode(Webhook.message(person, "bonjour"));
        String signature = TwilioSignature.sign(
                TwilioPort.AUTH_TOKEN, TwilioPort.PUBLIC_URL + "/api/whatsapp/webhook", FormBody.parse(body));
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("POST /api/whatsapp/webhook HTTP/1.1\r\nHost: t\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                                            + "X-Twilio-Signature: " + signature + "\r\nContent-Length: " + body.length
                                            + "\r\n\r\n")
                                    .getBytes(US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            // A request that is reset before it is read was never accepted.
            await().atMost(LIMIT).until(() -> model.requests().size() == asked);
            Thread.sleep(time); // the moment of the reset is the point
            socket.setSoLinger(true, 0);
        }
    }
}
