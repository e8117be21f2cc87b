// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.speech.SpeechRecognizer;
import java.time.Clock;
import java.util.function.Consumer;

/**
 * What a {@link CallDialogue} needs of the call around it.
 *
 * @param transfers the line can hand the caller over
 * @param epoch of the media stream
 * @param midCall the call was answered before this worker got it
 * @param ready is run when the call can be answered: words follow at once
 * @param superseded is run when another worker has the call
 * @param nextAgent is told that another agent goes on; this dialogue has nothing more to say
 */
record DialogueParts(
        Mailbox mailbox,
        VoiceServices services,
        Sound sound,
        boolean transfers,
        int epoch,
        boolean midCall,
        Runnable ready,
        Runnable superseded,
        Consumer<Opened> nextAgent) {

    ConversationEngine engine() {
        return services.engine();
    }

    Speaker speaker() {
        return sound.speaker();
    }

    BargeIn bargeIn() {
        return sound.bargeIn();
    }

    AnswerClock answers() {
        return sound.answers();
    }

    VoiceRules rules() {
        return services.rules();
    }

    Clock clock() {
        return services.clock();
    }

    SpeechRecognizer recognizer() {
        return services.recognizer();
    }

    /** How the call's audio is coded. */
    CompandingLaw law() {
        return sound.law();
    }
}
