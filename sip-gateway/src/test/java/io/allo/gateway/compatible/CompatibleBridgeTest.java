// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallInput;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.DialRequest;
import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.OutboundLegEvent;
import io.allo.gateway.call.Placement;
import io.allo.gateway.call.TransferOrder;
import io.allo.gateway.peer.BridgeUnderTest;
import io.allo.gateway.peer.TestCall;
import io.allo.gateway.peer.TestPhone;
import io.allo.gateway.peer.TwilioBot;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A106–A108: a bot made for such a bridge does not notice that it is ours. */
class CompatibleBridgeTest {
    private final TwilioBot bot = new TwilioBot();

    @AfterEach
    void stop() {
        bot.close();
    }

    private BridgeUnderTest bridge(String... settings) {
        Map<String, String> all =
                new HashMap<>(Map.of("compatible.ws-target", bot.media().toString()));
        for (int i = 0; i < settings.length; i += 2) {
            all.put(settings[i], settings[i + 1]);
        }
        return new BridgeUnderTest(all);
    }

    private JsonNode started() {
        await().until(() -> !bot.heard("start").isEmpty());
        return bot.heard("start").getFirst();
    }

    @Test
    void callIsAnsweredByTheBridgeAndStreamedInTwiliosWords() {
        try (BridgeUnderTest bridge = bridge("compatible.ring-time", "300ms");
                TestPhone phone = new TestPhone(bridge.port())) {
            // When
            long invited = System.nanoTime();
            TestCall call = phone.call("restaurant").invite();
            call.expect(180);
            call.expect(200);
            Duration rang = Duration.ofNanos(System.nanoTime() - invited);
            assertThat(bot.heard("start")).isEmpty(); // C6: the conversation begins after the answer
            call.ack();
            JsonNode start = started().path("start");
            bridge.media().last().speak();
            await().until(() -> !bot.heard("media").isEmpty());
            String sid = start.path("callSid").asText();
            BridgeStatus talking = bridge.book().find(sid).orElseThrow().status();
            call.bye();

            // Then
            assertThat(rang).isGreaterThanOrEqualTo(Duration.ofMillis(300));
            assertThat(start.path("streamSid").asText()).startsWith("MZ");
            assertThat(start.path("customParameters").path("callerPhone").asText())
                    .isEqualTo("+33612345678");
            assertThat(start.path("customParameters").path("to").asText()).isEqualTo("restaurant");
            assertThat(start.path("customParameters").path("direction").asText())
                    .isEqualTo("inbound");
            assertThat(start.path("mediaFormat").path("encoding").asText()).isEqualTo("audio/x-mulaw");
            JsonNode media = bot.heard("media").getFirst().path("media");
            assertThat(media.path("timestamp").asText()).isEqualTo("0");
            assertThat(media.path("payload").asText()).hasSize(216);
            await().until(() -> !bot.heard("stop").isEmpty());
            assertThat(talking).isEqualTo(BridgeStatus.ACTIVE);
            await().untilAsserted(() ->
                    assertThat(bridge.book().find(sid).orElseThrow().status()).isEqualTo(BridgeStatus.COMPLETED));
        }
    }

    @Test
    void audioOfAnyLengthIsPlayedAndMarksComeBackWhenItWas() {
        try (BridgeUnderTest bridge = bridge();
                TestPhone phone = new TestPhone(bridge.port())) {
            // When: two seconds at once; the fake plays in no time, so more would look like two seconds ahead
            speechThatWaits(bridge, phone, 16_000);
            List<JsonNode> early = bot.heard("mark");
            bridge.media().last().resume();

            // Then
            await().until(() -> !bot.heard("mark").isEmpty());
            assertThat(early).isEmpty();
            assertThat(bot.heard("mark").getFirst().path("mark").path("name").asText())
                    .isEqualTo("end");
            assertThat(played(bridge)).isEqualTo(100);
            assertThat(bridge.calls().active()).isEqualTo(1);
        }
    }

    @Test
    void clearDropsWhatWaitsAndEchoesItsMarks() {
        try (BridgeUnderTest bridge = bridge();
                TestPhone phone = new TestPhone(bridge.port())) {
            String stream = speechThatWaits(bridge, phone, 80_000);

            bot.say("{\"event\":\"clear\",\"streamSid\":\"" + stream + "\"}");
            await().until(() -> !bot.heard("mark").isEmpty());
            bridge.media().last().resume();
            bot.speak(stream, new byte[160]);

            await().until(() -> played(bridge) == 51);
            assertThat(bridge.media().last().log()).contains("clear");
        }
    }

    /** A call whose bot has said this much and marked its end; one second of it is played, the rest waits. */
    private String speechThatWaits(BridgeUnderTest bridge, TestPhone phone, int bytes) {
        phone.call("restaurant").establish();
        String stream = started().path("streamSid").asText();
        bridge.media().last().pause();
        bot.speak(stream, new byte[bytes]);
        bot.say("{\"event\":\"mark\",\"streamSid\":\"" + stream + "\",\"mark\":{\"name\":\"end\"}}");
        await().until(() -> played(bridge) == 50);
        return stream;
    }

