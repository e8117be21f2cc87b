// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.conversation.VoiceEvent.Failure.Kind;
import io.allo.router.conversation.VoiceEvent.ResponseEnded.Outcome;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever a provider does wrong while the caller waits for an answer: he hears something within two seconds, a word or a tone, and
 * the call goes on. Which fault of a real socket becomes which failure: {@code RealtimeFaultsTest}, {@code ChatFailuresTest}, {@code
 * DeepgramTest}, {@code ElevenLabsTest}.
 */
class NeverDeadAirTest extends RealtimeCallFixture {
    private static final Duration LIMIT = Duration.ofSeconds(2);
    /** Of what was sent at most that long before the fault, the caller hears the end after it. */
    private static final Duration LENGTH = Duration.ofMillis(600);

    private long faultAt;

    /** Where in the call it happens. */
    enum Moment {
        THE_MODEL_THINKS,
        IN_MID_SENTENCE,
        A_TOOL_RUNS
    }

    /** What happens. */
    enum Fault {
        KEY_REFUSED(call -> call.lose(Kind.FATAL)),
        BUSY(call -> call.lose(Kind.BUSY)),
        CLOSED(call -> call.lose(Kind.RETRY)),
        CLOSED_AND_NOT_OPENED_AGAIN(call -> {
            call.model.session = Uni.createFrom().failure(new Failure(Kind.RETRY, "503"));
            call.lose(Kind.RETRY);
        }),
        CLOSED_AND_NOT_ANSWERED_AGAIN(call -> {
            call.model.session = Uni.createFrom().nothing();
            call.lose(Kind.RETRY);
        }),
        ANSWERS_FAIL(call -> {
            call.model.ends(Outcome.FAILED);
            call.mailbox.settle();
            call.model.ends(Outcome.FAILED);
        }),
        TEN_SECONDS_OF_SILENCE(call -> {});

        final Consumer<NeverDeadAirTest> happens;

        Fault(Consumer<NeverDeadAirTest> happens) {
            this.happens = happens;
        }
    }

    static Stream<Arguments> faults() {
        return Arrays.stream(Moment.values())
                .flatMap(moment -> Arrays.stream(Fault.values()).map(fault -> Arguments.of(moment, fault)));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theCallerHearsSomethingWithinTwoSeconds(Moment moment, Fault fault) {
        // Given
        greeted();
        model.event(new VoiceEvent.CallerPauses());
        switch (moment) {
            case THE_MODEL_THINKS -> {}
            case IN_MID_SENTENCE -> {
                model.event(new VoiceEvent.Words("item_2", "Nous avons"));
                model.event(new VoiceEvent.Audio("item_2", new byte[8 * 300]));
            }
            case A_TOOL_RUNS -> {
                emitters(1);
                model.event(new VoiceEvent.ToolCall("call_1", "check_availability", Map.of()));
            }
        }
        mailbox.settle();

        // When
        int frames = gateway.frames.size();
        faultAt = mailbox.nanoTime();
        fault.happens.accept(this);
        pass(Duration.ofSeconds(10));

        // Then
        assertThat(silence(frames)).isLessThanOrEqualTo(LIMIT);
        assertThat(ended).isEmpty();
    }

    @Test
    void anEngineThatFailsIsFollowedByWords() {
        talkingByThePipeline(Multi.createFrom().failure(new IllegalStateException("500")));

        assertThat(silence(keyed())).isLessThanOrEqualTo(LIMIT);
        assertThat(speech.spoken).anyMatch(FRENCH.trouble()::contains);
        assertThat(ended).isEmpty();
    }

    @Test
    void anEngineThatSaysNothingIsATone() {
        talkingByThePipeline(Multi.createFrom().nothing());

        assertThat(silence(keyed())).isLessThanOrEqualTo(LIMIT);
    }

    @Test
    void aSynthesizerThatSaysNothingIsATone() {
        talkingByThePipeline(FakeEngine.says("Voilà."));
        speech.silent = true;

        assertThat(silence(keyed())).isLessThanOrEqualTo(LIMIT);
    }

    private void talkingByThePipeline(Multi<AgentEvent> answer) {
        engine.model = "built-in";
        engine.answers.addAll(List.of(FakeEngine.says("Oui ?"), answer));
        start(false);
        answered();
        pass(Duration.ofSeconds(1));
        message(mark("item-1"));
        pass(Duration.ofSeconds(1));
    }

    /** The caller presses a key. @return how many frames he had heard before */
    private int keyed() {
        int frames = gateway.frames.size();
        faultAt = mailbox.nanoTime();
        key("1");
        key("#");
        pass(Duration.ofSeconds(6));
        return frames;
    }

    private void lose(Kind kind) {
        model.event(new VoiceEvent.Lost(new Failure(kind, "closed")));
    }

    /** From the fault, or from the end of what still sounded then, to the first sound after it. */
    private Duration silence(int framesBefore) {
        long soundedUntil = faultAt;
        for (int i = 0; i < framesBefore; i++) {
            soundedUntil = Math.max(soundedUntil, gateway.at.get(i) + LENGTH.toNanos());
        }
        return gateway.frames.size() == framesBefore
                ? Duration.ofDays(1)
                : Duration.ofNanos(Math.max(0, gateway.at.get(framesBefore) - soundedUntil));
    }
}
