// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationLog.ToolCall.Outcome;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Brings the message of a call that came to nothing to the business. While that is away it is tried again, with pauses of a second to
 * five minutes, for about three quarters of an hour; each try has the key of the first, so that it is one message. Safe from any
 * thread.
 */
final class LastWordsDelivery {
    private static final Logger LOG = Logger.getLogger(LastWordsDelivery.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
    private static final int TRIES_AGAIN = 16;

    private final ToolLoop tools;

    LastWordsDelivery(ToolLoop tools) {
        this.tools = tools;
    }

    /** Nobody knows whether the business has it. */
    private static final class AwayException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AwayException() {
            super("the business is away");
        }
    }

    /** Returns at once: the end of a call waits for it as little as the caller does. */
    void leave(Conversation ended, EndReason reason) {
        LastWordsMessage.of(ended, reason)
                .ifPresent(message -> bring(ended, message)
                        .subscribe()
                        .with(
                                done -> LOG.infof(
                                        "call %s: its last words are a message: %s", ended.id(), done.outcome()),
                                failure ->
                                        LOG.errorf("call %s: its last words are no message: %s", ended.id(), failure)));
    }

    private Uni<ToolLoop.Done> bring(Conversation ended, Message.ToolCall message) {
        return Uni.createFrom()
                .deferred(() -> tools.run(ended, message))
                .invoke(done -> {
                    if (done.outcome() == Outcome.UNAVAILABLE) {
                        throw new AwayException();
                    }
                })
                .onFailure(AwayException.class)
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(TRIES_AGAIN);
    }
}