    private static long played(BridgeUnderTest bridge) {
        return bridge.media().last().log().stream()
                .filter(line -> line.startsWith("play"))
                .count();
    }

    @Test
    void endOfTheSessionIsAByeAndSoIsStop() {
        try (BridgeUnderTest bridge = bridge();
                TestPhone phone = new TestPhone(bridge.port())) {
            TestCall first = phone.call("restaurant");
            first.establish();
            started();
            bot.hangUp();
            first.accept(phone.expectRequest("BYE"));

            TestCall second = phone.call("restaurant");
            second.establish();
            await().until(() -> bot.heard("start").size() == 2);
            bot.say("{\"event\":\"stop\",\"streamSid\":\"x\"}");
            second.accept(phone.expectRequest("BYE"));
            await().until(() -> bridge.calls().active() == 0);
        }
    }

    @Test
    void overTheLimitTheCallerIsBusy() {
        try (BridgeUnderTest bridge = bridge("sip.max-calls", "1");
                TestPhone phone = new TestPhone(bridge.port())) {
            phone.call("restaurant").establish();
            phone.call("restaurant").invite().expect(486);
        }
    }

    @Test
    void incomingCallbackIsWaitedForAndMayNameAnotherServer() {
        try (TwilioBot other = new TwilioBot();
                BridgeUnderTest bridge = bridge(
                        "compatible.incoming-callback-url",
                        bot.callback("/incoming").toString(),
                        "compatible.allowed-hosts",
                        "127.0.0.1:" + other.media().getPort());
                TestPhone phone = new TestPhone(bridge.port())) {
            bot.decide("{\"action\":\"accept\",\"wsTarget\":\"" + other.media() + "\",\"callbackUrl\":\""
                    + other.callback("/status") + "\",\"customParams\":{\"table\":\"7\"}}");

            TestCall call = phone.call("restaurant");
            call.establish();
            await().until(() -> !other.heard("start").isEmpty());
            call.bye();

            JsonNode asked = bot.callbacks().getFirst();
            assertThat(asked.path("from").asText()).isEqualTo("+33612345678");
            assertThat(asked.path("to").asText()).isEqualTo("restaurant");
            assertThat(asked.has("timestamp")).isTrue();
            JsonNode parameters = other.heard("start").getFirst().path("start").path("customParameters");
            assertThat(parameters.path("table").asText()).isEqualTo("7");
            await().until(() -> other.callbacks().stream()
                    .anyMatch(status -> status.path("event").asText().equals("completed")));
        }
    }

    @Test
    void serverOffTheListIsNotConnectedTo() {
        try (TwilioBot stranger = new TwilioBot();
                BridgeUnderTest bridge = bridge(
                        "compatible.incoming-callback-url",
                        bot.callback("/incoming").toString());
                TestPhone phone = new TestPhone(bridge.port())) {
            bot.decide("{\"action\":\"accept\",\"wsTarget\":\"" + stranger.media() + "\"}");
            phone.call("restaurant").establish();
            started();
            assertThat(stranger.isConnected()).isFalse();
        }
    }

    @Test
    void incomingCallbackRejectsIgnoresAndItsFailureAccepts() {
        try (BridgeUnderTest bridge = bridge(
                        "compatible.incoming-callback-url",
                        bot.callback("/incoming").toString());
                TestPhone phone = new TestPhone(bridge.port())) {
            bot.decide("{\"action\":\"reject\"}");
            TestCall busy = phone.call("restaurant").invite();
            busy.expect(486);
            busy.ackRefusal();
            bot.decide("{\"action\":\"reject\",\"statusCode\":603}");
            TestCall declined = phone.call("restaurant").invite();
            declined.expect(603);
            declined.ackRefusal();
            bot.decide("{\"action\":\"ignore\"}");
            TestCall ignored = phone.call("restaurant").invite();
            ignored.expect(180);
            ignored.expect(480);
            ignored.ackRefusal();
            bot.decide("");
            phone.call("restaurant").establish();

            assertThat(bridge.book().calls())
                    .extracting(BridgeCall::status)
                    .startsWith(BridgeStatus.BUSY, BridgeStatus.FAILED, BridgeStatus.NO_ANSWER);
        }
    }

    @Test
    void statusCallbacksTellTheCallInOrder() {
        try (BridgeUnderTest bridge = bridge(
                        "compatible.status-callback-url",
                        bot.callback("/status").toString());
                TestPhone phone = new TestPhone(bridge.port())) {
            TestCall call = phone.call("restaurant");
            call.establish();
            call.bye();

            await().until(() -> bot.callbacks().size() == 4);
            assertThat(bot.callbacks())
                    .extracting(status -> status.path("event").asText())
                    .containsExactly("initiated", "ringing", "answered", "completed");
            JsonNode last = bot.callbacks().getLast();
            assertThat(last.path("status").asText()).isEqualTo("completed");
            assertThat(last.path("sid").asText()).isNotEmpty();
            assertThat(last.path("direction").asText()).isEqualTo("inbound");
            assertThat(last.path("endedAt").asText()).isNotEmpty();
        }
    }

