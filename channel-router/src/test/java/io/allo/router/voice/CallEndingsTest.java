// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.voice.FakeEngine.says;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ConversationEngine.BlockedCallerException;
import io.allo.router.conversation.Opened;
import io.allo.router.speech.SpeechEvent;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How calls end by themselves: blocked callers, the longest duration, silence. */
class CallEndingsTest extends CallFixture {
    private static final String NOTICE = "Cet appel prendra fin dans environ";

    @Test
    @DisplayName("A98: a blocked caller is declined and hears nothing")
    void blockedCallerIsDeclined() {
        engine.unopened = new BlockedCallerException();

        start(false);
        pass(Duration.ofSeconds(6));

        assertThat(gateway.told).containsExactly("ring 2.5", "reject 603 caller/blocked");
        assertThat(gateway.frames).isEmpty();
        assertThat(speech.spoken).isEmpty();
        assertThat(ended).containsExactly(EndReason.BLOCKED);
        assertThat(gateway.closed).isTrue();
    }

    @Test
    @DisplayName("A98: on a line that answers by itself a blocked caller is hung up on")
    void blockedCallerOnAnAnsweredLine() {
        engine.unopened = new BlockedCallerException();

        start(true);

        assertThat(gateway.told).containsExactly("hangup caller/blocked");
    }

    @Test
    @DisplayName(
            "A120: before the longest duration the caller is told, then comes the goodbye and the record is closed")
    void timeNotice() {
        talking(90);

        pass(Duration.ofSeconds(29));
        assertThat(speech.spoken).noneMatch(words -> words.startsWith(NOTICE));
        pass(Duration.ofSeconds(2));
        assertThat(speech.spoken).contains(NOTICE + " 60 secondes.");
        assertThat(engine.said).containsExactly(NOTICE + " 60 secondes.");
        assertThat(gateway.told).doesNotContain("clear");
        keepTalking(Duration.ofSeconds(58));
        pass(Duration.ofSeconds(15));

        assertThat(String.join(" ", speech.spoken)).endsWith(FRENCH.timeUp());
        assertThat(gateway.told).endsWith("hangup success/max-duration");
        assertThat(engine.ends).containsExactly(EndReason.MAX_DURATION);
    }

    @Test
    @DisplayName("A120: a limit of 5 s ends the call without a notice")
    void shortLimit() {
        talking(5);

        pass(Duration.ofSeconds(5));
        pass(Duration.ofSeconds(15));

        assertThat(speech.spoken).noneMatch(words -> words.startsWith(NOTICE));
        assertThat(engine.ends).containsExactly(EndReason.MAX_DURATION);
    }

    @Test
    void theNoticeWaitsForAPause() {
        talking(90);
        pass(Duration.ofSeconds(29));

        ears.event(new SpeechEvent.SpeechStarted());
        ears.event(new SpeechEvent.Partial("Je voudrais"));
        mailbox.settle();
        for (int i = 0; i < 4; i++) {
            pass(Duration.ofSeconds(1));
            ears.event(new SpeechEvent.Partial("Je voudrais encore " + i));
            mailbox.settle();
        }
        assertThat(speech.spoken).noneMatch(words -> words.startsWith(NOTICE));
        engine.answers.add(says("Bien sûr."));
        ears.says("une pizza.");
        mailbox.settle();
        pass(Duration.ofSeconds(8));

        assertThat(speech.spoken).contains("Bien sûr.").anyMatch(words -> words.startsWith(NOTICE));
    }

    @Test
    @DisplayName("A120: the time does not begin anew with the worker that takes the call over")
    void limitCountsOn() {
        // Given: 80 of 90 seconds were with the worker before
        engine.maxSeconds = 90;
        engine.fresh = false;
        engine.before = new Opened.Before(false, Duration.ofSeconds(80), Duration.ZERO);
        engine.answers.add(says("Oui ?"));
        leg = leg(2);

        // When
        start(true);
        voice();
        keepTalking(Duration.ofSeconds(8));
        assertThat(engine.ends).isEmpty();
        pass(Duration.ofSeconds(20));

        // Then
        assertThat(engine.ends).containsExactly(EndReason.MAX_DURATION);
    }

    @Test
    @DisplayName("A120: who was still ringing when his worker was lost has all his time")
    void limitOfACallThatWasNotAnswered() {
        engine.maxSeconds = 30;
        engine.fresh = false;
        engine.before = new Opened.Before(false, Duration.ofSeconds(25), Duration.ZERO);
        engine.answers.add(says("Oui ?"));
        leg = leg(2);

        start(false);
        answered();
        voice();
        keepTalking(Duration.ofSeconds(28));
        assertThat(engine.ends).isEmpty();
        pass(Duration.ofSeconds(20));

        assertThat(engine.ends).containsExactly(EndReason.MAX_DURATION);
    }

    @Test
    void aCallerWhoWasSilentBeforeTheTakeoverIsNotAskedFromTheFirstTimeAgain() {
        // Given: he was asked once, and has said nothing since
        engine.fresh = false;
        engine.before = new Opened.Before(false, Duration.ofSeconds(60), Duration.ofSeconds(13));
        engine.answers.add(says("Oui ?"));
        leg = leg(2);
        start(true);

        // When
        pass(Duration.ofSeconds(40));

        // Then
        assertThat(speech.spoken).doesNotContain(FRENCH.stillThere());
        assertThat(String.join(" ", speech.spoken)).containsOnlyOnce(FRENCH.chooseByKeys());
        assertThat(engine.ends).containsExactly(EndReason.IDLE);
    }

    @Test
    void aCallerWhoSpeaksAfterTheTakeoverHasAllHisTimeAgain() {
        engine.fresh = false;
        engine.before = new Opened.Before(false, Duration.ofSeconds(60), Duration.ofSeconds(13));
        engine.answers.add(says("Oui ?"));
        leg = leg(2);
        start(true);
        pass(Duration.ofSeconds(2));
        message(mark("item-1"));
        voice();

        engine.answers.add(says("Bien."));
        ears.says("une pizza.");
        mailbox.settle();
        pass(Duration.ofSeconds(20));

        assertThat(speech.spoken).contains(FRENCH.stillThere());
        assertThat(engine.ends).isEmpty();
    }

    private void talking(int seconds) {
        engine.maxSeconds = seconds;
        engine.answers.add(says("Oui ?"));
        start(false);
        answered();
        pass(Duration.ofMillis(300));
        message(mark("item-1"));
        voice();
        keepTalking(Duration.ofMillis(0));
    }

    /** A caller who is not silent. */
    private void keepTalking(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minusSeconds(2)) {
            ears.event(new SpeechEvent.SpeechStarted());
            pass(Duration.ofSeconds(2));
        }
    }
}
