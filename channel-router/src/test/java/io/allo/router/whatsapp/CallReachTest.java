// SPDX-License-Identifier: Apache-2.0
package io.allo.router.whatsapp;

import static io.allo.router.whatsapp.Webhook.message;
import static io.allo.router.whatsapp.Webhook.twiml;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.ReachSettings;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.WrittenAnswers;
import io.allo.router.conversation.WrittenAnswers.Written;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.stubs.StubTwilio;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A running call writes to its caller, and what he writes back is the call's: with the real engine, inbox and Redis. The test plays the
 * call's own worker, which looks for what waits in its pauses.
 */
@QuarkusTest
class CallReachTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PHONE = "+33939240841";

    @TestHTTPResource
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    StubTwilio twilio;

    @Inject
    ScriptedModel model;

    @Inject
    ConversationEngine engine;

    @Inject
    WrittenAnswers written;

    WhatsAppCloudServer meta;

    private Webhook webhook;
    private ContactResolution agent;
    private final String person = "+336" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);
    private final String call = "call-" + UUID.randomUUID();
    private final ConversationKey key = new ConversationKey(StubSessionConfig.ACCOUNT, Channel.VOICE, call);

    @BeforeEach
    void reset() {
        sessions.reset();
        twilio.reset();
        meta.reset();
        model.reset();
        agent = sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME);
        sessions.agent(Webhook.CALLED, agent);
        webhook = new Webhook(base);
    }

    private void calls(ReachSettings reach) {
        sessions.agent(PHONE, agent.with(reach));
        engine.open(new Contact(Channel.VOICE, PHONE, person, call)).await().atMost(LIMIT);
    }

    private void callsAfterWriting() {
        webhook.post(message(person, "bonjour"));
        calls(new ReachSettings(Webhook.CALLED, null, null, List.of("https://menu.example.com/")));
    }

    private ToolLoop.Done tool(String name, Map<String, Object> arguments) {
        return engine.runTool(key, UserTurn.ANY_EPOCH, new Message.ToolCall("t1", name, arguments))
                .await()
                .atMost(LIMIT);
    }

    private Written waitsForTheCall() {
        await().atMost(LIMIT).until(() -> !waiting().isEmpty());
        return waiting().getFirst();
    }

    private List<Written> waiting() {
        return written.waiting(key).await().atMost(LIMIT);
    }

    private String heardInTheCall() {
        Written first = waitsForTheCall();
        assertThat(written.take(key, first).await().atMost(LIMIT)).isTrue();
        return first.words();
    }

    /** In the response, or by REST where the call had no pause for longer than the response waits. */
    private void told(CompletableFuture<HttpResponse<String>> response, String words) {
        String body = response.join().body();
        await().atMost(LIMIT)
                .until(() -> body.contains(words)
                        || twilio.sentTo(person).stream()
                                .anyMatch(sent -> sent.body().contains(words)));
    }

    @Test
    void aLinkIsSentOnWhatsAppWhileTheCallGoesOn() {
        callsAfterWriting();

        assertThat(tool("send_link", Map.of("url", "https://menu.example.com/midi", "text", "La carte :"))
                        .result())
                .containsEntry("channel", "whatsapp");
        assertThat(tool("send_link", Map.of("url", "https://evil.example/")).result())
                .containsEntry("success", false);

        assertThat(twilio.sentTo(person)).anySatisfy(sent -> {
            assertThat(sent.from()).isEqualTo("whatsapp:" + Webhook.CALLED);
            assertThat(sent.body()).isEqualTo("La carte : https://menu.example.com/midi");
        });
    }

    /** A picture is seen at once; its address stays in the words. */
    @Test
    void aPictureIsSentItself() {
        callsAfterWriting();

        tool("send_link", Map.of("url", "https://menu.example.com/carte.JPG", "text", "La carte :"));
        tool("send_link", Map.of("url", "https://menu.example.com/carte.pdf"));

        assertThat(twilio.sentTo(person))
                .extracting(StubTwilio.Sent::body, StubTwilio.Sent::mediaUrl)
                .containsExactly(
                        tuple("La carte : https://menu.example.com/carte.JPG", "https://menu.example.com/carte.JPG"),
                        tuple("https://menu.example.com/carte.pdf", ""));
    }

    /** MMS are for numbers of North America: the French caller reads the address. */
    @Test
    void bySmsThePictureIsItsAddress() {
        calls(new ReachSettings(null, PHONE, null, List.of("https://menu.example.com/")));

        tool("send_link", Map.of("url", "https://menu.example.com/carte.jpg"));

        assertThat(twilio.smsTo(person))
                .singleElement()
                .satisfies(sent -> assertThat(sent.mediaUrl()).isEmpty());
    }

    @Test
    void whatThePersonWritesIsTheRunningCalls() {
        callsAfterWriting();
        tool("ask_on_whatsapp", Map.of("what", "email"));
        assertThat(twilio.sentTo(person).getLast().body()).contains("votre adresse e-mail");
        int asked = model.requests().size();

        CompletableFuture<HttpResponse<String>> wrong = webhook.send(message(person, "jean point dupont"));
        assertThat(heardInTheCall()).isEqualTo("[WhatsApp] jean point dupont");
        told(wrong, "ne ressemble pas à une adresse e-mail");

        CompletableFuture<HttpResponse<String>> right = webhook.send(message(person, "C'est Jean.Dupont@Example.COM."));
        assertThat(heardInTheCall()).isEqualTo("[WhatsApp] jean.dupont@example.com");
        told(right, "bien reçu");
        assertThat(model.requests()).as("no second conversation answers").hasSize(asked);

        // it has what it wanted: the next message is an ordinary one
        assertThat(webhook.post(message(person, "merci")).body()).isEqualTo(twiml("you said merci"));
    }

    @Test
    void aPhotoAndAPinAreTheCallsToo() {
        callsAfterWriting();
        tool("ask_on_whatsapp", Map.of("what", "photo"));
        Map<String, String> photo = message(person, "la fuite");
        photo.put("NumMedia", "1");
        photo.put("MediaUrl0", twilio.keep("jpeg".getBytes(StandardCharsets.UTF_8)));
        photo.put("MediaContentType0", "image/jpeg");

        CompletableFuture<HttpResponse<String>> first = webhook.send(photo);
        assertThat(heardInTheCall()).matches("\\[WhatsApp\\] la fuite \\(received: image/jpeg, message [0-9]+\\)");
        told(first, "bien reçu");

        tool("ask_on_whatsapp", Map.of("what", "location"));
        Map<String, String> pin = message(person, "");
        pin.putAll(Map.of(
                "MessageType",
                "location",
                "Latitude",
                "48.85",
                "Longitude",
                "2.35",
                "Address",
                "1 rue X",
                "Label",
                "Chez moi"));
        CompletableFuture<HttpResponse<String>> second = webhook.send(pin);
        assertThat(heardInTheCall()).isEqualTo("[WhatsApp] Position : Chez moi, 1 rue X (48.85, 2.35)");
        told(second, "bien reçu");
    }

    @Test
    void ifTheCallEndsBeforeItIsAnOrdinaryMessage() {
        callsAfterWriting();
        tool("ask_on_whatsapp", Map.of("what", "text"));
        CompletableFuture<HttpResponse<String>> late = webhook.send(message(person, "24 rue des Lilas"));
        Written left = waitsForTheCall();

        engine.end(key, EndReason.CALLER_HANGUP).await().atMost(LIMIT);

        told(late, "you said 24 rue des Lilas");
        assertThat(waiting()).isEmpty();
        assertThat(written.take(key, left).await().atMost(LIMIT)).isFalse();
    }

    @Test
    void aQuestionThatIsTakenBackWaitsForNothing() {
        callsAfterWriting();
        tool("ask_on_whatsapp", Map.of("what", "text"));

        assertThat(tool("ask_on_whatsapp", Map.of("what", "cancel")).result()).containsEntry("was_open", true);
        assertThat(webhook.post(message(person, "bonsoir")).body()).isEqualTo(twiml("you said bonsoir"));
    }

    @Test
    void anotherPersonAndAnotherAccountAreNotHeardInIt() {
        callsAfterWriting();
        tool("ask_on_whatsapp", Map.of("what", "text"));
        String other = person.substring(0, person.length() - 1) + (person.endsWith("1") ? "2" : "1");
        assertThat(webhook.post(message(other, "moi aussi")).body()).isEqualTo(twiml("you said moi aussi"));

        String elsewhere = "+33939240842";
        sessions.agent(elsewhere, ofAnotherAccount());
        Map<String, String> toOthers = message(person, "bonjour la boutique");
        toOthers.put("To", "whatsapp:" + elsewhere);
        assertThat(webhook.post(toOthers).body()).isEqualTo(twiml("you said bonjour la boutique"));
        assertThat(waiting()).isEmpty();
    }

    private ContactResolution ofAnotherAccount() {
        return new ContactResolution(
                        UUID.randomUUID().toString(),
                        "FR",
                        UUID.randomUUID().toString(),
                        "Boutique",
                        List.of("fr"),
                        ScriptedModel.NAME,
                        "sage",
                        0.2,
                        600,
                        sessions.externalSessionUrl(),
                        StubSessionConfig.EXTERNAL_KEY,
                        StubSessionConfig.RESTAURANT,
                        null,
                        null)
                .with(agent.privacy());
    }

    /** Nobody may be written to freely who has not written: where no template is set, an SMS goes. */
    @Test
    void whoHasNotWrittenOnWhatsAppGetsAnSms() {
        calls(new ReachSettings(Webhook.CALLED, PHONE, null, List.of()));

        assertThat(tool("ask_on_whatsapp", Map.of("what", "photo")).result())
                .as("an SMS brings no photo")
                .containsEntry("success", false);
        assertThat(tool("ask_on_whatsapp", Map.of("what", "email")).result()).containsEntry("channel", "sms");
        assertThat(twilio.smsTo(person)).hasSize(1);
        assertThat(twilio.sentTo(person)).isEmpty();
    }

    @Test
    void anAccountOfMetaWritesByMetaAndWithItsTemplateWhereItMust() {
        calls(new ReachSettings(Webhook.CALLED, null, WhatsAppCloudServer.PHONE_NUMBER_ID, List.of()));

        assertThat(tool("send_link", Map.of("text", "Votre table est prête")).result())
                .containsEntry("channel", "whatsapp");
        assertThat(meta.sentTo(person))
                .singleElement()
                .satisfies(sent -> assertThat(sent.body().getString("type")).isEqualTo("template"));
        assertThat(twilio.sentTo(person)).isEmpty();
    }

    @Test
    void nobodyIsFlooded() {
        callsAfterWriting();
        for (int i = 0; i < 10; i++) {
            assertThat(tool("send_link", Map.of("text", "message " + i)).result())
                    .containsEntry("success", true);
        }
        assertThat(tool("send_link", Map.of("text", "encore un"))
                        .result()
                        .get("error")
                        .toString())
                .contains("too many messages");
        assertThat(twilio.sentTo(person).stream().filter(sent -> sent.body().startsWith("message ")))
                .hasSize(10);
    }
}
