// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.AudioFrame;

/** Listens to the caller. {@link #NONE} until a speech service is configured: the keys are then the only input. */
@FunctionalInterface
public interface SpeechRecognizer {
    SpeechRecognizer NONE = frame -> {};

    /** One frame from the caller, in order. Called from the call's mailbox; never blocks. */
    void hear(AudioFrame frame);
}
