// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolExecutionRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Tries again, out of the caller's hearing, what was already told as done (a message, a question). Bounded: held in memory,
 * given up after some minutes with an ERROR that names the call. The idempotency key keeps a late success from doubling it.
 */
@ApplicationScoped
class NoteRetry {
    private static final Logger LOG = Logger.getLogger(NoteRetry.class);
    private static final int MOST_PENDING = 200;
    private static final int ATTEMPTS = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final ToolRequests requests;
    private final AtomicInteger pending = new AtomicInteger();

    NoteRetry(ToolRequests requests) {
        this.requests = requests;
    }

    void later(Tool tool, Toolbox tools, ToolExecutionRequest call) {
        if (pending.incrementAndGet() > MOST_PENDING) {
            pending.decrementAndGet();
            lost(call, "too many are waiting");
            return;
        }
        requests.send(tool, tools, call)
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .atMost(ATTEMPTS)
                .onTermination()
                .invoke(pending::decrementAndGet)
                .subscribe()
                .with(
                        reply -> {
                            if (!reply.accepted()) {
                                lost(call, "status " + reply.status());
                            }
                        },
                        failure -> lost(call, failure.toString()));
    }

    private static void lost(ToolExecutionRequest call, String cause) {
        LOG.errorf(
                "note not stored conversationId=%s toolCallId=%s tool=%s cause=%s",
                call.conversationId(), call.toolCallId(), call.tool(), cause);
    }
}
