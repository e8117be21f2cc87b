// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The timers of one call; each that goes off is an input of the call. Used inside the call's mailbox. */
final class CallClock {
    private final Instant offeredAt;
    private final CallTimers timers;
    private final RingPolicy ringPolicy;
    private final Consumer<CallInput> inbox;
    private final List<CallTimers.Pending> ringing = new ArrayList<>();
    private final List<CallTimers.Pending> others = new ArrayList<>();
    private CallTimers.@Nullable Pending refresh;
    private @Nullable Duration ringTime;
    private boolean ringNamed;

    CallClock(Instant offeredAt, CallTimers timers, CallLimits limits, Consumer<CallInput> inbox) {
        this.offeredAt = offeredAt;
        this.timers = timers;
        this.ringPolicy = limits.ring();
        this.inbox = inbox;
    }

    /** Sets the ring time anew; the first time is the policy's guess, later ones are named by the worker. */
    void ring(Duration time) {
        ringNamed = ringTime != null;
        ringTime = time;
        cancel(ringing);
        ringing.add(after(RingPolicy.left(time, sinceInvite()), new CallInput.RingTimeOver()));
        ringing.add(after(ringPolicy.untilDeadline(time, sinceInvite()), new CallInput.RingDeadline()));
    }

    /** Bounds the search for a worker; ringing ends it. */
    void setUpWithin(Duration time) {
        cancel(ringing);
        ringing.add(after(time, new CallInput.SetupTimedOut()));
    }

    /** Bounds the wait for a worker; being served ends it. */
    void waitUpTo(Duration patience) {
        cancel(ringing);
        ringing.add(after(patience, new CallInput.OfWaiting.WaitedTooLong()));
    }

    boolean ringNamed() {
        return ringNamed;
    }

    boolean ringTimeIsOver() {
        return ringTime != null && RingPolicy.left(ringTime, sinceInvite()).isZero();
    }

    void stopRinging() {
        cancel(ringing);
        if (refresh != null) {
            refresh.cancel();
        }
    }

    void refreshRingAfter(Duration delay) {
        refresh = after(delay, new CallInput.RingRefresh());
    }

    void retryWorkerAfter(Duration delay) {
        others.add(after(delay, new CallInput.RetryWorker()));
    }

    void endAfter(Duration playOut) {
        others.add(after(playOut, new CallInput.PlayOutTimedOut()));
    }

    void limitTo(Duration maxDuration) {
        others.add(after(maxDuration, new CallInput.TooLong()));
    }

    /** Nothing goes off any more. */
    void stop() {
        stopRinging();
        cancel(others);
    }

    private Duration sinceInvite() {
        return Duration.between(offeredAt, timers.now());
    }

    private CallTimers.Pending after(Duration delay, CallInput input) {
        return timers.after(delay, () -> inbox.accept(input));
    }

    private static void cancel(List<CallTimers.Pending> pending) {
        pending.forEach(CallTimers.Pending::cancel);
        pending.clear();
    }
}
