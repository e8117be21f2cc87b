// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static io.allo.router.conversation.EngineWorld.LIMIT;
import static io.allo.router.conversation.EngineWorld.call;
import static io.allo.router.conversation.EngineWorld.ended;
import static io.allo.router.conversation.EngineWorld.whatsapp;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.ConversationLog.Role;
import io.allo.router.conversation.HumanDesk.Word;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine's side of a human takeover. */
class HumanDeskTest {
    private final EngineWorld world = new EngineWorld();
    private final Desk desk = new Desk();

    @BeforeEach
    void somebodyIsThere() {
        world.desk = desk;
        world.agent = EngineWorld.AGENT.with(TakeoverSettings.USUAL);
    }

    @Test
    void whileAPersonHoldsTheConversationNoModelIsAskedAndWhatIsWrittenIsKept() {
        Opened opened = world.open(whatsapp());
        desk.word = new Word.Silent();

        List<AgentEvent> events = world.turn(opened, "m1", "êtes-vous là ?");

        assertThat(ended(events).text()).isEmpty();
        assertThat(ended(events).action()).isEqualTo(new Action.Listen());
        assertThat(world.model.requests()).isEmpty();
        assertThat(world.log.turns)
                .extracting(turn -> turn.role() + ":" + turn.text())
                .containsExactly("USER:êtes-vous là ?");

        // the same message again, and the next one once the agent goes on: it knows what was written
        assertThat(ended(world.turn(opened, "m1", "êtes-vous là ?")).text()).isEmpty();
        desk.word = new Word.GoOn();
        world.turn(opened, "m2", "merci");
        assertThat(world.model.requests().getLast().messages().toString()).containsOnlyOnce("êtes-vous là ?");
    }

    @Test
    void whoIsAskedForIsAnnouncedWithoutAModel() {
        Opened opened = world.open(whatsapp());
        desk.word = new Word.Say("Un collègue arrive.");

        assertThat(ended(world.turn(opened, "m1", "un humain")).text()).isEqualTo("Un collègue arrive.");
        assertThat(world.model.requests()).isEmpty();
        assertThat(world.log.turns)
                .extracting(turn -> turn.role() + ":" + turn.text())
                .containsExactly("USER:un humain", "AGENT:Un collègue arrive.");
    }

    @Test
    void theToolAsksAndItsWordsAreTheAnswer() {
        Opened opened = world.open(whatsapp());
        assertThat(opened.session().tools()).extracting(ToolDefinition::name).contains("talk_to_human");
        world.model.then(ScriptedModel.call("talk_to_human", Map.of("reason", "veut un devis")));

        assertThat(ended(world.turn(opened, "m1", "je veux un devis")).text()).isEqualTo("asked");

        assertThat(desk.reasons).containsExactly("veut un devis");
        assertThat(world.model.requests()).hasSize(1);
        assertThat(world.toolRequests).isEmpty();
    }

    @Test
    void inWritingATransferIsATakeover() {
        Opened opened = world.open(whatsapp());
        world.model.then(ScriptedModel.call("transfer_call", Map.of("phone_number", "+33123456789")));

        AgentEvent.TurnEnded ended = ended(world.turn(opened, "m1", "passez-moi quelqu'un"));

        assertThat(ended.text()).isEqualTo("asked");
        assertThat(ended.action()).isEqualTo(new Action.Listen());
    }

    @Test
    void withoutSuchSettingsNothingIsOfferedAndTheModelsCallIsRefused() {
        world.agent = EngineWorld.AGENT;
        Opened opened = world.open(whatsapp());
        assertThat(opened.session().tools()).extracting(ToolDefinition::name).doesNotContain("talk_to_human");
        world.model.then(ScriptedModel.call("talk_to_human", Map.of())).then(say("Désolé."));

        assertThat(ended(world.turn(opened, "m1", "un humain")).text()).isEqualTo("Désolé.");
        assertThat(desk.reasons).isEmpty();
    }

    @Test
    void aCallerWhoCannotBePutThroughIsToBeCalledBack() {
        Opened opened = world.open(call(1));
        assertThat(opened.session().tools()).extracting(ToolDefinition::name).doesNotContain("talk_to_human");
        world.session = EngineWorld.session("transfer_call");
        world.model
                .then(ScriptedModel.call("transfer_call", Map.of("reason", "facture")))
                .then(say("On vous rappelle."));

        assertThat(ended(world.turn(opened, "t1", "quelqu'un de la compta")).text())
                .isEqualTo("On vous rappelle.");

        assertThat(desk.callBacks).containsExactly("facture");
        assertThat(world.model.requests().getLast().messages().toString()).contains("callback=true");
    }

    @Test
    void aRulesWordsFollowTheAnswer() {
        Opened opened = world.open(whatsapp());
        desk.added = Optional.of("Je demande à un collègue.");
        world.model.then(say("Je ne sais pas."));

        assertThat(ended(world.turn(opened, "m1", "quoi ?")).text())
                .isEqualTo("Je ne sais pas. Je demande à un collègue.");
    }

    @Test
    void whatAPersonOfTheBusinessWritesIsRecordedOnceAndRemembered() {
        Opened opened = world.open(whatsapp());
        for (int i = 0; i < 2; i++) {
            world.engine()
                    .wrote(opened.key(), "s1", Role.HUMAN, "Ici Marie.")
                    .await()
                    .atMost(LIMIT);
        }
        world.engine()
                .learned(opened.key(), Map.of("colleague", "Marie a promis un devis."))
                .await()
                .atMost(LIMIT);
        world.turn(opened, "m1", "merci");

        assertThat(world.log.turns)
                .extracting(turn -> turn.role() + ":" + turn.text())
                .startsWith("HUMAN:Ici Marie.", "USER:merci")
                .hasSize(3);
        assertThat(world.model.requests().getLast().messages().toString()).containsOnlyOnce("Ici Marie.");
        assertThat(world.model.requests().getLast().context()).containsEntry("colleague", "Marie a promis un devis.");
    }

    private static final class Desk implements HumanDesk {
        final List<@Nullable String> reasons = new ArrayList<>();
        final List<@Nullable String> callBacks = new ArrayList<>();
        Word word = new Word.GoOn();
        Optional<String> added = Optional.empty();

        @Override
        public Uni<Word> before(Conversation conversation, UserTurn turn) {
            return Uni.createFrom().item(word);
        }

        @Override
        public Uni<Optional<String>> after(Conversation conversation) {
            return Uni.createFrom().item(added);
        }

        @Override
        public Uni<String> ask(Conversation conversation, @Nullable String reason) {
            reasons.add(reason);
            return Uni.createFrom().item("asked");
        }

        @Override
        public Uni<Boolean> callBack(Conversation conversation, @Nullable String reason) {
            callBacks.add(reason);
            return Uni.createFrom().item(true);
        }
    }
}
