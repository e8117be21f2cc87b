// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What people of the business do in one call: hear it, tell the agent something, talk along, talk in its place. At most one talks.
 * Whoever is not heard of for some seconds has left; a caller whom he held is the agent's again. One call, one mailbox.
 *
 * <pre>
 *            join                         take
 *  agent ───────────▶ joined ─────────────────────▶ held
 *    ▲                  │ leave, or not heard of      │ handBack, or not heard of
 *    └──────────────────┴────────────────────────────┘
 * </pre>
 */
public final class Supervision {
    private static final long GONE = Duration.ofSeconds(8).toNanos();
    private static final long DEAF = Duration.ofSeconds(30).toNanos();

    /** Of the context: what a supervisor tells the agent and nobody else. */
    public static final String NOTE = "supervisor";

    private final Mailbox mailbox;
    private final CallTape tape;
    private final LiveSound sound;
    private final SecondVoice voice;
    private final Map<UUID, Long> listeners = new HashMap<>();
    private Mailbox.Timer watch = Mailbox.Timer.NONE;
    private Runnable whenClosed = () -> {};
    private Left whenLeft = (person, mode) -> {};
    private Whisper model = note -> {};
    private @Nullable SupervisedDialogue talk;
    private @Nullable Seat seat;
    private boolean handedBack;

    /** @param id as the audit log names him */
    public record Person(String id, String name) {}

    /** How somebody talks in the call. */
    public enum Mode {
        JOINED,
        HELD
    }

    /** Why something was not done. */
    public enum Refusal {
        /** Nobody talks yet, the caller keys something in, or he is being put through. */
        NOT_NOW,
        /** Somebody else talks in the call. */
        TAKEN,
        /** Whoever asks does not talk in the call. */
        NOT_THERE,
        /** The caller has refused that his call is kept: nobody listens in unseen. */
        NO_CONSENT
    }

    /** Told that somebody has left without a word. */
    public interface Left {
        void left(Person person, Mode mode);
    }

    /** A speech-to-speech model, which has to be told itself. */
    interface Whisper {
        void note(String words);
    }

    private static final class Seat {
        private final UUID session;
        private final Person person;
        private Mode mode;
        private long seenAt;

        Seat(UUID session, Person person, Mode mode, long now) {
            this.session = session;
            this.person = person;
            this.mode = mode;
            this.seenAt = now;
        }
    }

    Supervision(Mailbox mailbox, CallTape tape, SecondVoice voice) {
        this.mailbox = mailbox;
        this.tape = tape;
        this.sound = tape.live();
        this.voice = voice;
    }

    void whenClosed(Runnable task) {
        whenClosed = task;
    }

    /** Who talks with the caller from here on. */
    void talk(SupervisedDialogue now) {
        talk = now;
    }

    /** The model that talks now has to be told itself what somebody whispers. */
    void whispersTo(Whisper now) {
        model = now;
    }

    /** Who has the caller instead of the agent. */
    @Nullable
    Person holder() {
        return seat == null || seat.mode == Mode.JOINED ? null : seat.person;
    }

    /** What the agent hears: the caller, and whoever has joined. */
    AudioFrame heardByAgent(AudioFrame caller) {
        return seat == null
                ? caller
                : new AudioFrame(
                        caller.sequence(),
                        caller.item(),
                        caller.offsetMs(),
                        caller.concealed(),
                        voice.with(caller.payload()));
    }

    /** The next dialogue goes on after a person has talked. */
    void handedBack(boolean now) {
        handedBack = now;
    }

    boolean handedBack() {
        return handedBack;
    }

    public void whenLeft(Left listener) {
        whenLeft = listener;
    }

    /** From now on this one hears both sides. @param ear gets 320 bytes of µ-law every 20 ms: the caller's 160, the agent's 160 */
    public @Nullable Refusal listen(UUID session, LiveSound.Ear ear) {
        if (tape.refused() && (seat == null || !seat.session.equals(session))) {
            return Refusal.NO_CONSENT;
        }
        listeners.put(session, mailbox.nanoTime());
        sound.add(session, ear);
        watch();
        return null;
    }

    public void deaf(UUID session) {
        listeners.remove(session);
        sound.remove(session);
    }

    /** The agent knows it in its next turn; the caller does not hear it. */
    public @Nullable Refusal whisper(String words) {
        SupervisedDialogue now = talk;
        if (now == null) {
            return Refusal.NOT_NOW;
        }
        now.learn(Map.of(NOTE, words));
        model.note(words);
        return null;
    }

