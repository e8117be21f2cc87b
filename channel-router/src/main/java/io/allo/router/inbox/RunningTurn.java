// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.OutboundMessage;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A message that this process works on, and those who wait for its answer. Decides once whether the answer goes to them
 * or must be pushed: {@link #closeForWaiters} and a waiter's giving up exclude one another.
 */
final class RunningTurn {
    private final InboxEntry entry;
    private final boolean claimed;
    private final Context trace;
    private final CompletableFuture<Optional<OutboundMessage>> answer = new CompletableFuture<>();
    private volatile boolean onePerson;
    private int waiters;
    private boolean closed;

    /**
     * @param claimed true when the row is in state processing already (taken over from another replica)
     * @param trace of the request that brought the message
     */
    RunningTurn(InboxEntry entry, boolean claimed, Context trace) {
        this.entry = entry;
        this.claimed = claimed;
        this.trace = trace;
    }

    InboxEntry entry() {
        return entry;
    }

    boolean claimed() {
        return claimed;
    }

    Context trace() {
        return trace;
    }

    /** @param together the agent keeps one person's channels together */
    void opened(boolean together) {
        onePerson = together;
    }

    boolean onePerson() {
        return onePerson;
    }

    /** The answer, or empty when it is not there in time and will reach the person another way. */
    Uni<Optional<OutboundMessage>> await(Duration patience) {
        synchronized (this) {
            if (closed && waiters == 0) {
                return none(); // decided already: the answer goes by the provider's API
            }
            waiters++;
        }
        // A copy each: giving up cancels the copy, not the turn.
        Uni<Optional<OutboundMessage>> whole = Uni.createFrom().completionStage(() -> answer.copy());
        return whole.ifNoItem()
                .after(patience)
                .recoverWithUni(() -> leave() ? whole : none())
                .onCancellation()
                .invoke(this::leave);
    }

    private static Uni<Optional<OutboundMessage>> none() {
        return Uni.createFrom().item(Optional.empty());
    }

    /** True when the answer was already promised to this waiter, who then must take it. */
    private synchronized boolean leave() {
        if (!closed) {
            waiters--;
        }
        return closed;
    }

    /** After this the set of waiters is final; true when there is one. */
    synchronized boolean closeForWaiters() {
        closed = true;
        return waiters > 0;
    }

    void answered(Optional<OutboundMessage> reply) {
        answer.complete(reply);
    }

    void failed(Throwable failure) {
        answer.completeExceptionally(failure);
    }
}
