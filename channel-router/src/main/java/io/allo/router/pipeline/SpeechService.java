// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.smallrye.mutiny.Multi;
import java.util.function.Consumer;

/** A text-to-speech service of others. Its failures are {@link io.allo.router.conversation.VoiceEvent.Failure}s. */
interface SpeechService {

    /** For metrics and the log. */
    String name();

    /** On the call's event loop; so are all methods of what it returns. */
    ServiceVoice forCall(CompandingLaw law, Consumer<ModelUsage> used);

    /** The service at one call. */
    interface ServiceVoice {

        /** Prepares for this voice. @param settings the agent's, as far as they are meant for this service */
        void voice(String name, String language, SpeechSettings settings);

        /** Speaks a sentence; a second one may be made ready meanwhile. */
        Multi<Part> speak(String sentence, String language);

        void close();
    }

    /**
     * Some of a sentence.
     *
     * @param characters how many of the sentence's characters are spoken with it and the parts before it; 0 where the service does
     *     not say
     */
    record Part(byte[] g711, int characters) {}
}
