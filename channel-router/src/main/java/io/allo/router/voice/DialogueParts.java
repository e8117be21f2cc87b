// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.audio.CompandingLaw;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.speech.SpeechRecognizer;
import java.time.Clock;

/**
 * What a {@link CallDialogue} needs of the call around it.
 *
 * @param law how the call's audio is coded
 * @param transfers the line can hand the caller over
 * @param epoch of the media stream
 * @param midCall the call was answered before this worker got it
 * @param ready is run when the call can be answered: words follow at once
 * @param superseded is run when another worker has the call
 */
record DialogueParts(
        Mailbox mailbox,
        ConversationEngine engine,
        Speaker speaker,
        BargeIn bargeIn,
        AnswerClock answers,
        VoiceRules rules,
        Clock clock,
        SpeechRecognizer recognizer,
        CompandingLaw law,
        boolean transfers,
        int epoch,
        boolean midCall,
        Runnable ready,
        Runnable superseded) {}
