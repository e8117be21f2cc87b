// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.ReachSettings;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.ChatModel.Message.ToolCall;
import io.allo.router.conversation.Conversation.Setup;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an agent may write to its caller, whoever talked the model into it. */
class ReachToolTest {
    private static final ReachSettings REACH = new ReachSettings(
            "+33939240575", null, null, List.of("https://menu.example.com/carte", "https://pay.example.com"));

    private final Sent sent = new Sent();
    private final ReachTool tool = new ReachTool(sent);

    private static final class Sent implements Outreach {
        final List<String> words = new ArrayList<>();
        Outcome outcome = Outcome.WHATSAPP;

        @Override
        public Uni<Outcome> send(Conversation call, String text) {
            words.add(text);
            return Uni.createFrom().item(outcome);
        }

        @Override
        public Uni<Outcome> ask(Conversation call, What what, String text) {
            words.add(what.wireName() + ": " + text);
            return Uni.createFrom().item(outcome);
        }

        @Override
        public Uni<Boolean> cancel(Conversation call) {
            return Uni.createFrom().item(true);
        }
    }

    private static Conversation call() {
        SessionConfig session = EngineWorld.session("send_link", "ask_on_whatsapp");
        var agent = new ContactResolution(
                        "account",
                        "FR",
                        "agent",
                        "Demo",
                        List.of("fr"),
                        "m",
                        "sage",
                        1,
                        0,
                        null,
                        null,
                        null,
                        null,
                        null)
                .with(REACH);
        Instant now = Instant.EPOCH;
        return new Conversation(
                new ConversationKey("account", Channel.VOICE, "call-1"),
                "call-1",
                new Setup(agent, "+33612345678", session, false),
                Dialogue.startingWith(Map.of()),
                1,
                now,
                now,
                null);
    }

    private Map<String, Object> run(String name, Map<String, Object> arguments) {
        return tool.run(call(), new ToolCall("1-a", name, arguments))
                .await()
                .atMost(Duration.ofSeconds(1))
                .result();
    }

    @Test
    void offeredToAKnownCallerOfAnAgentThatMay() {
        var session = EngineWorld.session("confirm_order");
        var agent = EngineWorld.AGENT.with(REACH);

        assertThat(names(ReachTool.offer(session, agent, "+33612345678", Channel.VOICE)))
                .containsExactly("confirm_order", "send_link", "ask_on_whatsapp");
        assertThat(names(ReachTool.offer(session, agent, null, Channel.VOICE))).containsExactly("confirm_order");
        assertThat(names(ReachTool.offer(session, agent, "+33612345678", Channel.WHATSAPP)))
                .containsExactly("confirm_order");
        assertThat(names(ReachTool.offer(session, EngineWorld.AGENT, "+33612345678", Channel.VOICE)))
                .containsExactly("confirm_order");
    }

    /** Whoever is not told the addresses invents one, which is then refused. */
    @Test
    void theModelIsToldWhichAddressesThereAre() {
        var session = ReachTool.offer(
                EngineWorld.session("confirm_order"), EngineWorld.AGENT.with(REACH), "+33612345678", Channel.VOICE);

        assertThat(session.tools().get(1).parameters().toString())
                .contains("https://menu.example.com/carte", "https://pay.example.com");
    }

    private static List<String> names(SessionConfig session) {
        return session.tools().stream().map(ToolDefinition::name).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://menu.example.com/carte",
                "https://menu.example.com/carte?table=4",
                "https://MENU.example.com/carte/midi",
                "https://pay.example.com/x"
            })
    void addressesOnTheListAreSent(String url) {
        assertThat(run("send_link", Map.of("url", url, "text", "Notre carte :")))
                .containsEntry("success", true)
                .containsEntry("channel", "whatsapp");
        assertThat(sent.words).containsExactly("Notre carte : " + url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://menu.example.com/carte",
                "https://menu.example.com/autre",
                "https://menu.example.com.evil.example/carte",
                "https://menu.example.com@evil.example/carte",
                "https://menu.example.com:8443/carte",
                "https://menu.example.com/carte/../admin",
                "javascript:alert(1)",
                "mailto:someone@evil.example",
                "not an address"
            })
    void othersAreNot(String url) {
        assertThat(run("send_link", Map.of("url", url))).containsEntry("success", false);
        assertThat(sent.words).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Voyez https://evil.example/x",
                "Voyez www.evil.example",
                "Voyez evil.example/login",
                "tel://+33899000000"
            })
    void norWithinWords(String text) {
        assertThat(run("send_link", Map.of("text", text))).containsEntry("success", false);
        assertThat(run("ask_on_whatsapp", Map.of("what", "text", "question", text)))
                .containsEntry("success", false);
        assertThat(sent.words).isEmpty();
    }

    @Test
    void wordsAloneAreBounded() {
        assertThat(run("send_link", Map.of("text", "Table 4, à 20h. À ce soir !")))
                .containsEntry("success", true);
        assertThat(run("send_link", Map.of("text", "x".repeat(601)))).containsEntry("success", false);
        assertThat(run("send_link", Map.of())).containsEntry("success", false);
    }

    @ParameterizedTest
    @CsvSource({"photo, photo", "location, position", "email, e-mail", "text, écrire"})
    void eachThingHasAQuestionOfItsOwn(String what, String word) {
        assertThat(run("ask_on_whatsapp", Map.of("what", what))).containsEntry("status", "asked");
        assertThat(sent.words.getFirst()).startsWith(what + ": ").contains(word);
        assertThat(ReachWords.question(Outreach.What.EMAIL, "en")).contains("e-mail address here");
    }

    @Test
    void theModelMayWordItAndTakeItBack() {
        assertThat(run("ask_on_whatsapp", Map.of("what", "email", "question", "Votre adresse pour la facture ?")))
                .containsEntry("success", true);
        assertThat(sent.words).containsExactly("email: Votre adresse pour la facture ?");
        assertThat(run("ask_on_whatsapp", Map.of("what", "cancel"))).containsEntry("was_open", true);
        assertThat(run("ask_on_whatsapp", Map.of("what", "password"))).containsEntry("success", false);
    }

    @Test
    void whoCannotBeWrittenToIsAskedAloud() {
        sent.outcome = Outreach.Outcome.NOT_REACHED;
        assertThat(run("ask_on_whatsapp", Map.of("what", "email")).get("error").toString())
                .contains("ask aloud");
        sent.outcome = Outreach.Outcome.UNKNOWN;
        assertThat(run("send_link", Map.of("text", "x")).get("error").toString())
                .contains("do not say that it was done");
    }
}
