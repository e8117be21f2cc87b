// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.SpeechSettings;
import java.util.function.Consumer;

/** Understands what callers say. Port; implemented by {@code pipeline}. */
@FunctionalInterface
public interface SpeechRecognizer {
    /** No speech service is configured: the keys are the only input. */
    SpeechRecognizer NONE = (call, events) -> Listening.DEAF;

    /**
     * Begins to listen to one call. Returns at once: what is heard before the service is reached waits. A service that breaks off
     * is reached again without the caller's noticing; {@link SpeechEvent.Lost} comes when that is in vain.
     *
     * @param events everything that is understood, in order, one at a time, on any thread
     */
    Listening open(Call call, Consumer<SpeechEvent> events);

    /**
     * @param conversation id for the log
     * @param language BCP 47 tag of what is expected
     * @param law how the audio is coded, 8 kHz mono
     * @param settings the agent's
     */
    record Call(String conversation, String language, CompandingLaw law, SpeechSettings settings) {}
}
