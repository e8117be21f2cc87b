// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the engine reports what happened, for records, events and metrics. Port; implemented by {@code history}. Every method
 * returns at once and never throws: recording delays no turn. The same entry may be reported twice (a turn that was resumed).
 */
public interface ConversationLog {

    /** The conversation was opened, or a replica went on with it. */
    void opened(Conversation conversation);

    void turn(Turn turn);

    void toolCall(ToolCall call);

    /** A model, recogniser or synthesizer was used. */
    void used(Conversation conversation, ModelUsage usage, Instant at);

    /** The person heard only this much of the turn. */
    void interrupted(Conversation conversation, int turnNumber, String heardText);

    /** How long the caller waited for this turn of the agent. */
    default void timed(Conversation conversation, int turnNumber, AnswerTimes times) {}

    /** The caller was told or asked whether his words may be kept; the conversation knows it already. */
    default void consented(Conversation conversation, Consent consent) {}

    /** Who answered a call that we placed. */
    default void answeredBy(Conversation conversation, AnsweredBy who) {}

    /**
     * Another agent has it now.
     *
     * @param after as the next agent has it
     * @param formerAgent id of the agent that handed it over
     */
    default void handedOver(Conversation after, String formerAgent, Instant at) {}

    void ended(Conversation conversation, EndReason reason, Instant at);

    /** Who spoke. */
    enum Role {
        USER,
        AGENT,
        /** A person of the business, in the agent's place. */
        HUMAN
    }

    /**
     * One side's words.
     *
     * @param number position in the conversation, from 0
     * @param input how the person's words came in, null for the agent
     * @param at when it was complete (person) or begun (agent)
     * @param firstWords agent only: from the turn's arrival to the first piece of text
     * @param whole agent only: from the turn's arrival to its end
     */
    record Turn(
            Conversation conversation,
            int number,
            Role role,
            UserTurn.@Nullable Input input,
            String text,
            Instant at,
            @Nullable Duration firstWords,
            @Nullable Duration whole) {

        /** The person's. */
        static Turn heard(Conversation conversation, int number, UserTurn turn) {
            return new Turn(conversation, number, Role.USER, turn.input(), turn.text(), turn.at(), null, null);
        }
    }

    /**
     * One executed tool call.
     *
     * @param number position in the conversation, from 0
     * @param outcome one word for metrics
     * @param extraCost what its answer says that it cost, in the currency of the conversation's costs
     */
    record ToolCall(
            Conversation conversation,
            int number,
            String toolCallId,
            String tool,
            Map<String, Object> arguments,
            Map<String, Object> result,
            Outcome outcome,
            Instant at,
            Duration took,
            @Nullable BigDecimal extraCost) {

        public enum Outcome {
            /** Done. */
            SUCCESS,
            /** The tool said no. */
            REFUSED,
            /** The tool is not in the session. */
            UNKNOWN,
            /** Nobody knows whether it happened. */
            UNAVAILABLE
        }
    }
}
