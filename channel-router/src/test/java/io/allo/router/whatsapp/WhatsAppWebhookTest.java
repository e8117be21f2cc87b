// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.conversation.ScriptedModel.say;
import static io.allo.router.whatsapp.Webhook.message;
import static io.allo.router.whatsapp.Webhook.twiml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.LoggedLines;
import io.allo.router.channel.MaskedNumber;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ContextStore;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.router.twilio.Twiml;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhook over HTTP, with the real engine, PostgreSQL and Redis; the model is scripted, Twilio a strict stand-in. */
@QuarkusTest
class WhatsAppWebhookTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TestHTTPResource
    URI base;

    @Inject
    Pool pool;

    @Inject
    ContextStore store;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    private Webhook webhook;
    private final String sender = "+336" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);

    @BeforeEach
    void reset() {
        sessions.reset();
        twilio.reset();
        model.reset();
        sessions.agent(Webhook.CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        webhook = new Webhook(base);
    }

    @Test
    void healthIsExactlyThis_E5_E53() throws Exception {
        var response = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(base.resolve("/api/whatsapp/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());

        assertThat(response.body()).isEqualTo("{\"status\":\"ok\",\"service\":\"whatsapp\",\"channel\":\"twilio\"}");
    }

    @Test
    void aMessageIsAnsweredInTheResponse_E4_E14_E31() {
        var response = webhook.post(message(sender, "une pizza <reine> & un café"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
        assertThat(response.body()).isEqualTo(twiml("you said une pizza &lt;reine&gt; &amp; un café"));
        assertThat(twilio.sentTo(sender)).isEmpty();
    }

    @Test
    void whoFloodsIsAskedToWaitOnceAndCostsNoModel() {
        List<String> answers = new ArrayList<>();
        // 60 a minute are answered; the minute may end in between, but not for ever.
        while (answers.size() < 400 && !answers.contains(Twiml.EMPTY)) {
            answers.add(
                    webhook.post(message(sender, "encore " + answers.size())).body());
        }

        assertThat(answers).last().isEqualTo(Twiml.EMPTY);
        assertThat(answers.get(answers.size() - 2)).contains("attendre un peu", "Please wait");
        assertThat(model.requests()).hasSizeLessThan(answers.size() - 1);
    }

    /** Session {@code wa_} + number under the flag {@code whatsapp}, both numbers without their prefix. */
    @Test
    void twoMessagesAreOneConversation_E6_E7_E8_E10() {
        webhook.post(message(sender, "bonjour"));
        Map<String, String> second = message(sender, "encore");
        webhook.post(second);

        assertThat(sessions.fetches()).hasSize(1);
        assertThat(model.requests().getLast().messages()).hasSize(3);
        Conversation kept = store.find(ConversationKey.ofWhatsApp(StubSessionConfig.ACCOUNT, sender))
                .await()
                .atMost(LIMIT)
                .orElseThrow();
        assertThat(kept.key().id()).isEqualTo("wa_" + sender);
        assertThat(kept.dialogue().context())
                .containsEntry("channel", "whatsapp")
                .containsEntry("caller_phone", sender);
        assertThat(metadata(second.get("MessageSid")))
                .containsEntry("to", Webhook.CALLED)
                .containsEntry("message_sid", second.get("MessageSid"));
    }

    @Test
    void logsMaskNumbersAndHoldNoWholeMessage_E9_E13_E51() {
        String words = "x".repeat(49) + "yz et ce qui ne doit pas être lu";
        List<String> logged;
        try (LoggedLines lines = new LoggedLines("io.allo.router.whatsapp")) {
            webhook.post(message(sender, words));
            webhook.post(Map.of("From", "whatsapp:" + sender));
            logged = lines.lines();
        }

        assertThat(logged).anyMatch(line -> line.contains(MaskedNumber.of(sender)) && line.contains("accepted"));
        assertThat(logged).anyMatch(line -> line.contains("ignored"));
        assertThat(logged).noneMatch(line -> line.contains(sender) || line.contains("yz"));
    }

    private Map<String, Object> metadata(String messageId) {
        return pool.preparedQuery("select metadata from inbox where message_id = $1")
                .execute(Tuple.of(messageId))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getJsonObject("metadata")
                .getMap();
    }

    @Test
    void aLongAnswerComesInSeveralMessages() {
        model.then(say("mot ".repeat(1000)));

        String body = webhook.post(message(sender, "raconte")).body();

        assertThat(body.split("<Message>")).hasSize(1 + 3);
    }

    @Test
    void aBadSignatureIsRefused_E32() {
        Map<String, String> form = message(sender, "bonjour");

        var wrong = webhook.send(Webhook.encode(form), "application/x-www-form-urlencoded", "AAAA")
                .join();

        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void whatIsNoWebhookIsRefusedByItsKind() {
        byte[] form = Webhook.encode(message(sender, "bonjour"));
        byte[] oversized = ("Body=" + "x".repeat(70_000)).getBytes(StandardCharsets.US_ASCII);
        byte[] broken = "Body=%zz".getBytes(StandardCharsets.US_ASCII);

        assertThat(status(form, "application/json")).isEqualTo(415);
        assertThat(status(oversized, "application/x-www-form-urlencoded")).isEqualTo(413);
        assertThat(status(broken, "application/x-www-form-urlencoded")).isEqualTo(400);
    }

    /** By hand: the answer comes before the body, and a client that still writes may lose it with the connection. */
    @Test
    void aBodyBeyondTheLimitIsNotRead() throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(10_000);
            String head = "POST /api/whatsapp/webhook HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1500000\r\n\r\nBody=";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();

            assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 413");
        }
    }

    @Test
    void anEmptyFormIsAnsweredWithNothing_E3() {
        var response = webhook.post(Map.of());

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Twiml.EMPTY);
    }

    @Test
    void aNumberThatBelongsToNobodyIsAnsweredWithNothing() {
        Map<String, String> form = message(sender, "bonjour");
        form.put("To", "whatsapp:+33100000000");

        assertThat(webhook.post(form).body()).isEqualTo(Twiml.EMPTY);
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void aPhotoWithoutWordsGetsAPoliteAnswer_E33() {
        Map<String, String> form = message(sender, "");
        form.put("NumMedia", "1");

        assertThat(webhook.post(form).body()).contains("Désolé, je ne peux pas encore ouvrir les photos");
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void aModelThatBreaksIsAnsweredWithAnApology_E11() {
        model.thenDo(_ -> Multi.createFrom().failure(new IllegalStateException("seeded")));

        var response = webhook.post(message(sender, "bonjour"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).containsIgnoringCase("désolé").doesNotContain("seeded");
    }

    @Test
    void anEngineThatCannotWorkIsAnsweredWithTheApology_E11_E12_E56() {
        sessions.failInternal(500);
        Map<String, String> form = message(sender, "bonjour");
        form.put("To", "whatsapp:+33939240" + ThreadLocalRandom.current().nextInt(100, 999)); // not asked for before

        HttpResponse<String> response;
        List<Throwable> logged;
        try (LoggedLines lines = new LoggedLines("io.allo.router.whatsapp")) {
            response = webhook.post(form);
            logged = lines.thrown();
        }

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(twiml("Désolé, une erreur s&apos;est produite."));
        assertThat(logged).isNotEmpty();
    }

    @Test
    void theSameMessageIsAnsweredTwiceButProcessedOnce_E34() {
        Map<String, String> form = message(sender, "bonjour");

        var first = webhook.post(form);
        var second = webhook.post(form);

        assertThat(second.body()).isEqualTo(first.body()).isEqualTo(twiml("you said bonjour"));
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void theSameMessageManyTimesAtOnceIsProcessedOnce_E34_E49() {
        Map<String, String> form = message(sender, "bonjour");
        model.thenDo(_ -> later(Duration.ofMillis(300), "une fois"));

        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            all.add(webhook.send(form));
        }

        assertThat(all)
                .allSatisfy(response -> assertThat(response.join().body()).isEqualTo(twiml("une fois")));
        assertThat(model.requests()).hasSize(1);
    }

    @Test
    void messagesThatComeWhileTheAgentIsBusyWaitTheirTurn_E49() {
        model.thenDo(_ -> later(Duration.ofMillis(700), "un"));
        var first = webhook.send(message(sender, "1"));
        await().atMost(LIMIT).until(() -> model.requests().size() == 1);

        var second = webhook.send(message(sender, "2"));
        var other = webhook.send(message("+33700000001", "autre"));

        assertThat(other.join().body()).isEqualTo(twiml("you said autre"));
        assertThat(second.join().body()).isEqualTo(twiml("you said 2"));
        assertThat(first)
                .isCompletedWithValueMatching(response -> response.body().equals(twiml("un")));
    }

    @Test
    void whatComesWhileTheAgentIsBusyIsAnsweredTogether_E49() {
        model.thenDo(_ -> later(Duration.ofMillis(900), "un"));
        webhook.send(message(sender, "1"));
        await().atMost(LIMIT).until(() -> model.requests().size() == 1);

        var second = webhook.send(message(sender, "deux pizzas"));
        await().atMost(LIMIT).until(() -> unfinished() == 2);
        Map<String, String> last = message(sender, "sans oignons");
        var third = webhook.send(last);

        assertThat(second.join().body()).isEqualTo(twiml("you said deux pizzas\nsans oignons"));
        assertThat(third.join().body()).isEqualTo(Twiml.EMPTY);
        assertThat(webhook.post(last).body()).isEqualTo(Twiml.EMPTY);
        assertThat(model.requests()).hasSize(2);
        assertThat(twilio.sentTo(sender)).isEmpty();
    }

    private long unfinished() {
        return pool.preparedQuery("select count(*) from inbox where sender = $1 and finished_at is null")
                .execute(Tuple.of(sender))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void aSlowAnswerGoesByTheApiExactlyOnce() {
        model.thenDo(_ -> later(Duration.ofMillis(2_600), "voilà " + "x".repeat(1598)));
        Map<String, String> form = message(sender, "lentement");

        var response = webhook.post(form);
        await().atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 2);
        var again = webhook.post(form);

        assertThat(response.body()).isEqualTo(Twiml.EMPTY);
        assertThat(again.body()).isEqualTo(Twiml.EMPTY);
        assertThat(twilio.sentTo(sender))
                .allSatisfy(sent -> assertThat(sent.from()).isEqualTo("whatsapp:" + Webhook.CALLED))
                .first()
                .satisfies(sent -> assertThat(sent.body()).isEqualTo("voilà"));
        assertThat(twilio.violations()).isEmpty();
        assertThat(model.requests()).hasSize(1);
    }

    private int status(byte[] body, String contentType) {
        return webhook.send(body, contentType, "AAAA").join().statusCode();
    }

    private static Multi<ChatModel.Event> later(Duration delay, String text) {
        return Uni.createFrom().item(say(text)).onItem().delayIt().by(delay).toMulti();
    }
}
