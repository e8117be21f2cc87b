// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.router.answering.AnsweringRules;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.WrittenAnswers;
import io.allo.router.recording.CallRecorders;
import io.allo.router.speech.SpeechRecognizer;
import io.allo.router.speech.SpeechSynthesizer;
import java.time.Clock;

/** What every call on this worker shares. */
record VoiceServices(
        ConversationEngine engine,
        SpeechSynthesizer speech,
        SpeechRecognizer recognizer,
        Dialogues dialogues,
        CallRecorders recorders,
        Keypads keypads,
        WrittenAnswers written,
        TakeoverLedger takeovers,
        VoiceRules rules,
        AnsweringRules answering,
        Clock clock) {}
