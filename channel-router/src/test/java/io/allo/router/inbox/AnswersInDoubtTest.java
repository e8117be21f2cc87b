// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.InboxEntry.State;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A replica dies between "sending" and the provider's answer: another one finds out whether the person has it. E34, E49. */
@QuarkusTest
class AnswersInDoubtTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Long enough for several sweeps (300 ms each) to do something wrong. */
    private static final Duration QUIET = Duration.ofSeconds(2);

    @Inject
    Pool pool;

    @Inject
    InboxConfig config;

    @Inject
    Inbox inbox;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    WhatsAppCloudServer meta;

    private final String called = "+3393925" + ThreadLocalRandom.current().nextInt(1000, 9999);
    private final String sender = "+337" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);
    private InboxRepository dead;

    @BeforeEach
    void reset() {
        sessions.reset();
        twilio.reset();
        meta.reset();
        model.reset();
        meta.wrote(sender);
        sessions.agent(called, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        dead = new InboxRepository(pool, config);
    }

    @Test
    void whatTwilioListsIsNotSentAgain() {
        InboxEntry answer = onItsWay("twilio", "bonjour");
        String sid = twilio.took(sender, called, "bonjour");
        lapse(answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.SENT);

        await().during(QUIET).atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 1);
        assertThat(text("select message_id from sent_message where inbox_id = $1", answer))
                .isEqualTo(sid);
    }

    @Test
    void whatTwilioDoesNotKnowIsSentOnce() {
        InboxEntry answer = onItsWay("twilio", "bonjour");
        lapse(answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.SENT);

        await().during(QUIET).atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 1);
        assertThat(twilio.violations()).isEmpty();
    }

    @Test
    void theSameWordsOfAnEarlierAnswerAreNotTakenForIt() {
        InboxEntry earlier = onItsWay("twilio", "bonjour");
        String sid = twilio.took(sender, called, "bonjour");
        assertThat(done(dead.partTaken(earlier, 1, sid, true))).isTrue();

        InboxEntry answer = onItsWay("twilio", "bonjour");
        lapse(answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.SENT);
        assertThat(twilio.sentTo(sender)).hasSize(2);
    }

    @Test
    void anAnswerThatTwilioCannotTellOfIsLeftAlone() {
        InboxEntry answer = onItsWay("pigeon", "bonjour");
        lapse(answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.UNKNOWN);
    }

    @Test
    void theNextMessageWaitsForAnAnswerInDoubtSoThatTheyAreReadInOrder() {
        InboxEntry answer = onItsWay("twilio", "eins");

        done(inbox.accept(message("twilio", "zwei"), StubSessionConfig.ACCOUNT));
        await().during(Duration.ofMillis(500))
                .atMost(LIMIT)
                .until(() -> model.requests().isEmpty());
        lapse(answer);

        await().atMost(LIMIT).until(() -> twilio.sentTo(sender).size() == 2);
        assertThat(twilio.sentTo(sender)).extracting(StubTwilio.Sent::body).containsExactly("eins", "you said zwei");
    }

    @Test
    void whatALaterAnswerHasOvertakenIsNotSentBehindIt() {
        InboxEntry answer = onItsWay("twilio", "eins");
        done(pool.preparedQuery("update inbox set delivery = 'direct' where id = $1")
                .execute(Tuple.of(answer.id())));
        InboxEntry later = onItsWay("twilio", "zwei");
        assertThat(done(dead.partTaken(later, 1, twilio.took(sender, called, "zwei"), true)))
                .isTrue();
        done(pool.preparedQuery(
                        "update inbox set delivery = 'in_doubt', lease_until = now() - interval '1 second' where id = $1")
                .execute(Tuple.of(answer.id())));

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.UNKNOWN);
        assertThat(twilio.sentTo(sender)).extracting(StubTwilio.Sent::body).containsExactly("zwei");
    }

    @Test
    void whatMetaReportsUnderOurNameIsNotSentAgain() {
        InboxEntry answer = onItsWay("meta", "bonjour");
        assertThat(report("wamid.A" + sender, "sent", answer)).isEqualTo(200);
        lapse(answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.SENT);

        assertThat(meta.sentTo(sender)).isEmpty();
        assertThat(text("select message_id from sent_message where inbox_id = $1", answer))
                .isEqualTo("wamid.A" + sender);
    }

    @Test
    void whatMetaDoesNotReportIsSentOnceWhenALaterAnswerWasReported() {
        InboxEntry answer = onItsWay("meta", "bonjour");
        lapse(answer);
        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.IN_DOUBT);

        laterAnswerIsReported();

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.SENT);
        await().during(QUIET).atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 1);
        assertThat(meta.sentTo(sender).getFirst().body().getString("biz_opaque_callback_data"))
                .isEqualTo(Reference.of(answer, 0).text());
    }

    @Test
    void whereMetaReportsNothingItStaysUnknown() {
        InboxEntry answer = onItsWay("meta", "bonjour");
        lapse(answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.UNKNOWN);

        assertThat(meta.sentTo(sender)).isEmpty();
    }

    @Test
    void whatMetaCouldNotDeliverIsUndeliverableAlsoWhenItsSendingWasInterrupted() {
        InboxEntry answer = onItsWay("meta", "bonjour");
        lapse(answer);
        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.IN_DOUBT);

        report("wamid.F" + sender, "failed", answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.UNDELIVERABLE);
        assertThat(meta.sentTo(sender)).isEmpty();
    }

    @Test
    void aReferenceOfAnotherInstallationSaysNothingOfOurs() {
        InboxEntry answer = onItsWay("meta", "bonjour");
        Reference foreign = new Reference(answer.id(), 0, "00000000");
        deliver(new JsonObject()
                .put("id", "wamid.X" + sender)
                .put("status", "sent")
                .put("biz_opaque_callback_data", foreign.text()));
        lapse(answer);

        await().atMost(LIMIT).until(() -> delivery(answer) == Delivery.UNKNOWN);
    }

    /** Of another person, from the same number of ours, by a living replica. */
    private void laterAnswerIsReported() {
        String other = sender.substring(0, sender.length() - 1) + (sender.endsWith("0") ? "1" : "0");
        InboxRepository alive = new InboxRepository(pool, config);
        InboxEntry entry = done(new Acceptance(pool, alive, config)
                        .keep(message("meta", other, "hallo"), StubSessionConfig.ACCOUNT))
                .orElseThrow();
        assertThat(done(alive.claim(entry.id()))).isPresent();
        InboxEntry said = done(alive.finish(
                        entry.id(), State.ANSWERED, OutboundMessage.say(entry.sessionId(), "ja"), Delivery.SENDING))
                .orElseThrow();
        assertThat(done(alive.partTaken(said, 1, "wamid.L" + sender, true))).isTrue();
        report("wamid.L" + sender, "delivered", said);
    }

    /** Taken for sending by a replica that says nothing any more. */
    private InboxEntry onItsWay(String provider, String words) {
        InboxEntry entry = done(new Acceptance(pool, dead, config)
                        .keep(message(provider, "frage"), StubSessionConfig.ACCOUNT))
                .orElseThrow();
        assertThat(done(dead.claim(entry.id()))).isPresent();
        return done(dead.finish(
                        entry.id(), State.ANSWERED, OutboundMessage.say(entry.sessionId(), words), Delivery.SENDING))
                .orElseThrow();
    }

    private void lapse(InboxEntry entry) {
        done(pool.preparedQuery("update inbox set lease_until = now() - interval '1 second' where id = $1")
                .execute(Tuple.of(entry.id())));
    }

    private Delivery delivery(InboxEntry entry) {
        return done(dead.find(entry.id())).orElseThrow().delivery();
    }

    private String text(String sql, InboxEntry entry) {
        return done(pool.preparedQuery(sql).execute(Tuple.of(entry.id())))
                .iterator()
                .next()
                .getString(0);
    }

    private int report(String id, String status, InboxEntry answer) {
        return deliver(new JsonObject()
                .put("id", id)
                .put("status", status)
                .put("biz_opaque_callback_data", Reference.of(answer, 0).text()));
    }

    private static int deliver(JsonObject report) {
        JsonObject value = new JsonObject()
                .put("messaging_product", "whatsapp")
                .put("metadata", new JsonObject().put("phone_number_id", WhatsAppCloudServer.PHONE_NUMBER_ID))
                .put("statuses", new JsonArray().add(report));
        JsonObject change = new JsonObject().put("field", "messages").put("value", value);
        byte[] body = new JsonObject()
                .put("object", "whatsapp_business_account")
                .put(
                        "entry",
                        new JsonArray()
                                .add(new JsonObject().put("id", "waba").put("changes", new JsonArray().add(change))))
                .encode()
                .getBytes(StandardCharsets.UTF_8);
        return given().contentType("application/json")
                .header("X-Hub-Signature-256", signature(body))
                .body(body)
                .post("/api/meta/webhook")
                .statusCode();
    }

    private static String signature(byte[] body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(WhatsAppCloudServer.APP_SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private InboundMessage message(String provider, String words) {
        return message(provider, sender, words);
    }

    private InboundMessage message(String provider, String from, String words) {
        return new InboundMessage(
                Channel.WHATSAPP,
                provider,
                "in" + UUID.randomUUID(),
                called,
                "wa_" + from,
                from,
                InboundMessage.Kind.TEXT,
                words,
                Map.of("phone_number_id", WhatsAppCloudServer.PHONE_NUMBER_ID),
                Map.of(),
                Instant.now());
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(LIMIT);
    }
}
