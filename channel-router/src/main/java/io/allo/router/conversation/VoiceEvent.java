// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.util.Map;

/** What a {@link VoiceSession} reports, in order. */
public sealed interface VoiceEvent {

    /** The model's own detector hears the caller begin to speak. */
    record CallerSpeaks() implements VoiceEvent {}

    /** … and stop. */
    record CallerPauses() implements VoiceEvent {}

    /**
     * What the caller said is in the conversation, and the model waits for {@link VoiceSession#respond}. Does not come from a model
     * that answers by itself.
     *
     * @param wordsFollow a {@link Heard} of this item is to come, empty when nothing could be understood
     */
    record CallerTurn(String item, boolean wordsFollow) implements VoiceEvent {}

    /**
     * The transcript of what the caller said, empty when nothing could be understood. Comes in the order of the conversation, not of arrival: an answer's {@link Said}
     * waits for the words that it answers, but not for ever.
     */
    record Heard(String item, String text) implements VoiceEvent {}

    /** Audio of an item, any length, in order, faster than real time. */
    record Audio(String item, byte[] g711) implements VoiceEvent {}

    /** The next piece of the words that belong to the item's audio. */
    record Words(String item, String delta) implements VoiceEvent {}

    /** No audio and no words of this item follow. */
    record ItemEnded(String item) implements VoiceEvent {}

    /** The rest of an item is not let out ({@code guard}): the answer is to be cancelled, and something else said. */
    record Withheld(String item) implements VoiceEvent {}

    /** What the agent said, all of an item. */
    record Said(String item, String text) implements VoiceEvent {}

    /** The model asks for a tool; its arguments are complete. {@link VoiceSession#toolResult} answers. */
    record ToolCall(String callId, String tool, Map<String, Object> arguments) implements VoiceEvent {}

    /**
     * An answer is over: all its items and tool calls were reported before.
     *
     * @param outcome whether it came to its natural end
     * @param usage what it cost, also when it was cut
     */
    record ResponseEnded(Outcome outcome, ModelUsage usage) implements VoiceEvent {
        /** How an answer ended. */
        public enum Outcome {
            COMPLETE,
            /** Cut by the caller or by {@link VoiceSession#cancel}. */
            CANCELLED,
            /** Token limit or content filter: the words end in mid-sentence. */
            CUT_SHORT,
            FAILED
        }
    }

    /** Cost without an answer: the transcription of the caller's words. */
    record Used(ModelUsage usage) implements VoiceEvent {}

    /** The session soon reaches its longest duration: prepare another one. */
    record Expiring() implements VoiceEvent {}

    /** The session is over and was not closed by us. */
    record Lost(Failure failure) implements VoiceEvent {}

    /** Why nothing more comes. */
    final class Failure extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Kind kind;

        /** What may help. */
        public enum Kind {
            /** Another session may work at once (closed socket, 5xx, expired). */
            RETRY,
            /** Another one may work later (429). */
            BUSY,
            /** Another one fails the same way (key, quota, unknown model). */
            FATAL
        }

        public Failure(Kind kind, String message) {
            super(message);
            this.kind = kind;
        }

        public Kind kind() {
            return kind;
        }
    }
}
