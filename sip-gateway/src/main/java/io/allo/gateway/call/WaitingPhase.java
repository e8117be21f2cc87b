// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A call that no worker takes at once. While workers live it waits for its turn and hears so; when there was none for long, it
 * hears that nobody can take it. Both before the answer, as early media where the peer may hear it. Used inside the call's
 * mailbox.
 */
final class WaitingPhase {
    private static final Logger LOG = Logger.getLogger(WaitingPhase.class);

    private final CallCore call;
    private final CallPorts ports;
    private final CallClock clock;
    private final AudioBridge bridge;
    private final WorkerLine line;
    private final WaitingRoom room;
    private WaitingRoom.@Nullable Seat seat;
    private @Nullable RingTone tone;
    private boolean speaking;

    WaitingPhase(CallCore call, CallPorts ports, CallClock clock, AudioBridge bridge, WorkerLine line) {
        this.call = call;
        this.ports = ports;
        this.clock = clock;
        this.bridge = bridge;
        this.line = line;
        this.room = ports.directory().waitingRoom();
    }

    /** The first worker, behind the calls that wait already. */
    void begin() {
        if (room.isOccupied()) {
            enter();
        } else {
            line.seek();
        }
    }

    /** Every worker is full, or there is none. */
    void noneFree() {
        if (seat != null) {
            seat.keep();
        } else if (ports.directory().isDeserted()) {
            sayUnavailable();
        } else if (room.patience().isZero() || !ports.directory().isAnyAlive()) {
            call.refuse(Refusal.unavailable(EndReason.NO_WORKER));
        } else {
            enter();
        }
    }

    private void enter() {
        room.enter(call.request().id(), () -> call.post(new CallInput.OfWaiting.TurnCame()))
                .ifPresentOrElse(this::sitDown, () -> call.refuse(Refusal.busy()));
    }

    private void sitDown(WaitingRoom.Seat taken) {
        LOG.info("every worker is full: the call waits");
        seat = taken;
        clock.waitUpTo(room.patience());
        if (!say(ports.sounds().allBusy(call.codec()))) {
            call.leg().ring();
        }
    }

    private void sayUnavailable() {
        clock.stopRinging();
        if (!say(ports.sounds().unavailable(call.codec()))) {
            call.refuse(Refusal.unavailable(EndReason.NO_WORKER));
        }
    }

    /** Plays before the answer. False when the peer cannot hear it. */
    private boolean say(Iterable<byte[]> sound) {
        if (!call.leg().progress()) {
            return false;
        }
        speaking = true;
        call.media().startSending();
        bridge.openEar();
        bridge.playStored(sound);
        bridge.reportDrained();
        return true;
    }

    void handle(CallInput.OfWaiting input) {
        if (!(call.state() instanceof CallState.Offered)) {
            return;
        }
        switch (input) {
            case CallInput.OfWaiting.TurnCame _ -> {
                if (seat != null) {
                    line.seek();
                }
            }
            case CallInput.OfWaiting.WaitedTooLong _ -> call.refuse(Refusal.busy());
            case CallInput.OfWaiting.ToneOver _ -> {
                if (tone != null) {
                    tone.again();
                }
            }
        }
    }

    /** What was said has been heard. */
    void drained() {
        if (!speaking || !(call.state() instanceof CallState.Offered)) {
            return;
        }
        if (seat == null) {
            call.refuse(Refusal.unavailable(EndReason.NO_WORKER));
        } else if (tone == null) {
            tone = new RingTone(
                    call.media(),
                    ports.sounds().ringback(call.codec()),
                    ports.timers(),
                    () -> call.post(new CallInput.OfWaiting.ToneOver()));
            tone.start();
        }
    }

    /** A worker takes the call: its socket is opened now. */
    void served() {
        if (seat != null) {
            clock.setUpWithin(Call.SETUP);
        }
        leave();
    }

    /** A worker has the call, or it is over. */
    void leave() {
        if (seat != null) {
            seat.leave();
            seat = null;
        }
        if (tone != null) {
            tone.stop();
            tone = null;
        }
        if (speaking) {
            speaking = false;
            bridge.closeEar();
        }
    }
}
