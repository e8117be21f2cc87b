// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.UserTurn;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.voice.Floor.Verdict;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which of the turns that a speech-to-speech model's server found are answered. The sound decides, at once; where it leaves a
 * doubt, the words do when they come, so that a short "stop!" is heard and a cough is not answered:
 *
 * <pre>
 *  the agent was interrupted, or was silent while the caller spoke ─▶ answered
 *  the agent speaks on, a voice was heard ─▶ answered when its words are more than a sign that he listens
 *  nobody speaks, no voice was heard      ─▶ answered when it has words, or when they do not come
 *  the agent speaks on, no voice          ─▶ echo or noise: never
 * </pre>
 *
 * One call, one mailbox.
 */
final class CallerTurns {
    /** Transcripts come late or never. */
    private static final int REMEMBERED = 8;
    /** A caller must not wait for an answer because a transcript is late. */
    private static final Duration WORDS_WAIT = Duration.ofSeconds(1);

    private final Mailbox mailbox;
    private final BargeIn bargeIn;
    private final Floor floor;
    private final ModelRecord record;
    private final Owner owner;
    private final Map<String, Verdict> doubtful = new LinkedHashMap<>();
    private String awaited = "";

    /** The dialogue. */
    interface Owner {
        /** The caller is to be answered. */
        void answer();

        /** It is as if he had said nothing. */
        void noAnswer();
    }

    CallerTurns(DialogueParts parts, ModelRecord record, Owner owner) {
        this.mailbox = parts.mailbox();
        this.bargeIn = parts.bargeIn();
        this.floor = parts.bargeIn().floor();
        this.record = record;
        this.owner = owner;
    }

    void begins() {
        floor.turnBegins();
    }

    void pauses() {
        floor.turnPauses();
    }

    /** What the server says: a voice or what it takes for one. */
    boolean callerTalks() {
        return floor.providerHearsSpeech();
    }

    /** The words of what he said last are still to come. */
    boolean awaitsWords() {
        return !awaited.isEmpty();
    }

    void complete(VoiceEvent.CallerTurn turn) {
        awaited = turn.wordsFollow() ? turn.item() : "";
        Verdict verdict = floor.verdict();
        if (verdict == Verdict.TAKEN || verdict == Verdict.UNSURE && !turn.wordsFollow()) {
            bargeIn.afterKept(owner::answer);
            return;
        }
        if (verdict != Verdict.NOBODY && turn.wordsFollow()) {
            doubtful.put(turn.item(), verdict);
            if (doubtful.size() > REMEMBERED) {
                doubtful.remove(doubtful.keySet().iterator().next());
            }
            mailbox.after(WORDS_WAIT, () -> wordless(turn.item()));
        }
        owner.noAnswer();
    }

    /** The provider took it for speech, the agent is silent: better answered in vain than not at all. */
    private void wordless(String item) {
        if (doubtful.remove(item, Verdict.UNSURE) && !callerTalks()) {
            bargeIn.afterKept(owner::answer);
        }
    }

    void words(VoiceEvent.Heard heard) {
        awaited = awaited.equals(heard.item()) ? "" : awaited;
        if (heard.text().isBlank()) {
            doubtful.remove(heard.item());
            return;
        }
        record.heard(UserTurn.Input.SPEECH, heard.text());
        Verdict verdict = doubtful.remove(heard.item());
        if (verdict == Verdict.SPOKEN_OVER && !Backchannel.only(heard.text())
                || verdict == Verdict.UNSURE && !SpokenEnding.sayNothing(heard.text())) {
            bargeIn.afterKept(owner::answer);
        }
    }
}
