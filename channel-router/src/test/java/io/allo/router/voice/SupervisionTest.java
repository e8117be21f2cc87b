// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.voice.Supervision.Mode;
import io.allo.router.voice.Supervision.Person;
import io.allo.router.voice.Supervision.Refusal;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a supervisor does in a call: hear, whisper, join, take, hand back, end. */
class SupervisionTest extends CallFixture {
    private static final ConversationKey KEY = new ConversationKey("account", Channel.VOICE, "call-0001");
    private static final Person MARIE = new Person("user:1", "Marie");
    private static final Person PAUL = new Person("user:2", "Paul");
    private final UUID page = UUID.randomUUID();
    private final List<byte[]> heard = new ArrayList<>();
    private final List<String> left = new ArrayList<>();

    private @Nullable Refusal in(Function<Supervision, @Nullable Refusal> act) {
        List<@Nullable Refusal> answers = new ArrayList<>();
        assertThat(supervisions.with(KEY, call -> answers.add(act.apply(call)))).isTrue();
        mailbox.settle();
        return answers.getFirst();
    }

    private void greeted() {
        engine.answers.add(says("Bonjour."));
        start(false);
        answered();
        pass(Duration.ofSeconds(2));
        message(mark("item-1"));
        heard.clear();
    }

    private void personSpeaks(Duration time) {
        for (int frame = 0; frame < time.toMillis() / 20; frame++) {
            byte[] ulaw = CompandingLaw.ULAW.encode(tone(frame));
            in(call -> {
                call.voice(page, ulaw);
                return null;
            });
            leg.audio(new AudioFrame(frame, 0, frame * 20, false, CompandingLaw.ALAW.silence(20)));
            pass(Duration.ofMillis(20));
        }
    }

