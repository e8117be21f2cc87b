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

    /** Of the worker that has the call, or had it last. */
    private int epoch;
    /** Of the worker that is looked for. */
    private int sought;

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

    /** Is this the word of the worker that has the call? */
    boolean isCurrent(int of) {
        return of == epoch && stream != null;
    }

    /** Is this the answer that is waited for? */
    boolean isSought(int by) {
        return by == sought;
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
        sought = Math.max(sought, epoch) + 1;
        int mine = sought;
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

    /** Looks for a successor of the worker that goes; this one keeps the call until there is one. */
    void seekSuccessor() {
        if (worker != null) {
            failed.add(worker.id());
        }
        seek();
    }

    /** Opens the socket to the reserved worker, in the place of one that goes. */
    void connect(Worker reserved, WorkerStreams.StreamStart start) {
        abandon();
        epoch = start.epoch();
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
        abandon();
    }

    private void abandon() {
        if (stream != null) {
            stream.abandon();
        }
        letGo();
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

    void transferred(TransferOutcome outcome) {
        WorkerStream current = stream;
        if (open && current != null) {
            current.transferred(outcome);
        }
    }

    /** Says goodbye, closes the socket and gives the slot back. Idempotent. */
    void close(EndReason reason) {
        if (stream != null) {
            stream.close(reason);
        }
        letGo();
    }

    private void letGo() {
        bridge.nobodySpeaks();
        stream = null;
        open = false;
        if (worker != null) {
            directory.release(worker, call);
            worker = null;
        }
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
