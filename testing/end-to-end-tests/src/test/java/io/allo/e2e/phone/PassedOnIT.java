// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.MetaChat;
import io.allo.e2e.stack.RouterReplica;
import io.allo.e2e.stack.RunningAllo;
import io.allo.e2e.stack.WebVisitor;
import io.allo.launcher.settings.AlloService;
import io.allo.testkit.provider.ChatReply;
import io.allo.testkit.provider.ChatServer;
import io.allo.testkit.provider.WhatsAppCloudServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A conversation passes from hand to hand: from the agent to a person of the business and back, on WhatsApp and in the web chat, and from
 * a receptionist to the hairdresser's booking, on WhatsApp and in one call. All services run; the receptionist's model and Meta are
 * stand-ins, the booking's model is the keyless one.
 */
@ExtendWith(AlloStack.class)
class PassedOnIT {
    private static final String CALLED = "+33939240897";
    private static final String RECEPTIONIST = "22220000-0000-4000-8000-000000000097";
    private static final String SALON = "22220000-0000-4000-8000-000000000002";
    private static final String KEY = "sk-passed-on";
    private static final String MODEL = "gpt-4o-mini";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final ChatServer MODELS = new ChatServer(KEY, MODEL).otherwise(PassedOnIT::answer);
    private static final WhatsAppCloudServer META = new WhatsAppCloudServer();
    private static RouterReplica router;

    @TempDir
    private Path folder;

    @BeforeAll
    static void aReceptionist(RunningAllo allo) throws Exception {
        MODELS.start();
        META.start(0);
        allo.loadAccount(PassedOnIT::withReceptionist);
        allo.stop(AlloService.CHANNEL_ROUTER);
        Map<String, String> variables = new HashMap<>(MetaChat.variables(META));
        variables.put("ALLO_CHAT_BASE_URL", MODELS.baseUrl());
        variables.put("ALLO_CHAT_API_KEY", KEY);
        router = RouterReplica.inItsPlace(allo, "router-passed-on", variables);
        router.awaitReady();
    }

    @AfterAll
    static void asBefore(RunningAllo allo) throws Exception {
        if (router != null) {
            router.close();
        }
        allo.startAgain(AlloService.CHANNEL_ROUTER);
        allo.loadAccount(UnaryOperator.identity());
        MODELS.close();
        META.close();
    }

    /** The receptionist: puts who presses a key through to the booking, and knows what a colleague has said. */
    private static ChatReply answer(JsonNode request) {
        String all = request.path("messages").toString();
        JsonNode last = request.path("messages").path(request.path("messages").size() - 1);
        if (all.contains("You are given the last lines")) {
            return ChatReply.text("Marie a promis un devis.");
        }
        if (last.path("content").asText().startsWith("[keys]")) {
            return ChatReply.call(
                    "call_1",
                    "handoff",
                    "{\"agent\":\"Salon Ariane\",\"reason\":\"rendez-vous\",\"summary\":\"La personne veut un rendez-vous.\"}");
        }
        return ChatReply.text(all.contains("Marie") ? "Je sais que Marie vous a répondu." : "Que puis-je faire ?");
    }

    @Test
    @DisplayName(
            "a person takes over on WhatsApp, answers by the inbox, hands back with a summary, and the agent goes on")
    void takeoverOnWhatsApp(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        var person = new MetaChat(META, router, "+33612000701", CALLED);
        person.write("Bonjour, c'est pour un devis");
        person.reads("Que puis-je faire ?");
        person.write("Je voudrais parler à un humain");
        person.reads("Je demande à un collègue");
        int asked = MODELS.requests().size();
        person.write("vous êtes là ?");

        String id = waiting(api, "whatsapp");
        act(api, id, "take", "{\"name\":\"Marie\"}", 200);
        act(api, id, "messages", "{\"name\":\"Marie\",\"text\":\"Bonjour, ici Marie. Je vous envoie le devis.\"}", 202);
        person.reads("ici Marie");
        assertThat(person.read()).as("the agent was silent meanwhile").hasSize(3);
        assertThat(MODELS.requests()).as("and its model was not asked").hasSize(asked);

        assertThat(act(api, id, "hand-back", "{\"name\":\"Marie\"}", 200)
                        .path("summary")
                        .asText())
                .contains("Marie", "a promis un devis.");
        person.write("merci");
        person.reads("Je sais que Marie vous a répondu.");
        assertThat(META.violations()).isEmpty();
    }

    @Test
    @DisplayName("a person takes over in the web chat, and the page shows what he writes")
    void takeoverInTheWebChat(RunningAllo allo) {
        var api = new AlloApi(allo);
        WebVisitor visitor = api.visitor("accueil");
        assertThat(visitor.say("Bonjour")).contains("Que puis-je faire ?");
        assertThat(visitor.say("un humain s'il vous plaît")).contains("Je demande à un collègue");

        assertThat(visitor.say("vous êtes là ?")).as("the agent is silent").isEmpty();

        String id = waiting(api, "web");
        act(api, id, "take", "{\"name\":\"Marie\"}", 200);
        assertThat(api.get(AlloService.CHANNEL_ROUTER, "/api/inbox/" + id).toString())
                .contains("vous êtes là ?");
        act(api, id, "messages", "{\"name\":\"Marie\",\"text\":\"Oui, ici Marie.\"}", 202);
        assertThat(visitor.reads()).isEqualTo("Oui, ici Marie.");

        act(api, id, "hand-back", "{\"name\":\"Marie\"}", 200);
        assertThat(visitor.say("merci")).isEqualTo("Je sais que Marie vous a répondu.");
    }

