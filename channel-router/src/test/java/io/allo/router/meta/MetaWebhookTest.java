// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import static io.allo.router.conversation.ScriptedModel.say;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubToolExecutor;
import io.allo.testkit.provider.OpenAiSpeechServer;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** E29: WhatsApp by Meta's Cloud API, with the real engine and PostgreSQL; Meta is a strict stand-in. */
@QuarkusTest
class MetaWebhookTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String CALLED = "+33939240780";

    WhatsAppCloudServer meta;

    OpenAiSpeechServer ears;

    @Inject
    Pool pool;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    StubToolExecutor executor;

    private final String sender = "336" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);

    @BeforeEach
    void reset() {
        meta.reset();
        sessions.reset();
        model.reset();
        sessions.agent(CALLED, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        meta.wrote(sender);
    }

    @Test
    void theWebhookIsSetUpWithItsWord_E29() {
        verify("subscribe", WhatsAppCloudServer.VERIFY_TOKEN, 200, "1158201444");
        verify("subscribe", "another", 403, null);
        verify("unsubscribe", WhatsAppCloudServer.VERIFY_TOKEN, 403, null);
        given().get("/api/meta/webhook").then().statusCode(403);
        given().get("/api/meta/health")
                .then()
                .body(equalTo("{\"status\":\"ok\",\"service\":\"whatsapp\",\"channel\":\"meta\"}"));
    }

    @Test
    void theSignatureIsOverTheRawBody_E29() {
        String body = "{\"object\":\"whatsapp_business_account\",\"entry\":[]}";
        String vector = "sha256=54a69490a54636f68bda6d859aea5211297e3f23d98715aa74993cd0ad02eac4";

        assertThat(post(body, vector)).isEqualTo(200);
        assertThat(post(body + " ", vector)).isEqualTo(403);
        assertThat(post(body, null)).isEqualTo(403);
        assertThat(post(body, vector.replace("sha256=", "sha1="))).isEqualTo(403);
        assertThat(post("no json", MetaSignature.sign(WhatsAppCloudServer.APP_SECRET, bytes("no json"))))
                .isEqualTo(400);
    }

    @Test
    void aMessageIsAnsweredByTheApi_E29() {
        // Meta writes other letters as escapes: the signature is over these bytes
        String escaped =
                delivery(text("m1" + sender, "une pizza à emporter")).encode().replace("à", "\\u00e0");

        assertThat(deliver(escaped)).isEqualTo(200);

        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 1);
        assertThat(meta.sentTo(sender).getFirst().text()).isEqualTo("you said une pizza à emporter");
        assertThat(meta.violations()).isEmpty();
        assertThat(row("m1" + sender, "session_id")).isEqualTo("wa_+" + sender);
    }

    @Test
    void everythingOfADeliveryIsKeptAndItsRepetitionIsNot_E29_E34() {
        JsonObject both = delivery(text("a" + sender, "un"), text("b" + sender, "deux"));
        both.getJsonArray("entry")
                .add(delivery(text("c" + sender, "trois")).getJsonArray("entry").getJsonObject(0));

        assertThat(deliver(both.encode())).isEqualTo(200);
        assertThat(deliver(both.encode())).isEqualTo(200);

        await().atMost(LIMIT).until(() -> row("c" + sender, "state").equals("answered"));
        String asked = String.join(
                "\n",
                meta.sentTo(sender).stream().map(WhatsAppCloudServer.Sent::text).toList());
        assertThat(asked).containsOnlyOnce("un").containsOnlyOnce("deux").containsOnlyOnce("trois");
    }

    @Test
    void optionsBecomeButtonsAndATapTheirNumber_E29() {
        model.then(say("Quand voulez-vous venir ?\n1. Mardi à 10 h\n2. Mardi à 14 h 30"));
        deliver(delivery(text("o" + sender, "un rendez-vous")).encode());
        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 1);
        JsonObject interactive = meta.sentTo(sender).getFirst().body().getJsonObject("interactive");
        assertThat(interactive.getString("type")).isEqualTo("button");

        JsonObject tapped = interactive
                .getJsonObject("action")
                .getJsonArray("buttons")
                .getJsonObject(1)
                .getJsonObject("reply");
        deliver(delivery(message("t" + sender, "interactive")
                        .put(
                                "interactive",
                                new JsonObject().put("type", "button_reply").put("button_reply", tapped)))
                .encode());

        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 2);
        assertThat(meta.sentTo(sender).getLast().text()).isEqualTo("you said 2");
        assertThat(meta.violations()).isEmpty();
    }

    @Test
    void aPositionBecomesWordsAndAPhotoIsDeclinedPolitely_E29_E33() {
        deliver(delivery(
                        message("p" + sender, "location")
                                .put(
                                        "location",
                                        new JsonObject()
                                                .put("latitude", 48.85)
                                                .put("longitude", 2.35)
                                                .put("name", "Chez Mario")),
                        message("i" + sender, "image")
                                .put("image", new JsonObject().put("id", "123").put("mime_type", "image/jpeg")),
                        message("r" + sender, "reaction").put("reaction", new JsonObject().put("emoji", "👍")))
                .encode());

        // together in one answer or in two, as the second came before or after the first was taken
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(meta.sentTo(sender).stream()
                                .map(WhatsAppCloudServer.Sent::text)
                                .collect(Collectors.joining("\n")))
                        .contains("you said Position : Chez Mario (48.85, 2.35)")
                        .contains("Désolé, je ne peux pas encore ouvrir"));
    }

    @Test
    void aVoiceMessageIsHeard_E29() {
        byte[] note = bytes("OggS" + "\0".repeat(2000));
        ears.hears("je voudrais une calzone");

        deliver(delivery(spoken("v" + sender, meta.keep(note, "audio/ogg; codecs=opus")))
                .encode());

        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 1);
        assertThat(meta.sentTo(sender).getFirst().text()).isEqualTo("you said je voudrais une calzone");
        assertThat(ears.forms().getLast())
                .containsEntry("bytes", "2004")
                .containsEntry("model", "gpt-4o-mini-transcribe");
        assertThat(meta.violations()).isEmpty();
    }

    @Test
    void aVoiceMessageThatCannotBeHadOrUnderstoodIsAnsweredPolitely_E29_E33() {
        deliver(delivery(spoken("w" + sender, "404404404")).encode());
        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 1);
        deliver(delivery(spoken("x" + sender, meta.keep(bytes("no ogg at all"), "audio/ogg")))
                .encode());
        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 2);

        assertThat(meta.sentTo(sender)).allMatch(sent -> sent.text().startsWith("Désolé, je n'ai pas compris"));
        assertThat(model.requests()).isEmpty();
    }

    private JsonObject spoken(String id, String mediaId) {
        return message(id, "audio")
                .put(
                        "audio",
                        new JsonObject()
                                .put("id", mediaId)
                                .put("mime_type", "audio/ogg; codecs=opus")
                                .put("voice", true));
    }

    @Test
    void whatMetaRefusesForNowIsSentLaterAndWhatIsForGoodIsKept_E29() {
        meta.refuse(1, 400, 131056);
        deliver(delivery(text("l" + sender, "plus tard")).encode());
        await().atMost(LIMIT).until(() -> row("l" + sender, "delivery").equals("sent"));

        meta.refuse(1, 400, 131026);
        deliver(delivery(text("g" + sender, "jamais")).encode());
        await().atMost(LIMIT).until(() -> row("g" + sender, "delivery").equals("undeliverable"));

        meta.hangUpAfterTaking(true);
        deliver(delivery(text("u" + sender, "qui sait")).encode());
        await().atMost(LIMIT).until(() -> row("u" + sender, "delivery").equals("unknown"));
        assertThat(meta.sentTo(sender)).hasSize(2);
    }

    @Test
    void aDayLaterOnlyTheTemplateIsSent_E29() {
        meta.reset(); // nobody has written
        pool.preparedQuery("""
                        insert into inbox (account_id, provider, message_id, channel, session_id, called, sender, kind, body, metadata,
                            received_at, state, owner, lease_until, reply_text, reply_action, delivery, finished_at)
                        values ($1, 'meta', $2, 'whatsapp', $3, $4, $5, 'text', 'x', $6, now() - interval '25 hours', 'answered', 'dead',
                            now() - interval '1 hour', $7, 'say', 'pending', now())""")
                .execute(Tuple.tuple()
                        .addString(StubSessionConfig.ACCOUNT)
                        .addString("d" + sender)
                        .addString("wa_+" + sender)
                        .addString(CALLED)
                        .addString("+" + sender)
                        .addValue(new JsonObject().put("phone_number_id", WhatsAppCloudServer.PHONE_NUMBER_ID))
                        .addString("Votre table\nest prête"))
                .await()
                .atMost(LIMIT);

        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 1);
        JsonObject template = meta.sentTo(sender).getFirst().body().getJsonObject("template");
        assertThat(template.encode()).contains("Votre table est prête", WhatsAppCloudServer.TEMPLATE);
        assertThat(meta.violations()).isEmpty();
    }

    @Test
    void reportsOfMessagesThatOthersSentAreTheirs() {
        String id = "wamid.other" + sender;
        deliver(report(id, "sent", null).encode());
        deliver(report(id, "failed", 131026).encode());
        deliver(report(id, "failed", 131026).encode());
        assertThat(executor.deliveryReports())
                .filteredOn(report -> id.equals(report.get("messageId")))
                .containsExactly(
                        Map.of("provider", "meta", "messageId", id, "status", "sent"),
                        Map.of("provider", "meta", "messageId", id, "status", "failed", "code", 131026));
    }

    @Test
    void reportsMoveForwardOnly_E29() {
        deliver(delivery(text("s" + sender, "bonjour")).encode());
        await().atMost(LIMIT).until(() -> row("s" + sender, "delivery").equals("sent"));
        String id = meta.sentTo(sender).getFirst().id();

        for (String status : List.of("delivered", "sent", "read", "delivered")) {
            assertThat(deliver(report(id, status, null).encode())).isEqualTo(200);
        }
        assertThat(status(id)).isEqualTo("read");

        deliver(delivery(text("f" + sender, "encore")).encode());
        await().atMost(LIMIT).until(() -> row("f" + sender, "delivery").equals("sent"));
        deliver(report(meta.sentTo(sender).getLast().id(), "failed", 131026).encode());
        assertThat(row("f" + sender, "delivery")).isEqualTo("undeliverable");
    }

    private static void verify(String mode, String token, int status, String body) {
        var answer = given().queryParam("hub.mode", mode)
                .queryParam("hub.verify_token", token)
                .queryParam("hub.challenge", "1158201444")
                .get("/api/meta/webhook")
                .then()
                .statusCode(status);
        if (body != null) {
            answer.body(equalTo(body));
        }
    }

    private JsonObject text(String id, String words) {
        return message(id, "text").put("text", new JsonObject().put("body", words));
    }

    private JsonObject message(String id, String type) {
        return new JsonObject()
                .put("from", sender)
                .put("id", id)
                .put("timestamp", "1750857384")
                .put("type", type);
    }

    private static JsonObject delivery(JsonObject... messages) {
        return change(new JsonObject().put("messages", new JsonArray(Arrays.asList(messages))));
    }

    private static JsonObject report(String id, String status, Integer code) {
        JsonObject report = new JsonObject().put("id", id).put("status", status);
        if (code != null) {
            report.put("errors", new JsonArray().add(new JsonObject().put("code", code)));
        }
        return change(new JsonObject().put("statuses", new JsonArray().add(report)));
    }

    private static JsonObject change(JsonObject value) {
        value.put("messaging_product", "whatsapp")
                .put(
                        "metadata",
                        new JsonObject()
                                .put("display_phone_number", CALLED.substring(1))
                                .put("phone_number_id", WhatsAppCloudServer.PHONE_NUMBER_ID));
        JsonObject change = new JsonObject().put("field", "messages").put("value", value);
        return new JsonObject()
                .put("object", "whatsapp_business_account")
                .put(
                        "entry",
                        new JsonArray()
                                .add(new JsonObject().put("id", "waba").put("changes", new JsonArray().add(change))));
    }

    private static int deliver(String body) {
        return post(body, MetaSignature.sign(WhatsAppCloudServer.APP_SECRET, bytes(body)));
    }

    private static int post(String body, String signature) {
        var request = given().contentType("application/json").body(bytes(body));
        return (signature == null ? request : request.header("X-Hub-Signature-256", signature))
                .post("/api/meta/webhook")
                .statusCode();
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }

    private String row(String messageId, String column) {
        return text(
                "select coalesce(" + column + ", '') from inbox where provider = 'meta' and message_id = $1",
                messageId,
                true);
    }

    private String status(String messageId) {
        return text("select status from sent_message where message_id = $1", messageId, false);
    }

    private String text(String sql, String key, boolean orEmpty) {
        var rows = pool.preparedQuery(sql)
                .execute(Tuple.of(key))
                .await()
                .atMost(LIMIT)
                .iterator();
        return rows.hasNext() || !orEmpty ? rows.next().getString(0) : "";
    }
}
