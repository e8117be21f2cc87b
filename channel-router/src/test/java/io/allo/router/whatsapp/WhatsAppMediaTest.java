// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.whatsapp.Webhook.message;
import static io.allo.router.whatsapp.Webhook.twiml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
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
        await().atMost(LIMIT).untilAsserted(() -> assertThat(listeningCosts()).isEqualTo(1));
    }

    private long listeningCosts() {
        return pool.preparedQuery("""
                        select count(*) from model_usage u join conversations c on c.id = u.conversation_id
                         where u.model = 'gpt-4o-mini-transcribe' and c.session_id = $1""")
                .execute(Tuple.of("wa_" + sender))
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