    @Test
    @DisplayName("the receptionist passes a person on WhatsApp on to the booking, who repeats nothing")
    void handoffOnWhatsApp(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        var person = new MetaChat(META, router, "+33612000703", CALLED);
        person.write("Bonjour");
        person.reads("Que puis-je faire ?");
        person.write("je voudrais prendre rendez-vous");
        person.reads("À quel nom");
        assertThat(person.read().getLast()).contains("Je vous passe le salon.");
        person.write("Zoé Martin");
        person.reads("motif");

        JsonNode record = record(api, "whatsapp", "+33612000703");
        assertThat(record.path("turns").toString()).contains(RECEPTIONIST, SALON);
        assertThat(record.toString()).contains("handoff");
    }

    @Test
    @DisplayName("the receptionist passes a caller on to the booking, in one call, and the appointment is booked")
    void handoffInACall(RunningAllo allo) throws Exception {
        var api = new AlloApi(allo);
        String caller = "+33612000704";
        try (var call =
                new KeyedCall(folder, caller, "PCMA/8000/1", allo, "sip:" + CALLED + "@127.0.0.1:" + allo.sipPort())) {
            said(call, "Que puis-je faire ?");
            pressUntil(call, "prestation"); // 1 is an appointment, whoever hears it
            pressUntil(call, "Tapez 1, 2 ou 3");
            pressUntil(call, "confirmé");
            call.hangUp();
            call.awaitEndReason("hangup");
        }
        JsonNode record = record(api, "voice", caller);
        assertThat(record.path("turns").toString()).contains(RECEPTIONIST, SALON);
        assertThat(record.toString()).contains("handoff", "schedule_appointment");
    }

    private static void said(KeyedCall call, String words) {
        Awaitility.await("\"" + words + "\" in the call")
                .atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(call.agentTurns()).last().asString().contains(words));
    }

    /** The record has a question before it is heard: whoever keys while the former agent still speaks has to key again. */
    private static void pressUntil(KeyedCall call, String words) {
        Awaitility.await("\"" + words + "\" in the call")
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofSeconds(8))
                .atMost(PATIENCE)
                .until(() -> {
                    boolean told = call.agentTurns().stream().anyMatch(turn -> turn.contains(words));
                    if (!told) {
                        call.press('1');
                    }
                    return told;
                });
    }

    /** The one conversation of this channel that waits for a person. */
    private static String waiting(AlloApi api, String channel) {
        String[] id = new String[1];
        Awaitility.await("it waits in the inbox").atMost(PATIENCE).untilAsserted(() -> {
            JsonNode listed = api.get(AlloService.CHANNEL_ROUTER, "/api/inbox?state=waiting&channel=" + channel)
                    .path("conversations");
            assertThat(listed).hasSize(1);
            id[0] = listed.path(0).path("id").asText();
        });
        return id[0];
    }

    private static JsonNode act(AlloApi api, String id, String act, String body, int status) {
        return api.send("POST", AlloService.CHANNEL_ROUTER, "/api/inbox/" + id + "/" + act, body, status);
    }

    private static JsonNode record(AlloApi api, String channel, String caller) {
        for (JsonNode one : api.conversations(channel).path("conversations")) {
            JsonNode whole = api.conversation(one.path("id").asText());
            if (whole.toString().contains(caller)) {
                return whole;
            }
        }
        throw new AssertionError("no " + channel + " conversation of " + caller);
    }

    /** The demo's agent once more, by a language model, as the receptionist of the hairdresser. */
    private static String withReceptionist(String account) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode demo = (ObjectNode) json.readTree(account);
            ObjectNode agent = demo.withArray("agents").get(0).deepCopy();
            agent.put("id", RECEPTIONIST);
            agent.put("name", "Accueil");
            agent.put("model", MODEL);
            agent.withObject("config").putObject("takeover");
            ObjectNode rule = agent.withObject("config").putArray("handoffs").addObject();
            rule.put("name", "Salon Ariane").put("when", "somebody wants an appointment");
            rule.putObject("announce").put("fr", "Je vous passe le salon.");
            rule.putObject("keywords").putArray("fr").add("rendez-vous");
            var addresses = agent.putArray("addresses");
            addresses.addObject().put("channel", "voice").put("address", CALLED);
            addresses.addObject().put("channel", "whatsapp").put("address", CALLED);
            addresses.addObject().put("channel", "web").put("address", "accueil");
            demo.withArray("agents").add(agent);
            return json.writeValueAsString(demo);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
