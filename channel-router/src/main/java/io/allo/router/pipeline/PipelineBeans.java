// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.router.speech.SpeechRecognizer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Chooses the speech services by configuration. */
class PipelineBeans {

    @Produces
    @Singleton
    SpeechRecognizer recognizer() {
        return SpeechRecognizer.NONE;
    }
}