    /** He talks along: caller and agent hear him. */
    public @Nullable Refusal join(UUID session, Person person) {
        Refusal refusal = refused(person);
        if (refusal != null) {
            return refusal;
        }
        if (seat != null && seat.mode == Mode.HELD) {
            return Refusal.TAKEN; // he hands back first
        }
        seat = new Seat(session, person, Mode.JOINED, mailbox.nanoTime());
        voice.open();
        watch();
        return null;
    }

    /** He talks in the agent's place. The same person takes it up again after a reload of his page. */
    public @Nullable Refusal take(UUID session, Person person) {
        Refusal refusal = refused(person);
        if (refusal != null) {
            return refusal;
        }
        SupervisedDialogue now = talk;
        boolean held = seat != null && seat.mode == Mode.HELD;
        seat = new Seat(session, person, Mode.HELD, mailbox.nanoTime());
        voice.open();
        watch();
        if (!held && now != null) {
            now.take(person);
        }
        return null;
    }

    private @Nullable Refusal refused(Person person) {
        SupervisedDialogue now = talk;
        if (now == null || !now.canBeTaken()) {
            return Refusal.NOT_NOW;
        }
        return seat == null || seat.person.id().equals(person.id()) ? null : Refusal.TAKEN;
    }

    /** A frame of 20 ms of his voice, µ-law. */
    public void voice(UUID session, byte[] ulaw) {
        Seat sits = seat;
        if (sits != null && sits.session.equals(session)) {
            byte[] frame = voice.add(ulaw);
            if (frame != null && talk != null) {
                talk.person(frame);
            }
        }
    }

    /** The line says this in his name. Only for who holds the call. */
    public @Nullable Refusal say(UUID session, String words) {
        Seat sits = seat;
        if (sits == null || talk == null || sits.mode != Mode.HELD || !sits.session.equals(session)) {
            return Refusal.NOT_THERE;
        }
        sits.seenAt = mailbox.nanoTime();
        talk.sayFor(words);
        return null;
    }

    /** Does he talk in the call? */
    public boolean talks(UUID session) {
        return seat != null && seat.session.equals(session);
    }

    /** He is still there. */
    public void seen(UUID session) {
        if (seat != null && seat.session.equals(session)) {
            seat.seenAt = mailbox.nanoTime();
        }
        listeners.computeIfPresent(session, (_, before) -> mailbox.nanoTime());
    }

    /** He talks no more; a caller whom he held is the agent's. @param summary for the agent, null: the last lines tell it */
    public @Nullable Refusal leave(UUID session, @Nullable String summary) {
        Seat sits = seat;
        if (sits == null || !sits.session.equals(session)) {
            return Refusal.NOT_THERE;
        }
        leave(sits, summary);
        return null;
    }

    private void leave(Seat sits, @Nullable String summary) {
        seat = null;
        voice.close();
        if (sits.mode == Mode.HELD && talk != null) {
            talk.handBack(sits.person, summary);
        }
    }

    /** The caller is told goodbye. */
    public @Nullable Refusal end(Person person) {
        SupervisedDialogue now = talk;
        if (now == null || !now.canBeTaken()) {
            return Refusal.NOT_NOW;
        }
        if (seat != null && !seat.person.id().equals(person.id())) {
            return Refusal.TAKEN;
        }
        now.endWith(now.goodbye(), EndReason.AGENT_HANGUP);
        return null;
    }

    private void watch() {
        watch.cancel();
        watch = mailbox.after(Duration.ofSeconds(1), this::look);
    }

    private void look() {
        long now = mailbox.nanoTime();
        Seat sits = seat;
        if (sits != null && now - sits.seenAt > GONE) {
            leave(sits, null);
            whenLeft.left(sits.person, sits.mode);
        }
        listeners.entrySet().removeIf(entry -> {
            boolean gone = now - entry.getValue() > DEAF;
            if (gone) {
                sound.remove(entry.getKey());
            }
            return gone;
        });
        if (seat != null || !listeners.isEmpty()) {
            watch();
        }
    }

    /** The call is over. */
    void close() {
        Seat sits = seat;
        seat = null;
        watch.cancel();
        listeners.clear();
        sound.close();
        voice.close();
        whenClosed.run();
        if (sits != null) {
            whenLeft.left(sits.person, sits.mode);
        }
    }
}
