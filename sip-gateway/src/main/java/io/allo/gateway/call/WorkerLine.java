// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The workers of one call, one after the other: reserves a slot, opens the socket, counts the epochs. Used inside the call's
 * mailbox; what sockets and directory say comes back to the inbox, marked with the epoch.
 */
final class WorkerLine {
    private final CallId call;
    private final WorkerDirectory directory;
    private final WorkerStreams streams;
    private final AudioBridge bridge;
    private final Consumer<CallInput> inbox;
    private final Set<String> failed = new HashSet<>();

    private int epoch;
    private boolean open;
    private @Nullable Worker worker;
    private @Nullable WorkerStream stream;

    WorkerLine(
            CallId call,
            WorkerDirectory directory,
            WorkerStreams streams,
            AudioBridge bridge,
            Consumer<CallInput> inbox) {
        this.call = call;
        this.directory = directory;
        this.streams = streams;
        this.bridge = bridge;
        this.inbox = inbox;
    }

    int epoch() {
        return epoch;
    }

    boolean isCurrent(int of) {
        return of == epoch;
    }

    /** A socket is open or on its way. */
    boolean isUsed() {
        return stream != null;
    }

    boolean isOpen() {
        return open;
    }

    String workerId() {
        return worker == null ? "none" : worker.id();
    }

    /** Looks for the next worker; the inbox hears {@link CallInput.WorkerReserved}. */
    void seek() {
        int mine = ++epoch;
        directory
                .reserve(call, mine, Set.copyOf(failed))
                .thenAccept(found -> inbox.accept(new CallInput.WorkerReserved(mine, found)));
    }

    /** Workers that failed may be tried again. True when there were any. */
    boolean forgiveFailed() {
        boolean any = !failed.isEmpty();
        failed.clear();
        return any;
    }

    /** Opens the socket to the reserved worker. */
    void connect(Worker reserved, WorkerStreams.StreamStart start) {
        worker = reserved;
        open = false;
        bridge.speaker(start.epoch());
        stream = streams.open(reserved, start, new Ear(start.epoch()));
    }

    /** Gives a reservation back that came too late. */
    void giveBack(Optional<Worker> late) {
        late.ifPresent(w -> directory.release(w, call));
    }

    void opened() {
        open = true;
    }

    /** The worker did not take the call or was lost. */
    void failed() {
        if (worker != null) {
            failed.add(worker.id());
        }
        close(EndReason.WORKER_LOST);
    }

    /** The caller is connected: the worker of the moment hears and is told so. */
    void answered() {
        WorkerStream current = stream;
        if (open && current != null) {
            bridge.listen(current);
        }
    }

    void state(String state) {
        WorkerStream current = stream;
        if (open && current != null) {
            current.state(state);
        }
    }

    /** Says goodbye, closes the socket and gives the slot back. Idempotent. */
    void close(EndReason reason) {
        bridge.nobodyListens();
        if (stream != null) {
            stream.close(reason);
            stream = null;
        }
        if (worker != null) {
            directory.release(worker, call);
            worker = null;
        }
        open = false;
    }

    /** Hears one worker: audio and its commands go straight to the bridge, the rest to the inbox. */
    private final class Ear implements WorkerStreamListener {
        private final int mine;

        Ear(int mine) {
            this.mine = mine;
        }

        @Override
        public void opened() {
            inbox.accept(new CallInput.StreamOpened(mine));
        }

        @Override
        public void message(StreamMessage message) {
            if (!bridge.command(mine, message)) {
                inbox.accept(new CallInput.WorkerSaid(mine, message));
            }
        }

        @Override
        public void audio(AudioFrame frame) {
            if (!bridge.play(mine, frame)) {
                inbox.accept(new CallInput.StreamLost(mine, "protocol error: more than 2 s of audio ahead"));
            }
        }

        @Override
        public void lost(String why) {
            inbox.accept(new CallInput.StreamLost(mine, why));
        }
    }
}
