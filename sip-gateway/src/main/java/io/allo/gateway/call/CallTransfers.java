// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.CallState.Answered;
import io.allo.gateway.call.CallState.Bridged;
import io.allo.gateway.call.CallState.Transferring;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The transfers of one call, one after the other: what they mean for its state and its worker. Inside the call's mailbox. */
final class CallTransfers implements Transfer.Owner {
    private static final Logger LOG = Logger.getLogger(CallTransfers.class);

    private final CallCore call;
    private final CallPorts ports;
    private final AudioBridge audio;
    private final WorkerLine line;
    private final WorkerSearch workers;
    private final TransferRecord record;
    private @Nullable NegotiatedAudio callers;
    private @Nullable Transfer running;
    private @Nullable TransferOutcome untold;
    private int numbers;

    CallTransfers(
            CallCore call,
            CallPorts ports,
            AudioBridge audio,
            WorkerLine line,
            WorkerSearch workers,
            CallFacts facts,
            CallTelemetry.CallTrace trace) {
        this.record = new TransferRecord(facts, trace, ports.timers());
        this.call = call;
        this.ports = ports;
        this.audio = audio;
        this.line = line;
        this.workers = workers;
    }

    /** Somebody wants the caller handed over: possible while he talks with the worker. */
    void begin(TransferOrder order) {
        if (call.state() instanceof Transferring) {
            LOG.info("a transfer is under way already");
        } else if (call.state() instanceof Answered) {
            call.become(new Transferring());
            record.began(order);
            running = new Transfer(call, this, ports, order, audio);
            if (callers != null) {
                running.callerTurned(callers);
            }
            running.begin();
        } else {
            LOG.infof(
                    "no transfer of a call that is %s", call.state().getClass().getSimpleName());
            line.transferred(TransferOutcome.failed("not in an answered call"));
        }
    }

    void handle(CallInput.OfTransfer input) {
        if (running != null) {
            running.handle(input);
        }
    }

    /** What the worker said before is played. */
    void announced() {
        if (running != null) {
            running.announced();
        }
    }

    /** The caller's side was renegotiated. */
    void callerTurned(NegotiatedAudio audio) {
        callers = audio;
        if (running != null) {
            running.callerTurned(audio);
        }
    }

    /** The caller hung up: did he reach whom he was sent to? */
    EndReason reasonOfBye() {
        return running != null && running.isByeSuccess() ? EndReason.TRANSFERRED : EndReason.CALLER_HANGUP;
    }

    /** A worker's stream is open: it may be the successor of one that asked for a transfer. */
    void tellOutcome() {
        if (untold != null && call.state() instanceof Answered) {
            line.transferred(untold);
            untold = null;
        }
    }

    /** The call is over. */
    void close(EndReason reason) {
        record.ended(reason);
        if (running != null) {
            running.close(reason);
        }
    }

    /** Of the other person of a bridge, when the call is over. */
    CallQuality targetQuality() {
        return running == null ? CallQuality.NONE : running.targetQuality();
    }

    @Override
    public void goes(TransferMode mode) {
        record.goes(mode);
    }

    @Override
    public int nextNumber() {
        return ++numbers;
    }

    @Override
    public void consulting() {
        line.state(StreamMessage.CallState.CONSULTING);
    }

    @Override
    public void joined() {
        LOG.info("caller and target are bridged");
        call.become(new Bridged());
        record.ended(TransferOutcome.TRANSFERRED);
        line.transferred(TransferOutcome.TRANSFERRED);
        line.close(EndReason.TRANSFERRED);
    }

    @Override
    public void handedOver() {
        record.ended(TransferOutcome.TRANSFERRED);
        line.transferred(TransferOutcome.TRANSFERRED);
        call.hangUp(EndReason.TRANSFERRED);
    }

    @Override
    public void lost() {
        call.hangUp(EndReason.MEDIA_TIMEOUT);
    }

    /** A worker that was lost meanwhile is replaced, and its successor learns how it ended. */
    @Override
    public void takenBack(TransferOutcome outcome) {
        LOG.infof("caller taken back: %s (%d, %s)", outcome.outcome().wireName(), outcome.status(), outcome.detail());
        record.ended(outcome);
        running = null;
        call.become(new Answered());
        audio.toCaller();
        untold = outcome;
        if (line.isOpen()) {
            tellOutcome();
        } else if (!line.isUsed()) {
            workers.replace();
        }
    }
}
