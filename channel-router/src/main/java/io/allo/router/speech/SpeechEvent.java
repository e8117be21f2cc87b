// SPDX-License-Identifier: Apache-2.0
package io.allo.router.speech;

import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent.Failure;

/** What a {@link SpeechRecognizer} reports of one call. */
public sealed interface SpeechEvent {

    /** Somebody speaks; words may follow, or it was a noise. */
    record SpeechStarted() implements SpeechEvent {}

    /** What may have been said since the last {@link Final}; replaces the partial text before it. Not empty. */
    record Partial(String text) implements SpeechEvent {}

    /**
     * The next words, which will not change any more. Not empty.
     *
     * @param confidence 0 to 1; 1 where the service does not say
     */
    record Final(String text, double confidence) implements SpeechEvent {}

    /** The speaker pauses: the words since the last pause may be all of what he says. Only after words. */
    record UtteranceEnd() implements SpeechEvent {}

    /** What it cost since the last time. */
    record Used(ModelUsage usage) implements SpeechEvent {}

    /** Nothing is heard any more. The last event but {@link Used}. */
    record Lost(Failure.Kind kind, String why) implements SpeechEvent {}
}