    @Test
    void statusCallbackMayBeAQuery() {
        try (BridgeUnderTest bridge = bridge(
                        "compatible.status-callback-url",
                        bot.callback("/status").toString(),
                        "compatible.callback-method",
                        "GET");
                TestPhone phone = new TestPhone(bridge.port())) {
            phone.call("restaurant").invite();

            await().until(() -> !bot.callbacks().isEmpty());
            assertThat(bot.callbacks().getFirst().path("query").asText())
                    .contains("event=initiated", "from=%2B33612345678");
        }
    }

    @Test
    void placedCallIsDialledAndStreamed() {
        try (BridgeUnderTest bridge =
                bridge("compatible.status-callback-url", bot.callback("/status").toString())) {
            CallId id = new CallId("o-12345678");
            bridge.book().plan(id, "+33100000000", Map.of("table", "7"), null, null);
            bridge.calls()
                    .place(
                            CallRequest.placed(
                                    id,
                                    "+33612345678",
                                    Instant.now(),
                                    null,
                                    new Placement(
                                            DialRequest.Origin.BRIDGE_API,
                                            "account",
                                            null,
                                            Duration.ofSeconds(30),
                                            Map.of())),
                            Thread::startVirtualThread);
            await().until(() -> !bridge.dialer().legs().isEmpty());
            assertThat(bot.heard("start")).isEmpty();
            bridge.dialer().last().says(new OutboundLegEvent.Ringing(180));
            bridge.dialer()
                    .last()
                    .says(new OutboundLegEvent.Answered(new NegotiatedAudio(
                            new InetSocketAddress("127.0.0.1", 40000),
                            NegotiatedAudio.Codec.PCMU,
                            0,
                            101,
                            20,
                            NegotiatedAudio.Direction.SENDRECV)));

            JsonNode start = started().path("start");
            assertThat(start.path("customParameters").path("direction").asText())
                    .isEqualTo("outbound");
            assertThat(start.path("customParameters").path("table").asText()).isEqualTo("7");
            BridgeCall call = bridge.book().find(id.value()).orElseThrow();
            assertThat(call.direction()).isEqualTo("outbound");
            assertThat(call.from()).isEqualTo("+33100000000");
            assertThat(call.to()).isEqualTo("+33612345678");
            bot.hangUp();
            await().until(() -> bridge.dialer().last().log().contains("BYE"));
            await().until(() -> bot.callbacks().size() == 4);
            assertThat(bot.callbacks())
                    .extracting(status -> status.path("event").asText())
                    .containsExactly("initiated", "ringing", "answered", "completed");
        }
    }

    @Test
    void placedCallTellsWhyNobodyAnswered() {
        try (BridgeUnderTest bridge = bridge()) {
            List<Integer> statuses = List.of(486, 480, 404);
            for (int status : statuses) {
                CallId id = new CallId("o-1234567-" + status);
                bridge.calls()
                        .place(
                                CallRequest.placed(
                                        id,
                                        "+33612345678",
                                        Instant.now(),
                                        null,
                                        new Placement(
                                                DialRequest.Origin.BRIDGE_API,
                                                null,
                                                null,
                                                Duration.ofSeconds(30),
                                                Map.of())),
                                Thread::startVirtualThread);
                int calls = statuses.indexOf(status) + 1;
                await().until(() -> bridge.dialer().legs().size() == calls);
                bridge.dialer().last().says(new OutboundLegEvent.Refused(status, "refused"));
            }
            await().untilAsserted(() -> assertThat(bridge.book().calls())
                    .extracting(BridgeCall::status)
                    .containsExactly(BridgeStatus.BUSY, BridgeStatus.NO_ANSWER, BridgeStatus.FAILED));
        }
    }

    @Test
    void transferThatIsNotAllowedIsToldAndTheCallGoesOn() {
        try (BridgeUnderTest bridge = bridge();
                TestPhone phone = new TestPhone(bridge.port())) {
            phone.call("restaurant").establish();
            CallId id = new CallId(started().path("start").path("callSid").asText());

            var outcome = bridge.book().awaitTransfer(id).toCompletableFuture();
            bridge.calls()
                    .find(id)
                    .orElseThrow()
                    .post(new CallInput.TransferWanted(new TransferOrder(
                            "+33899000000", StreamMessage.Transfer.Mode.BLIND, DialRequest.Origin.BRIDGE_API)));

            await().until(outcome::isDone);
            assertThat(outcome.join().outcome()).isEqualTo(Outcome.FORBIDDEN);
            assertThat(bridge.calls().active()).isEqualTo(1);
        }
    }
}
