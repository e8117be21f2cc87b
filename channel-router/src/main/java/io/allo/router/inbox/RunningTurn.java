// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.OutboundMessage;
import io.opentelemetry.context.Context;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

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
    private volatile boolean joined;
    private volatile boolean held;
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

    /** When last looked at, it stood behind a message that another replica works on. */
    void held(boolean behind) {
        held = behind;
    }

    boolean held() {
        return held;
    }

    /** An earlier turn of the conversation answers it, too. */
    void join() {
        joined = true;
    }

    boolean joined() {
        return joined;
    }

    /** The answer, or empty when it is not there in time and will reach the person another way. */
    Uni<Optional<OutboundMessage>> await(Duration patience) {
        return await(patience, Infrastructure.getDefaultWorkerPool());
    }

    /** @param timers runs what is to happen when patience is over */
    Uni<Optional<OutboundMessage>> await(Duration patience, ScheduledExecutorService timers) {
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
                .on(timers)
                .recoverWithUni(() -> isPromised() ? whole : none())
                .onCancellation()
                .invoke(this::goAway);
    }

    private static Uni<Optional<OutboundMessage>> none() {
        return Uni.createFrom().item(Optional.empty());
    }

    /** This waiter's patience is over; true when the answer was already promised to him, who then must take it. */
    private synchronized boolean isPromised() {
        if (!closed) {
            waiters--;
        }
        return closed;
    }

    /** The client of this waiter is gone. */
    private synchronized void goAway() {
        waiters--;
    }

    /** True when the answer was promised, and nobody is left to take it. */
    synchronized boolean everybodyLeft() {
        return closed && waiters <= 0;
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
