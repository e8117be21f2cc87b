// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import org.jspecify.annotations.Nullable;

/** What the agent does in answer to a turn, in order. A turn's stream ends with exactly one {@link TurnEnded}. */
public sealed interface AgentEvent {

    /** A piece of text to show or speak; pieces are to be joined without separator. */
    record Text(String delta) implements AgentEvent {}

    /** A tool is running; a channel may show a typing sign or play a filler. */
    record ToolStarted(String tool) implements AgentEvent {}

    /** @param mutesCaller from now on he is unheard, until the words of this turn are over */
    record ToolFinished(String tool, boolean success, boolean mutesCaller) implements AgentEvent {}

    /**
     * Another agent has the conversation now. In a written conversation its words follow in the same turn; a telephone line gives it
     * the floor behind the turn ({@link ConversationEngine#greet}).
     */
    record HandedOver(Handover to) implements AgentEvent {}

    /**
     * The turn is over.
     *
     * @param text the whole text of the turn
     * @param action what the channel does after the text was delivered
     * @param keyEntry on the phone: which keys are awaited next, null when none
     */
    record TurnEnded(String text, Action action, @Nullable KeyEntry keyEntry) implements AgentEvent {}

    /** What follows a turn. */
    sealed interface Action {
        /** Wait for the person. */
        record Listen() implements Action {}

        /** Hang up, or close the chat, once everything was played or delivered. */
        record End(EndReason reason) implements Action {}

        /**
         * Hand over to another person.
         *
         * @param target E.164 number, or what was asked for when it makes no such number (an extension)
         * @param reason what it is about, for that person; null when unknown
         */
        record Transfer(String target, @Nullable String reason) implements Action {
            public Transfer(String target) {
                this(target, null);
            }
        }
    }

    /**
     * How keys are to be collected for the next turn.
     *
     * @param maxDigits the turn is complete with this many digits (or at {@code #}, or after the inter-digit time)
     * @param immediate true: one key is a whole turn, no {@code #} needed
     */
    record KeyEntry(int maxDigits, boolean immediate) {}
}
