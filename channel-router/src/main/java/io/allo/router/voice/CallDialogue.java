// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;

/**
 * Who talks with the caller of an opened call: {@link PhoneDialogue} (chat model and synthesizer, keys and recogniser) or {@link
 * RealtimeDialogue} (a speech-to-speech model). Methods are called in the call's {@link Mailbox}.
 */
interface CallDialogue {

    /** The agent's first words; a conversation that was taken over goes on with a sign of life. Before the answer. */
    void greet();

    /** The call is answered: before or after {@link #greet}. */
    default void answered() {}

    /** A frame from the caller, in order; only of the answered call. */
    void audio(AudioFrame frame);

    /** A key was pressed in the answered call. */
    void key(char key);

    /** All of an utterance is on its way to the caller, who is expected to do something now. */
    void callersTurn();

    /** The caller did not get to whom he was sent: he is told why, and goes on with the agent. */
    void takenBack(String words);

    /** These words, then the end. */
    void endWith(String words, EndReason reason);

    /**
     * Says these words of the line now if nobody speaks.
     *
     * @return false: there is no pause, ask again
     */
    default boolean interject(String words) {
        boolean now = quiet();
        if (now) {
            tell(words);
        }
        return now;
    }

    /** Says these words of the line. Only while {@link #quiet}. */
    default void tell(String words) {}

    /** Does nobody speak, and is nothing awaited that must not be disturbed? */
    default boolean quiet() {
        return false;
    }

    /** The caller has written this on his telephone, as the agent had asked: a turn of his. Only while {@link #quiet}. */
    default void written(String words) {}

    /** The caller is on hold: his silence means nothing. */
    void hold(boolean on);

    /**
     * A tool collects the caller's keys: nothing is expected of the agent meanwhile, and nothing of the caller but these.
     *
     * @param on false: it has them
     * @return keys that he pressed before, for the next entry
     */
    default String collecting(boolean on) {
        return "";
    }

    /** The line is gone. */
    void close();
}
