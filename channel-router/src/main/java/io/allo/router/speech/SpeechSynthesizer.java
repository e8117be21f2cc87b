// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.Multi;
import java.util.function.Consumer;

/** Speaks. Never blocks the caller's thread; items come on threads of the synthesizer. */
public interface SpeechSynthesizer {

    /**
     * Speaks one sentence as 8 kHz mono G.711. Chunks are of any length, in order, without a pause before the first word;
     * they may be shared between calls and are not to be changed. A failure means that nothing (more) can be heard.
     *
     * @param sentence words, as the model wrote them
     * @param language BCP 47 tag
     * @param law the call's law
     */
    Multi<byte[]> speak(String sentence, String language, CompandingLaw law);

    /**
     * The same for one call.
     *
     * @param used is told what was paid for, on any thread
     */
    default CallSpeech forCall(CompandingLaw law, Consumer<ModelUsage> used) {
        SpeechSynthesizer all = this;
        return new CallSpeech() {
            @Override
            public void voice(String name, String language, SpeechSettings settings) {}

            @Override
            public Multi<byte[]> speak(String sentence, String language) {
                return all.speak(sentence, language, law);
            }

            @Override
            public void close() {}
        };
    }
}
