// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.smallrye.mutiny.Uni;

/**
 * The keys of the telephone that a conversation is held by. Port; implemented by {@code voice}. What is keyed here is seen by nobody
 * else: neither by the recogniser nor by a speech-to-speech model, and where it is secret by no recording.
 */
public interface Keypad {
    /** There is no telephone. */
    Keypad NONE = (key, entry) -> Uni.createFrom().item(new Keyed(Outcome.NO_KEYPAD, ""));

    /** Asks the caller and waits for his keys: up to some minutes, bounded by the callee. Never fails. */
    Uni<Keyed> ask(ConversationKey key, Entry entry);

    /** Is the conversation held by a telephone of this worker? Then that gives the floor to the next agent itself. */
    default boolean isLive(ConversationKey key) {
        return false;
    }

    /**
     * What is to be keyed in.
     *
     * @param prompt said to the caller by the line
     * @param finishKey {@code #} ends the entry; false: it is ignored
     * @param secret while it is keyed in, everybody else hears silence
     */
    record Entry(String prompt, int minDigits, int maxDigits, boolean finishKey, boolean secret) {}

    /** @param digits empty unless {@link Outcome#COMPLETE} */
    record Keyed(Outcome outcome, String digits) {
        /** The digits are nobody's business. */
        @Override
        public String toString() {
            return outcome.toString();
        }
    }

    /** How an entry ended. */
    enum Outcome {
        COMPLETE,
        /** He was asked again, and keyed nothing. */
        NOTHING,
        /** He was asked again, and keyed too few digits. */
        TOO_FEW,
        /** {@code *} without a digit before it: he does not want to. */
        CANCELLED,
        /** The line is gone, or the call is being ended. */
        HUNG_UP,
        NO_KEYPAD
    }
}
