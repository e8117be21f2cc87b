// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.MetaChat;
import io.allo.e2e.stack.RouterReplica;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.provider.ChatReply;
import io.allo.testkit.provider.ChatServer;
import io.allo.testkit.provider.WhatsAppCloudServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One person by telephone and WhatsApp at once: the agent asks for an e-mail address in writing, says in the same call what was written,
 * and knows of the call when the person writes again. A real telephone; model and Meta are stand-ins.
 */
@ExtendWith(AlloStack.class)
class AskedInCallIT {
    private static final String PERSON = "+33612000591";
    private static final String CALLED = "+33939240896";
    private static final String AGENT = "22220000-0000-4000-8000-000000000096";
    private static final String KEY = "sk-asked-in-call";
    private static final String MODEL = "gpt-4o-mini";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ChatServer model = new ChatServer(KEY, MODEL).otherwise(this::answer);
    private final WhatsAppCloudServer meta = new WhatsAppCloudServer();

    @TempDir
    private Path folder;

    @Test
    @DisplayName(
            "E32: what is asked for on WhatsApp in a call is used in that call, and the call is known when he writes later")
    void asked(RunningAllo allo) throws Exception {
        model.start();
        meta.start(0);
        allo.loadAccount(AskedInCallIT::withAgent);
        allo.stop(AlloService.CHANNEL_ROUTER);
        try (RouterReplica router = RouterReplica.inItsPlace(allo, "router-asked", variables())) {
            router.awaitReady();
            var person = new MetaChat(meta, router, PERSON, CALLED);
            person.write("Bonjour"); // WhatsApp is open to us for a day after the person wrote
            awaitSent(1);
            String address = "sip:" + CALLED + "@127.0.0.1:" + allo.sipPort();
            try (var call = new KeyedCall(folder, PERSON, "PCMA/8000/1", allo, address)) {
                call.awaitAgentTurns(1);
                call.press('5');
                awaitSent(2);
                person.write("C'est Zoe.Martin@Example.org, merci");
                Awaitility.await("the answer is said in the call")
                        .atMost(PATIENCE)
                        .untilAsserted(
                                () -> assertThat(call.agentTurns().getLast()).contains("noté zoe.martin@example.org"));
                call.hangUp();
                call.awaitEndReason("hangup");
            }
            awaitSent(3); // told that it came

            person.write("Et maintenant ?");
            Awaitility.await("the answer on WhatsApp")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(sent().getLast()).isEqualTo("Je sais : zoe.martin@example.org."));
            assertThat(meta.violations()).isEmpty();
            assertThat(model.refusals()).isEmpty();
        } finally {
            allo.startAgain(AlloService.CHANNEL_ROUTER);
            allo.loadAccount(UnaryOperator.identity());
            model.close();
            meta.close();
        }
    }

    /** Asks when a key was pressed, says what came, and knows what was said before. */
    private ChatReply answer(JsonNode request) {
        JsonNode messages = request.path("messages");
        JsonNode last = messages.path(messages.size() - 1);
        String words = last.path("content").asText();
        if (last.path("role").asText().equals("tool")) {
            return ChatReply.text("Regardez votre téléphone.");
        }
        if (words.startsWith("[WhatsApp]")) {
            return ChatReply.text("C'est noté ", "zoe.martin@example.org.");
        }
        if (words.startsWith("[keys]")) {
            return ChatReply.call("call_1", "ask_on_whatsapp", "{\"what\":\"email\"}");
        }
        boolean knows = messages.toString().contains("noté zoe.martin@example.org");
        return ChatReply.text(knows ? "Je sais : zoe.martin@example.org." : "Bonjour.");
    }

    private Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>(MetaChat.variables(meta));
        variables.put("ALLO_CHAT_BASE_URL", model.baseUrl());
        variables.put("ALLO_CHAT_API_KEY", KEY);
        return variables;
    }

    private void awaitSent(int messages) {
        Awaitility.await("message " + messages + " on WhatsApp")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(sent()).hasSize(messages));
    }

    private List<String> sent() {
        return meta.sentTo(PERSON).stream().map(WhatsAppCloudServer.Sent::text).toList();
    }

    /** The demo's agent once more, by a language model and at a number of its own. */
    private static String withAgent(String account) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode demo = (ObjectNode) json.readTree(account);
            ObjectNode agent = demo.withArray("agents").get(0).deepCopy();
            agent.put("id", AGENT);
            agent.put("name", "Pizzeria Allô, au téléphone et par écrit");
            agent.put("model", MODEL);
            agent.withObject("config").putObject("reach").put("metaPhoneNumberId", WhatsAppCloudServer.PHONE_NUMBER_ID);
            agent.withObject("config").putObject("privacy").put("onePerson", true);
            var addresses = agent.putArray("addresses");
            addresses.addObject().put("channel", "voice").put("address", CALLED);
            addresses.addObject().put("channel", "whatsapp").put("address", CALLED);
            demo.withArray("agents").add(agent);
            return json.writeValueAsString(demo);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
