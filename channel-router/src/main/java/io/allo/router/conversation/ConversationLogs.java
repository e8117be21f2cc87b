// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Tells several what happened; one that fails keeps the others from nothing. */
public final class ConversationLogs implements ConversationLog {
    private static final Logger LOG = Logger.getLogger(ConversationLogs.class);

    private final List<ConversationLog> all;

    public ConversationLogs(Collection<ConversationLog> all) {
        this.all = List.copyOf(all);
    }

    @Override
    public void opened(Conversation conversation) {
        tell(log -> log.opened(conversation));
    }

    @Override
    public void turn(Turn turn) {
        tell(log -> log.turn(turn));
    }

    @Override
    public void toolCall(ToolCall call) {
        tell(log -> log.toolCall(call));
    }

    @Override
    public void used(Conversation conversation, ModelUsage usage, Instant at) {
        tell(log -> log.used(conversation, usage, at));
    }

    @Override
    public void interrupted(Conversation conversation, int turnNumber, String heardText) {
        tell(log -> log.interrupted(conversation, turnNumber, heardText));
    }

    @Override
    public void timed(Conversation conversation, int turnNumber, AnswerTimes times) {
        tell(log -> log.timed(conversation, turnNumber, times));
    }

    @Override
    public void answeredBy(Conversation conversation, AnsweredBy who) {
        tell(log -> log.answeredBy(conversation, who));
    }

    @Override
    public void consented(Conversation conversation, Consent consent) {
        tell(log -> log.consented(conversation, consent));
    }

    @Override
    public void handedOver(Conversation after, String formerAgent, Instant at) {
        tell(log -> log.handedOver(after, formerAgent, at));
    }

    @Override
    public void ended(Conversation conversation, EndReason reason, Instant at) {
        tell(log -> log.ended(conversation, reason, at));
    }

    private void tell(Consumer<ConversationLog> fact) {
        for (ConversationLog log : all) {
            try {
                fact.accept(log);
            } catch (RuntimeException e) {
                LOG.error("what happened was not told to everybody", e);
            }
        }
    }
}
