// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the time of each answer, from the last frame of the caller's voice to the answer's first packet on the wire, and tells
 * it to record and telemetry once the answer is recorded and the gateway has said when it was heard. What nobody tells stays
 * unknown. One call, one mailbox.
 *
 * <pre>
 *  voiced … voiced ─▶ transcribed ─▶ asked ─▶ firstWords ─▶ firstSound ─▶ sent ─▶ heard      recorded
 * </pre>
 */
final class AnswerClock {
    private static final Logger LOG = Logger.getLogger(AnswerClock.class);
    /** How long the gateway's word is waited for once the answer is recorded. */
    private static final Duration GATEWAY = Duration.ofSeconds(2);

    private final Mailbox mailbox;
    private final ConversationEngine engine;
    private final VoiceTelemetry telemetry;
    private @Nullable Opened conversation;
    private @Nullable Long voicedAt;
    private @Nullable Long transcribedAt;
    private @Nullable Answer answer;
    private Mailbox.Timer patience = Mailbox.Timer.NONE;

    AnswerClock(Mailbox mailbox, ConversationEngine engine, VoiceTelemetry telemetry) {
        this.mailbox = mailbox;
        this.engine = engine;
        this.telemetry = telemetry;
    }

    /** One answer; instants in nanoseconds of the mailbox's clock. */
    private static final class Answer {
        private static final int NONE = 0;

        private final @Nullable Long from;
        private final @Nullable Long transcribedAt;
        private final long askedAt;
        private int item = NONE;
        private @Nullable Long firstWordsAt;
        private @Nullable Long soundAt;
        private @Nullable Long sentAt;
        private @Nullable Duration heard;
        private boolean recorded;

        Answer(@Nullable Long from, @Nullable Long transcribedAt, long askedAt) {
            this.from = from;
            this.transcribedAt = transcribedAt;
            this.askedAt = askedAt;
        }

        AnswerTimes times() {
            return new AnswerTimes(
                    after(transcribedAt), after(askedAt), after(firstWordsAt), after(soundAt), after(sentAt), heard);
        }

        private @Nullable Duration after(@Nullable Long instant) {
            return from == null || instant == null ? null : Duration.ofNanos(Math.max(0, instant - from));
        }
    }

    void conversation(Opened opened) {
        conversation = opened;
    }

    /** A frame of the caller's voice. */
    void voiced() {
        voicedAt = mailbox.nanoTime();
    }

    /** Words of his are final. */
    void transcribed() {
        transcribedAt = mailbox.nanoTime();
    }

    /** He has finished speaking or keying: an answer is due. */
    void asked(UserTurn.Input input) {
        report();
        long now = mailbox.nanoTime();
        boolean again = voicedAt == null && answer != null && answer.item == Answer.NONE;
        Long silentFrom = again ? answer.from : voicedAt;
        answer = input == UserTurn.Input.SPEECH
                ? new Answer(silentFrom, transcribedAt, now)
                : new Answer(now, null, now);
        voicedAt = null;
        transcribedAt = null;
    }

    /** An answer was made ahead of its turn. */
    void ahead(VoiceTelemetry.Ahead step) {
        telemetry.answerAhead(step);
    }

    void firstWords() {
        if (answer != null && answer.firstWordsAt == null) {
            answer.firstWordsAt = mailbox.nanoTime();
        }
    }

    /** The first sound of these words is there. Those of the line itself answer nobody. */
    void firstSound(Utterance words) {
        if (answer != null && answer.item == Answer.NONE && words.kind == Utterance.Kind.AGENT) {
            answer.item = words.item;
            answer.soundAt = mailbox.nanoTime();
        }
    }

    void sent(int item) {
        if (answer != null && answer.item == item && answer.sentAt == null) {
            answer.sentAt = mailbox.nanoTime();
            awaitGateway(answer);
        }
    }

    /** The gateway says that the caller hears it. */
    void heard(int item, long waitedMs) {
        if (answer != null && answer.item == item) {
            answer.heard = Duration.ofMillis(waitedMs);
            awaitGateway(answer);
        }
    }

    /** The agent's turn is in the record, perhaps before it sounds. */
    void recorded() {
        if (answer != null) {
            answer.recorded = true;
            awaitGateway(answer);
        }
    }

    /** What a model has said is in the record: this answer, or one before that was late. */
    void saidRecorded() {
        if (answer != null && answer.item != Answer.NONE) {
            recorded();
        }
    }

    private void awaitGateway(Answer due) {
        if (due.recorded && due.heard != null) {
            report();
        } else if (due.recorded && due.sentAt != null) {
            patience.cancel();
            patience = mailbox.after(GATEWAY, this::report);
        }
    }

    /** The call is over. */
    void close() {
        report();
    }

    private void report() {
        patience.cancel();
        Answer told = answer;
        Opened opened = conversation;
        if (told == null || opened == null || !told.recorded) {
            return;
        }
        answer = null;
        AnswerTimes times = told.times();
        telemetry.answered(opened.agent(), times);
        engine.timed(opened.key(), times)
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("an answer's times are not recorded: %s", failure.toString()));
    }
}
