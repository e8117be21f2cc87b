// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.time.Duration;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a worker on the call: the first one, the next one when it fails, its successor when it goes. Decides when to give up.
 * Used inside the call's mailbox.
 */
final class WorkerSearch {
    private static final Logger LOG = Logger.getLogger(WorkerSearch.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final CallCore call;
    private final CallPorts ports;
    private final CallClock clock;
    private final AudioBridge bridge;
    private final WorkerLine line;
    private final WaitingPhase waiting;
    private final CallTelemetry.CallTrace trace;
    private int failures;
    private boolean secondRound;

    WorkerSearch(
            CallCore call,
            CallPorts ports,
            CallClock clock,
            AudioBridge bridge,
            WorkerLine line,
            WaitingPhase waiting,
            CallTelemetry.CallTrace trace) {
        this.call = call;
        this.ports = ports;
        this.clock = clock;
        this.bridge = bridge;
        this.line = line;
        this.waiting = waiting;
        this.trace = trace;
    }

    void reserved(CallInput.WorkerReserved reserved) {
        if (!line.isSought(reserved.epoch())) {
            line.giveBack(reserved.worker());
            return;
        }
        reserved.worker().ifPresentOrElse(worker -> connect(worker, reserved.epoch()), this::noneFree);
    }

    private void connect(Worker worker, int epoch) {
        waiting.served();
        boolean answered = call.state().isConnected();
        @Nullable String traceparent = trace.traceparent();
        line.connect(worker, new WorkerStreams.StreamStart(call.request(), epoch, call.codec(), answered, traceparent));
    }

    private void noneFree() {
        if (call.state() instanceof CallState.Transferring) {
            return; // sought again if the caller is taken back
        }
        boolean othersFailed = line.forgiveFailed();
        if (line.isUsed()) {
            LOG.info("no successor: the worker that goes keeps the call for now");
        } else if (call.state().isPastAnswer()) {
            if (othersFailed || !tooManyFailures()) {
                clock.retryWorkerAfter(PAUSE);
            }
        } else if (othersFailed && !secondRound) {
            secondRound = true;
            clock.retryWorkerAfter(PAUSE);
        } else if (othersFailed) {
            call.refuse(Refusal.unavailable(EndReason.NO_WORKER));
        } else {
            waiting.noneFree();
        }
    }

    /** The worker of the moment failed: the next one. */
    void lost(String why) {
        LOG.warnf("worker %s lost: %s", line.workerId(), why);
        boolean served = line.isOpen();
        line.failed();
        if (call.state().isPastAnswer()) {
            trace.workerLost();
            takeOver(served);
        } else {
            line.seek();
        }
    }

    /** The caller stays: a short tone, and the next worker. Who is about to be hung up on or handed over needs none. */
    private void takeOver(boolean served) {
        boolean needless = call.state() instanceof CallState.Ending || call.state() instanceof CallState.Transferring;
        if (needless || tooManyFailures()) {
            return;
        }
        if (served) {
            replace();
        } else {
            line.seek();
        }
    }

    /** A short tone for the caller, and the next worker. */
    void replace() {
        bridge.dropQueue();
        bridge.playStored(ports.sounds().comfortTone(call.codec()));
        line.seek();
    }

    /** A session is ready: what failed before is forgotten. */
    void ready() {
        failures = 0;
    }

    /** Counts one more, and gives the call up when it was the last. */
    private boolean tooManyFailures() {
        failures++;
        if (failures < ports.limits().workerFailures()) {
            return false;
        }
        call.hangUp(EndReason.WORKER_LOST);
        return true;
    }
}