    private static short[] tone(int frame) {
        short[] pcm = new short[160];
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = SyntheticVoice.at(frame * 160 + i);
        }
        return pcm;
    }

    private boolean silent(byte[] both, int side) {
        byte[] half = Arrays.copyOfRange(both, side * 160, side * 160 + 160);
        return Arrays.equals(half, CompandingLaw.ULAW.silence(20));
    }

    private static long ofAPerson(FakeGateway line) {
        return line.frames.stream()
                .filter(frame -> frame.item() == AudioFrame.TONE_ITEM)
                .count();
    }

    @Test
    void whoListensHearsBothSidesWhenTheCallerHearsThem() {
        greeted();
        assertThat(in(call -> call.listen(page, heard::add))).isNull();
        engine.answers.add(says("Une table pour deux, c'est noté pour ce soir."));

        callersVoice(Duration.ofMillis(400));
        assertThat(heard).hasSizeGreaterThan(15).anyMatch(both -> !silent(both, 0));
        assertThat(heard).allMatch(both -> both.length == 320 && silent(both, 1));

        heard.clear();
        ears.says("Une table");
        pass(Duration.ofSeconds(3));
        long sounding = heard.stream().filter(both -> !silent(both, 1)).count();
        assertThat(sounding * 20).isBetween(gateway.heardMs(2) - 200L, gateway.heardMs(2) + 20L);

        in(call -> {
            call.deaf(page);
            return null;
        });
        heard.clear();
        callersVoice(Duration.ofMillis(200));
        assertThat(heard).isEmpty();
    }

    @Test
    void whoRefusedToBeKeptIsNotListenedTo() {
        engine.consent = new Consent(Consent.Decision.REFUSED, Consent.Way.KEY, Instant.now());
        greeted();
        assertThat(in(call -> call.listen(page, heard::add))).isEqualTo(Refusal.NO_CONSENT);
        assertThat(in(call -> call.take(page, MARIE))).isNull();
        assertThat(in(call -> call.listen(page, heard::add))).isNull(); // he talks to her
    }

    @Test
    void aWhisperIsForTheAgentAlone() {
        greeted();
        int frames = gateway.frames.size();
        assertThat(in(call -> call.whisper("Proposez dix pour cent."))).isNull();
        pass(Duration.ofSeconds(1));
        assertThat(engine.learned).singleElement().asString().contains("supervisor", "Proposez dix pour cent.");
        assertThat(engine.said).isEmpty();
        assertThat(gateway.frames).hasSize(frames);
    }

    @Test
    void whoJoinsIsHeardByCallerAndAgentAndTheAgentGoesOn() {
        greeted();
        voice();
        assertThat(in(call -> call.join(page, MARIE))).isNull();
        int voiced = ears.voicedBytes;

        personSpeaks(Duration.ofSeconds(1));
        assertThat(ofAPerson(gateway)).isBetween(45L, 50L);
        assertThat(ears.voicedBytes - voiced).isGreaterThan(40 * 160);

        engine.answers.add(says("Très bien."));
        ears.says("Une table");
        pass(Duration.ofSeconds(2));
        assertThat(engine.turns).containsExactly("Une table");
        assertThat(gateway.heardMs(2)).isPositive();
        assertThat(in(call -> call.leave(page, null))).isNull();
        assertThat(in(call -> call.leave(page, null))).isEqualTo(Refusal.NOT_THERE);
    }

    @Test
    void overTheAgentsWordsTheVoiceIsLaidNotQueued() {
        engine.answers.add(says("Bonjour, bienvenue au restaurant, que puis-je faire pour vous aujourd'hui ?"));
        start(false);
        answered();
        in(call -> call.join(page, MARIE));
        personSpeaks(Duration.ofSeconds(1));
        assertThat(ofAPerson(gateway)).isZero();
        assertThat(gateway.frames)
                .anySatisfy(frame -> assertThat(frame.payload()).isNotEqualTo(CompandingLaw.ALAW.silence(20)));
    }

    @Test
    void takenTheAgentIsSilentAndTheCallerHearsThePerson() {
        greeted();
        voice();
        UnicastProcessor<AgentEvent> answer = UnicastProcessor.create();
        engine.answers.add(answer);
        ears.says("Je veux parler à quelqu'un");
        mailbox.settle();
        answer.onNext(new AgentEvent.Text("Je suis désolé, je ne peux pas. "));
        pass(Duration.ofMillis(300));

        assertThat(in(call -> call.take(page, MARIE))).isNull();
        assertThat(gateway.told).contains("clear");
        message(new StreamMessage.Cleared("S", 2, 200));
        answer.onNext(new AgentEvent.Text("Au revoir."));
        answer.onNext(new AgentEvent.TurnEnded("Au revoir.", new Action.End(EndReason.AGENT_HANGUP), null));
        answer.onComplete();
        pass(Duration.ofSeconds(2));
        assertThat(gateway.told).noneMatch(told -> told.startsWith("hangup"));
        assertThat(engine.heard).hasSize(1);

        personSpeaks(Duration.ofSeconds(1));
        assertThat(ofAPerson(gateway)).isBetween(45L, 50L);
        int turns = engine.turns.size();
        ears.says("Bonjour Marie");
        pass(Duration.ofSeconds(1));
        assertThat(engine.turns).hasSize(turns + 1).last().isEqualTo("Bonjour Marie");
        assertThat(gateway.heardMs(3)).isZero();
    }

    @Test
    void aPersonMayWriteAndTheLineSaysIt() {
        greeted();
        assertThat(in(call -> call.say(page, "Bonjour"))).isEqualTo(Refusal.NOT_THERE);
        in(call -> call.take(page, MARIE));
        assertThat(in(call -> call.say(page, "Ici Marie, je vous rappelle."))).isNull();
        pass(Duration.ofSeconds(2));
        assertThat(engine.wrote).containsExactly("human Ici Marie, je vous rappelle.");
        assertThat(gateway.heardMs(2)).isPositive();
        key("1");
        assertThat(engine.turns).isEmpty();
    }

    @Test
    void handedBackTheAgentSaysSoKnowsItAndListens() {
        greeted();
        in(call -> call.take(page, MARIE));
        assertThat(in(call -> call.leave(page, "Elle offre le dessert."))).isNull();
        pass(Duration.ofSeconds(3));
        assertThat(engine.learned)
                .singleElement()
                .asString()
                .contains("colleague", "Marie", "handed back", "Elle offre le dessert.");
        assertThat(engine.said).containsExactly(FRENCH.handedBack());

        voice();
        engine.answers.add(says("Avec plaisir."));
        ears.says("Un dessert alors");
        pass(Duration.ofSeconds(2));
        assertThat(engine.turns).containsExactly("Un dessert alors");
        assertThat(in(call -> call.take(page, PAUL))).isNull();
    }

    @Test
    void whoLosesHisPageHandsBackAndTheCallerIsNotInSilence() {
        greeted();
        in(call -> {
            call.whenLeft((person, mode) -> left.add(person.name() + " " + mode));
            return call.take(page, MARIE);
        });
        pass(Duration.ofSeconds(7));
        in(call -> {
            call.seen(page);
            return null;
        });
        pass(Duration.ofSeconds(7));
        assertThat(left).isEmpty();
        pass(Duration.ofSeconds(3));
        assertThat(left).containsExactly("Marie " + Mode.HELD);
        assertThat(engine.said).containsExactly(FRENCH.handedBack());
    }

    @Test
    void afterAReloadTheSamePersonGoesOnAndNobodyElseTakesHisPlace() {
        greeted();
        in(call -> call.take(page, MARIE));
        UUID again = UUID.randomUUID();
        assertThat(in(call -> call.take(again, PAUL))).isEqualTo(Refusal.TAKEN);
        assertThat(in(call -> call.end(PAUL))).isEqualTo(Refusal.TAKEN);
        assertThat(in(call -> call.take(again, MARIE))).isNull();
        assertThat(in(call -> call.say(page, "hop"))).isEqualTo(Refusal.NOT_THERE);
        assertThat(in(call -> call.say(again, "hop"))).isNull();
    }

    @Test
    void aSupervisorEndsTheCallWithAGoodbye() {
        greeted();
        assertThat(in(call -> call.end(MARIE))).isNull();
        pass(Duration.ofSeconds(2));
        message(mark("item-2"));
        pass(Duration.ofSeconds(2));
        assertThat(engine.said).containsExactly(FRENCH.goodbye());
        assertThat(gateway.told).contains("hangup " + EndReason.AGENT_HANGUP);
        assertThat(supervisions.with(KEY, call -> {})).isFalse();
    }

    @Test
    void nothingIsDoneInACallThatIsNotThereYetAndNothingStaysOfOneThatIsOver() {
        assertThat(supervisions.with(KEY, call -> {})).isFalse();
        greeted();
        in(call -> {
            call.whenLeft((person, mode) -> left.add(person.name() + " " + mode));
            return call.join(page, MARIE);
        });
        message(stop(EndReason.CALLER_HANGUP));
        assertThat(supervisions.with(KEY, call -> {})).isFalse();
        assertThat(left).containsExactly("Marie " + Mode.JOINED);
    }
}
