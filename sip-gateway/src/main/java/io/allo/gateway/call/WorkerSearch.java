// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.NegotiatedAudio.Codec;
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

    private final Owner owner;
    private final CallRequest request;
    private final CallPorts ports;
    private final CallClock clock;
    private final AudioBridge bridge;
    private final WorkerLine line;
    private final CallTelemetry.CallTrace trace;
    private int failures;
    private boolean secondRound;

    /** The call, as its search for workers sees it. */
    interface Owner {
        CallState state();

        /** Law of the audio towards every worker of this call. */
        Codec codec();

        /** Nobody takes it: refused before the answer. */
        void refuse(Refusal refusal);

        /** Nobody takes it any more. */
        void hangUp(EndReason reason);
    }

    WorkerSearch(
            Owner owner,
            CallRequest request,
            CallPorts ports,
            CallClock clock,
            AudioBridge bridge,
            WorkerLine line,
            CallTelemetry.CallTrace trace) {
        this.owner = owner;
        this.request = request;
        this.ports = ports;
        this.clock = clock;
        this.bridge = bridge;
        this.line = line;
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
        boolean answered = owner.state().isConnected();
        @Nullable String traceparent = trace.traceparent();
        line.connect(worker, new WorkerStreams.StreamStart(request, epoch, owner.codec(), answered, traceparent));
    }

    private void noneFree() {
        boolean othersFailed = line.forgiveFailed();
        if (line.isUsed()) {
            LOG.info("no successor: the worker that goes keeps the call for now");
        } else if (owner.state().isPastAnswer()) {
            if (othersFailed || !tooManyFailures()) {
                clock.retryWorkerAfter(PAUSE);
            }
        } else if (othersFailed && !secondRound) {
            secondRound = true;
            clock.retryWorkerAfter(PAUSE);
        } else {
            owner.refuse(Refusal.unavailable(EndReason.NO_WORKER));
        }
    }

    /** The worker of the moment failed: the next one. */
    void lost(String why) {
        LOG.warnf("worker %s lost: %s", line.workerId(), why);
        boolean served = line.isOpen();
        line.failed();
        if (owner.state().isPastAnswer()) {
            trace.workerLost();
            takeOver(served);
        } else {
            line.seek();
        }
    }

    /** The caller stays: a short tone, and the next worker. Who is about to be hung up on needs none. */
    private void takeOver(boolean served) {
        if (owner.state() instanceof CallState.Ending || tooManyFailures()) {
            return;
        }
        if (served) {
            bridge.dropQueue();
            bridge.playStored(ports.sounds().comfortTone(owner.codec()));
        }
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
        owner.hangUp(EndReason.WORKER_LOST);
        return true;
    }
}
