// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import java.time.Instant;
import java.util.Map;

/**
 * Lets words through to the logs only where they may be kept ({@link Conversation#keepsWords}): of the others the fact remains that
 * somebody spoke, when and for how long.
 */
public final class KeptWords implements ConversationLog {
    private static final Map<String, Object> WITHHELD = Map.of("withheld", true);
    private static final String PAID_CALLS = "googleApiCalls";

    private final ConversationLog log;

    public KeptWords(ConversationLog log) {
        this.log = log;
    }

    @Override
    public void opened(Conversation conversation) {
        log.opened(conversation);
    }

    @Override
    public void turn(Turn turn) {
        log.turn(
                turn.conversation().keepsWords()
                        ? turn
                        : new Turn(
                                turn.conversation(),
                                turn.number(),
                                turn.role(),
                                turn.input(),
                                "",
                                turn.at(),
                                turn.firstWords(),
                                turn.whole()));
    }

    @Override
    public void toolCall(ToolCall call) {
        log.toolCall(
                call.conversation().keepsWords()
                        ? call
                        : new ToolCall(
                                call.conversation(),
                                call.number(),
                                call.toolCallId(),
                                call.tool(),
                                WITHHELD,
                                withheld(call.result()),
                                call.outcome(),
                                call.at(),
                                call.took(),
                                call.extraCost()));
    }

    /** What a tool paid for is no word of anybody. */
    private static Map<String, Object> withheld(Map<String, Object> result) {
        Object paid = result.get(PAID_CALLS);
        return paid instanceof Number ? Map.of("withheld", true, PAID_CALLS, paid) : WITHHELD;
    }

    @Override
    public void used(Conversation conversation, ModelUsage usage, Instant at) {
        log.used(conversation, usage, at);
    }

    @Override
    public void interrupted(Conversation conversation, int turnNumber, String heardText) {
        log.interrupted(conversation, turnNumber, conversation.keepsWords() ? heardText : "");
    }

    @Override
    public void timed(Conversation conversation, int turnNumber, AnswerTimes times) {
        log.timed(conversation, turnNumber, times);
    }

    @Override
    public void answeredBy(Conversation conversation, AnsweredBy who) {
        log.answeredBy(conversation, who);
    }

    @Override
    public void consented(Conversation conversation, Consent consent) {
        log.consented(conversation, consent);
    }

    @Override
    public void handedOver(Conversation after, String formerAgent, Instant at) {
        log.handedOver(after, formerAgent, at);
    }

    @Override
    public void ended(Conversation conversation, EndReason reason, Instant at) {
        log.ended(conversation, reason, at);
    }
}
