// SPDX-License-Identifier: Apache-2.0
package io.allo.router.channel;

import static java.util.Objects.requireNonNull;

import io.allo.router.conversation.AgentEvent;
import java.util.Locale;
import java.util.Map;

/**
 * One answer of the agent, the same for every channel.
 *
 * @param text what to show; empty when nothing is to be shown (a silent transfer)
 * @param action what follows
 * @param sessionId the channel's public session id
 * @param metadata facts for the channel, for example {@code transfer_target}
 */
public record OutboundMessage(String text, Action action, String sessionId, Map<String, String> metadata) {

    /** What the channel does after the text. */
    public enum Action {
        SAY,
        TRANSFER,
        END_CALL;

        /** {@code say transfer end_call}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Inverse of {@link #wireName}. */
        public static Action of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    public OutboundMessage {
        requireNonNull(text, "text");
        metadata = Map.copyOf(metadata);
    }

    /** A plain answer. */
    public static OutboundMessage say(String sessionId, String text) {
        return new OutboundMessage(text, Action.SAY, sessionId, Map.of());
    }

    /** What a finished turn means for a text channel. */
    public static OutboundMessage of(String sessionId, AgentEvent.TurnEnded turn) {
        return switch (turn.action()) {
            case AgentEvent.Action.Listen() -> say(sessionId, turn.text());
            case AgentEvent.Action.End(var reason) ->
                new OutboundMessage(turn.text(), Action.END_CALL, sessionId, Map.of("end_reason", reason.toString()));
            case AgentEvent.Action.Transfer(var target, var reason) ->
                new OutboundMessage(turn.text(), Action.TRANSFER, sessionId, Map.of("transfer_target", target));
        };
    }

    /** The same, with these words behind it. What says nothing still says nothing. */
    public OutboundMessage and(String words) {
        return silent() || words.isEmpty()
                ? this
                : new OutboundMessage(text + "\n" + words, action, sessionId, metadata);
    }

    /** True when the conversation is over once this was delivered. */
    public boolean endConversation() {
        return action != Action.SAY;
    }

    /** True when the person is handed over without a word. */
    public boolean silent() {
        return text.isBlank();
    }
}
