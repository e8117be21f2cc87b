// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.contracts.session.SpeechSettings;
import io.smallrye.mutiny.Multi;

/**
 * A {@link SpeechSynthesizer} at one call, in its law and with its agent's voice. Called on the thread (event loop) that made it.
 */
public interface CallSpeech {

    /** The agent's voice and language are known now: whatever takes time is prepared. */
    void voice(String name, String language, SpeechSettings settings);

    /**
     * Like {@link SpeechSynthesizer#speak}. Sentences may overlap: the greeting is made ready behind a notice. A cancelled one is
     * not spoken on, and nothing of it mixes with another.
     */
    Multi<byte[]> speak(String sentence, String language);

    /** The call is over. */
    void close();
}
