// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.ReachSettings;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.WrittenAnswers;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What only Meta's WhatsApp has for a running call: the button that shares a position, and files with their words. */
@QuarkusTest
class MetaReachTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String PHONE = "+33939240861";

    WhatsAppCloudServer meta;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    ConversationEngine engine;

    @Inject
    WrittenAnswers written;

    private final String sender = "336" + ThreadLocalRandom.current().nextLong(10_000_000, 99_999_999);
    private final MetaDelivery webhook = new MetaDelivery(sender);
    private final ConversationKey call =
            new ConversationKey(StubSessionConfig.ACCOUNT, Channel.VOICE, "call-" + UUID.randomUUID());

    @BeforeEach
    void aPersonWhoHasWrittenCalls() {
        meta.reset();
        sessions.reset();
        model.reset();
        ContactResolution agent = sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME);
        sessions.agent(MetaDelivery.CALLED, agent);
        sessions.agent(
                PHONE,
                agent.with(new ReachSettings(MetaDelivery.CALLED, null, null, List.of("https://menu.example.com/"))));
        meta.wrote(sender);
        webhook.text("bonjour");
        await().atMost(LIMIT).until(() -> meta.sentTo(sender).size() == 1);
        engine.open(new Contact(Channel.VOICE, PHONE, "+" + sender, call.id()))
                .await()
                .atMost(LIMIT);
    }

    private Map<String, Object> tool(String name, Map<String, Object> arguments) {
        return engine.runTool(call, UserTurn.ANY_EPOCH, new Message.ToolCall("t1", name, arguments))
                .await()
                .atMost(LIMIT)
                .result();
    }

    private JsonObject last() {
        return meta.sentTo(sender).getLast().body();
    }

    @Test
    void aPositionIsAskedForByAButtonAndTheAnswerIsTheCalls() {
        assertThat(tool("ask_on_whatsapp", Map.of("what", "location"))).containsEntry("channel", "whatsapp");

        JsonObject interactive = last().getJsonObject("interactive");
        assertThat(interactive.getString("type")).isEqualTo("location_request_message");
        assertThat(interactive.getJsonObject("body").getString("text")).contains("partager votre position");
        assertThat(interactive.getJsonObject("action")).isEqualTo(new JsonObject().put("name", "send_location"));

        webhook.location(48.85, 2.35);
        await().atMost(LIMIT).until(() -> !waiting().isEmpty());
        assertThat(waiting().getFirst().words()).isEqualTo("[WhatsApp] Position : 48.85, 2.35");
        written.take(call, waiting().getFirst()).await().atMost(LIMIT);
        await().atMost(LIMIT).until(() -> meta.sentTo(sender).getLast().text().contains("bien reçu"));
        assertThat(meta.violations()).isEmpty();
    }

    @Test
    void aMenuIsSentAsTheDocumentThatItIs() {
        tool("send_link", Map.of("url", "https://menu.example.com/2026/carte.pdf", "text", "La carte :"));

        assertThat(last().getString("type")).isEqualTo("document");
        assertThat(last().getJsonObject("document"))
                .isEqualTo(new JsonObject()
                        .put("link", "https://menu.example.com/2026/carte.pdf")
                        .put("caption", "La carte : https://menu.example.com/2026/carte.pdf")
                        .put("filename", "carte.pdf"));
    }

    /** What Meta does not take as a file still reaches the person as an address. */
    @Test
    void aFileThatIsRefusedIsSentAsItsAddress() {
        meta.refuse(1, 400, 131053);

        assertThat(tool("send_link", Map.of("url", "https://menu.example.com/plan.png")))
                .containsEntry("success", true);

        assertThat(meta.sentTo(sender).getLast().text()).isEqualTo("https://menu.example.com/plan.png");
    }

    @Test
    void aPageIsALinkInWords() {
        tool("send_link", Map.of("url", "https://menu.example.com/midi"));

        assertThat(last().getString("type")).isEqualTo("text");
    }

    private List<WrittenAnswers.Written> waiting() {
        return written.waiting(call).await().atMost(LIMIT);
    }
}
