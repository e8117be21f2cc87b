// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import io.allo.router.conversation.Keypad.Entry;
import io.allo.router.conversation.Keypad.Keyed;
import io.allo.router.conversation.Keypad.Outcome;
import io.allo.router.conversation.Opened;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one call: they are the dialogue's, unless a tool collects them. While something secret is keyed in, nobody is given
 * the caller's audio (his telephone may send the tones in it), only silence of the same length; so it goes on for a moment after, as
 * keys are held down and a {@code #} is added by habit. One call, one mailbox.
 */
final class CallKeypad {
    /** How long after a secret entry keys and audio still belong to it, or to the next one. */
    private static final Duration TAIL = Duration.ofSeconds(3);
    /** How long the next worker waits for the agent to ask again. */
    private static final Duration TAKEOVER = Duration.ofSeconds(20);

    private static final Duration LOOK = Duration.ofMillis(500);
    /** A prompt that does not sound by then has sounded between two looks, or never will. */
    private static final int UNHEARD_MS = 2000;

    private static final int MOST_AHEAD = 32;
    private static final int ASKED_AT_MOST = 3;
    /** Who is in the middle of a long number looks at his card for the next digits. */
    private static final int LONGER_IN_THE_MIDDLE = 3;

    private final Mailbox mailbox;
    private final CompandingLaw law;
    private final Playout playout;
    private final Speaker speaker;
    private final VoiceRules rules;
    private final StringBuilder ahead = new StringBuilder();
    private Supplier<@Nullable CallDialogue> dialogue = () -> null;
    private @Nullable Collection running;
    private long withheldUntil = Long.MIN_VALUE;
    /** What is keyed in now is the rest of an entry whose beginning was lost with the worker before. */
    private boolean restOfLost;

    private long habitUntil = Long.MIN_VALUE;
    private Runnable whenClosed = () -> {};
    private boolean closed;

    CallKeypad(Mailbox mailbox, CompandingLaw law, Playout playout, Speaker speaker, VoiceRules rules) {
        this.mailbox = mailbox;
        this.law = law;
        this.playout = playout;
        this.speaker = speaker;
        this.rules = rules;
    }

    /** The conversation is open. Where the worker before was collecting something secret, the next keys belong to it. */
    void serve(Opened conversation, Supplier<@Nullable CallDialogue> who, Keypads keypads) {
        dialogue = who;
        keypads.add(conversation.key(), this);
        whenClosed = () -> keypads.remove(conversation.key(), this);
        if (conversation.before().secretKeys()) {
            withhold(TAKEOVER);
            restOfLost = true;
        }
    }

    /** A key of the caller, of the answered call. */
    void pressed(char key) {
        Collection collection = running;
        CallDialogue talk = dialogue.get();
        if (collection != null && !playout.opening()) {
            collection.press(key);
        } else if (withheld() && restOfLost) {
            return; // half a number is none
        } else if (withheld()) {
            ahead.append(ahead.length() < MOST_AHEAD ? String.valueOf(key) : "");
        } else if (talk != null && !(key == '#' && mailbox.nanoTime() < habitUntil)) {
            talk.key(key);
        }
    }

    /** Is something keyed in now? Then the caller's silence is nobody else's business. */
    boolean collects() {
        return running != null;
    }

    /** What everybody else may hear of this frame of the caller. */
    AudioFrame hearable(AudioFrame frame) {
        boolean secret = withheld() || (running != null && running.entry.secret());
        return secret ? Sound.silent(frame, law) : frame;
    }

    private boolean withheld() {
        return mailbox.nanoTime() < withheldUntil;
    }

    private void withhold(Duration time) {
        withheldUntil = mailbox.nanoTime() + time.toNanos();
    }

    /** Asks for an entry. From any thread; never fails. */
    Uni<Keyed> ask(Entry entry) {
        return Uni.createFrom().emitter(emitter -> mailbox.execute(() -> begin(entry, emitter)));
    }

    private void begin(Entry entry, UniEmitter<? super Keyed> emitter) {
        CallDialogue talk = dialogue.get();
        if (closed || running != null || talk == null) {
            emitter.complete(new Keyed(Outcome.HUNG_UP, ""));
            return;
        }
        speaker.owesWords(false);
        String before = (talk.collecting(true) + (withheld() ? ahead : "")).replaceFirst("^#+", "");
        ahead.setLength(0);
        Collection collection = new Collection(entry, emitter, restOfLost && entry.secret());
        running = collection;
        restOfLost = false;
        collection.ask(entry.prompt());
        before.chars().forEach(key -> {
            if (running == collection) {
                collection.press((char) key);
            }
        });
    }

    /** The call is over. */
    void close() {
        closed = true;
        whenClosed.run();
        if (running != null) {
            running.end(Outcome.HUNG_UP);
        }
    }

    /** One entry while it is keyed in. */
    private final class Collection {
        private final Entry entry;
        private final UniEmitter<? super Keyed> emitter;
        private final StringBuilder digits = new StringBuilder();
        private boolean deafToRest;
        private boolean sounded;
        private int asked;
        private int quietMs;
        private Mailbox.Timer pause = Mailbox.Timer.NONE;
        private Mailbox.Timer watch = Mailbox.Timer.NONE;

        /** @param deafToRest keys may still be the rest of the entry before */
        Collection(Entry entry, UniEmitter<? super Keyed> emitter, boolean deafToRest) {
            this.entry = entry;
            this.emitter = emitter;
            this.deafToRest = deafToRest;
        }

        void ask(String words) {
            asked++;
            quietMs = 0;
            digits.setLength(0);
            speaker.sayOn(words);
            watch.cancel();
            watch = mailbox.after(LOOK, this::look);
        }

        private void again() {
            if (asked < ASKED_AT_MOST) {
                ask(Prompts.in(speaker.language()).keyAgain() + "\n" + entry.prompt());
            } else {
                end(digits.isEmpty() ? Outcome.NOTHING : Outcome.TOO_FEW);
            }
        }

        /** Nobody keys anything while the prompt sounds, or on hold; whoever hears silence is asked again. */
        private void look() {
            Utterance speaking = speaker.speaking();
            if (speaking != null && speaking.kind == Utterance.Kind.LAST_WORDS) {
                end(Outcome.HUNG_UP);
                return;
            }
            watch = mailbox.after(LOOK, this::look);
            deaf();
            quietMs = playout.idle() && digits.isEmpty() ? quietMs + (int) LOOK.toMillis() : 0;
            if (quietMs >= rules.idle().toMillis()) {
                again();
            }
        }

        void press(char key) {
            if (deaf()) {
                return;
            }
            pause.cancel();
            quietMs = 0;
            speaker.hush();
            if (key == '*') {
                correct();
            } else if (key == '#') {
                finish();
            } else if (key >= '0' && key <= '9') {
                digits.append(key);
                if (digits.length() >= entry.maxDigits()) {
                    end(Outcome.COMPLETE);
                    return;
                }
            }
            if (!digits.isEmpty()) {
                boolean enough = digits.length() >= entry.minDigits();
                pause = mailbox.after(
                        rules.interDigit().multipliedBy(enough ? 1 : LONGER_IN_THE_MIDDLE), this::complete);
            }
        }

        /** Nothing is taken before the caller has heard that he is asked anew. */
        private boolean deaf() {
            boolean quiet = playout.idle();
            sounded |= !quiet;
            deafToRest &= !(quiet && (sounded || quietMs >= UNHEARD_MS));
            return deafToRest;
        }

        private void correct() {
            if (digits.isEmpty()) {
                end(Outcome.CANCELLED);
            }
            digits.setLength(0);
        }

        private void finish() {
            if (entry.finishKey()) {
                complete();
            }
        }

        private void complete() {
            if (digits.length() >= entry.minDigits()) {
                end(Outcome.COMPLETE);
            } else {
                again();
            }
        }

        void end(Outcome outcome) {
            if (running != this) {
                return;
            }
            running = null;
            pause.cancel();
            watch.cancel();
            if (entry.secret()) {
                withhold(TAIL);
            } else {
                habitUntil = mailbox.nanoTime() + TAIL.toNanos();
            }
            CallDialogue talk = dialogue.get();
            if (talk != null && !closed) {
                talk.collecting(false);
                speaker.owesWords(true);
            }
            emitter.complete(new Keyed(outcome, outcome == Outcome.COMPLETE ? digits.toString() : ""));
            digits.setLength(0);
        }
    }
}
