// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;

/** Makes the framework-free synthesizer a bean. */
class SpeechBeans {

    /** The synthesizer of calls is chosen by {@code pipeline}. */
    @Produces
    @Singleton
    @Typed(LocalSpeech.class)
    LocalSpeech localSpeech(SpeechConfig config) {
        return new LocalSpeech(config);
    }

    void stop(@Disposes LocalSpeech speech) {
        speech.close();
    }
}
