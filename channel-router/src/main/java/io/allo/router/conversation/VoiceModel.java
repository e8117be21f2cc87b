// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.ModelTuning;
import io.allo.contracts.session.SessionConfig;
import io.smallrye.mutiny.Uni;
import java.util.List;
import java.util.function.Consumer;

/**
 * A speech-to-speech model: hears the caller, speaks itself, and decides whose turn it is. The conversation around it (record,
 * tools, context) stays the engine's: what the model heard and said is reported to {@link ConversationEngine#heard} and {@link
 * ConversationEngine#said}, its tool calls go to {@link ConversationEngine#runTool}. Port; implemented by {@code realtime}.
 */
public interface VoiceModel {

    /** Does it serve an agent whose {@code model} is this? Other agents talk by a {@link ChatModel}. */
    boolean serves(String model);

    /**
     * Opens a session that is ready to speak: connected, configured, told what was said before. Nothing is billed until audio or
     * a response is asked for. A failed Uni carries a {@link VoiceEvent.Failure} when the provider said why. Cancelling closes
     * what was opened.
     *
     * @param events everything the session reports, in order, on any one thread; the last is {@link VoiceEvent.Lost}
     */
    Uni<VoiceSession> open(Opening opening, Consumer<VoiceEvent> events);

    /**
     * @param model the agent's model
     * @param session prompt, tools, voice
     * @param languages the agent's languages, first = default
     * @param law how audio is coded on both sides of the session, 8 kHz mono
     * @param history what was said before (a successor, a standby session): user and agent words and finished tool calls
     * @param tuning what the agent asks of it
     */
    record Opening(
            String model,
            SessionConfig session,
            List<String> languages,
            CompandingLaw law,
            List<ChatModel.Message> history,
            ModelTuning tuning) {}
}
