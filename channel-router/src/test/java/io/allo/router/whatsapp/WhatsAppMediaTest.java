// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.whatsapp.Webhook.message;
import static io.allo.router.whatsapp.Webhook.twiml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.testkit.provider.ChatReply;
import io.allo.testkit.provider.ChatServer;
import io.allo.testkit.provider.OpenAiSpeechServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people send besides words, by Twilio: a strict stand-in keeps it behind credentials and a redirect. */
@QuarkusTest
class WhatsAppMediaTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] NOTE = ("OggS" + "\0".repeat(2000)).getBytes(StandardCharsets.UTF_8);

    @TestHTTPResource
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    @Inject
    Pool pool;

    OpenAiSpeechServer ears;

    ChatServer eyes;

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

    private Map<String, String> spoken(String url) {
        Map<String, String> form = message(sender, "");
        form.put("NumMedia", "1");
        form.put("MediaUrl0", url);
        form.put("MediaContentType0", "audio/ogg");
        return form;
    }

    /** What listening cost is in the record of the conversation. */
    @Test
    void aVoiceMessageIsHeardAndItsCostIsKept_E31() {
        ears.hears("je voudrais une calzone");

        assertThat(webhook.post(spoken(twilio.keep(NOTE))).body()).isEqualTo(twiml("you said je voudrais une calzone"));

        assertThat(ears.forms().getLast()).containsEntry("bytes", "2004");
        assertThat(twilio.credentialsAtStorage()).isZero();
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(costs("gpt-4o-mini-transcribe")).isEqualTo(1));
    }

    private Map<String, String> photo(byte[] file, String type, String words) {
        Map<String, String> form = message(sender, words);
        form.put("NumMedia", "1");
        form.put("MediaUrl0", twilio.keep(file));
        form.put("MediaContentType0", type);
        return form;
    }

    private static ChatReply shows(String words) {
        return new ChatReply.Body(
                "application/json",
                "{\"model\":\"gpt-4o-mini-2024-07-18\",\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\""
                        + words + "\"}}],\"usage\":{\"prompt_tokens\":900,\"completion_tokens\":20}}");
    }

    /** A model that sees says what it shows; any agent's model then knows of it. */
    @Test
    void aPhotoAndADocumentAreSeen_E31_E33() {
        eyes.then(shows("Un robinet qui fuit."));
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0};
        assertThat(webhook.post(photo(jpeg, "image/jpeg", "chez moi")).body())
                .isEqualTo(twiml("you said chez moi\n(photo: Un robinet qui fuit.)"));
        var sent = eyes.requests()
                .getLast()
                .path("messages")
                .path(1)
                .path("content")
                .path(0);
        assertThat(sent.path("image_url").path("url").asText()).isEqualTo("data:image/jpeg;base64,/9j/AA==");
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(costs("gpt-4o-mini-2024-07-18")).isEqualTo(1));

        eyes.then(shows("Une facture de 120 euros."));
        byte[] pdf = "%PDF-1.7".getBytes(StandardCharsets.UTF_8);
        assertThat(webhook.post(photo(pdf, "application/pdf", "")).body())
                .isEqualTo(twiml("you said (document: Une facture de 120 euros.)"));
    }

    /** What its sender calls a photo and is none is not given to anybody; one that cannot be seen is said to be unopened. */
    @Test
    void whatCannotBeSeenIsSaid_E33() {
        assertThat(webhook.post(photo(new byte[] {'M', 'Z', 0, 0, 0}, "image/jpeg", ""))
                        .body())
                .contains("Désolé, je ne peux pas encore ouvrir les photos");
        assertThat(webhook.post(photo(new byte[] {'M', 'Z', 0, 0, 0}, "image/jpeg", "la voici"))
                        .body())
                .contains("you said la voici", "je ne peux pas encore ouvrir les photos");
    }

    private long costs(String model) {
        return pool.preparedQuery("""
                        select count(*) from model_usage u join conversations c on c.id = u.conversation_id
                         where u.model = $2 and c.session_id = $1""")
                .execute(Tuple.of("wa_" + sender, model))
                .await()
                .atMost(LIMIT)
                .iterator()
                .next()
                .getLong(0);
    }

    @Test
    void twoVoiceMessagesInOneAreBothHeard_E31() {
        ears.hears("une calzone", "et une reine");
        Map<String, String> form = spoken(twilio.keep(NOTE));
        form.put("NumMedia", "2");
        form.put("MediaUrl1", twilio.keep(NOTE));
        form.put("MediaContentType1", "audio/ogg");

        assertThat(webhook.post(form).body()).contains("you said une calzone").contains("et une reine");
    }

    /** A webhook names the URL: without a list of hosts it could have us ask anything inside our network. */
    @Test
    void onlyTwiliosOwnHostsAreAsked_E33() {
        twilio.storesAt("http://127.0.0.2:1");
        assertThat(webhook.post(spoken(twilio.keep(NOTE))).body()).contains("pas compris ce message vocal");

        for (String elsewhere : new String[] {
            "http://169.254.169.254/latest/meta-data", "https://twilio.com.evil.example/x", "file:///etc/passwd", "::"
        }) {
            assertThat(webhook.post(spoken(elsewhere)).body()).contains("pas compris ce message vocal");
        }
        assertThat(model.requests()).isEmpty();
    }

    @Test
    void aVoiceMessageThatIsTooLongIsDeclined_E33() {
        assertThat(webhook.post(spoken(twilio.keep(new byte[4_194_305]))).body())
                .contains("pas compris ce message vocal");
    }
}
