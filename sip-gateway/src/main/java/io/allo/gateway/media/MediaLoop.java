// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jboss.logging.Logger;

/**
 * The one thread that owns all streams: reads datagrams, runs commands, turns the wheel. A fault in one stream, an {@link Error}
 * too, is logged and counted; the loop goes on, because with it every call would fall silent.
 */
final class MediaLoop implements AutoCloseable {
    private static final Logger LOG = Logger.getLogger(MediaLoop.class);
    private static final int DATAGRAM_BYTES = 2048;
    private static final long CLOSE_WAIT_MS = 2000;

    private final Selector selector;
    private final TimerWheel wheel = new TimerWheel(System.nanoTime());
    private final Queue<Runnable> commands = new ConcurrentLinkedQueue<>();
    /** Reused for every datagram in and out: only the loop thread touches it. */
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(DATAGRAM_BYTES);

    private final Thread thread;
    private volatile boolean running = true;
    private volatile long faults;

    /** Reads what waits on a channel. */
    @FunctionalInterface
    interface Reader {
        void readable(DatagramChannel channel, ByteBuffer buffer, long nowNanos) throws IOException;
    }

    MediaLoop() {
        try {
            this.selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for the media loop", e);
        }
        this.thread = Thread.ofPlatform().name("media-loop").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Runs it on the loop, now. From any thread; commands of one thread keep their order. */
    void execute(Runnable command) {
        commands.add(command);
        selector.wakeup();
    }

    /** Runs it on the loop before the next timer. Saves a wake-up for what only a timer will look at. */
    void executeLazily(Runnable command) {
        commands.add(command);
    }

    /** On the loop. */
    void register(DatagramChannel channel, Reader reader) throws IOException {
        channel.register(selector, SelectionKey.OP_READ, reader);
    }

    /** On the loop. */
    void schedule(TimerWheel.Timer timer, long dueNanos) {
        wheel.add(now -> guarded(timer, now), dueNanos);
    }

    /** On the loop: for the datagram to be sent. */
    ByteBuffer buffer() {
        return buffer.clear();
    }

    /** Unexpected exceptions so far. */
    long faults() {
        return faults;
    }

    @Override
    public void close() {
        running = false;
        selector.wakeup();
        try {
            thread.join(CLOSE_WAIT_MS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (selector) {
            while (running) {
                guardedTurn();
            }
            runCommands();
            for (SelectionKey key : selector.keys()) {
                key.channel().close(); // streams of calls that were not ended: a reload needs their ports
            }
        } catch (IOException e) {
            LOG.error("the media loop ended", e);
        }
    }

    private void guardedTurn() throws IOException {
        try {
            turn();
        } catch (RuntimeException | Error e) {
            fault(e); // no memory for the turn itself: the next one may find some
        }
    }

    private void turn() throws IOException {
        // Rounded up, because a wait of 0 ms is either for ever (select) or a busy loop (selectNow).
        long waitMs = Math.ceilDiv(wheel.nanosToNext(System.nanoTime()), 1_000_000L);
        selector.select(this::read, waitMs);
        runCommands();
        wheel.advance(System.nanoTime());
    }

    private void read(SelectionKey key) {
        try {
            if (key.isValid()) {
                ((Reader) key.attachment()).readable((DatagramChannel) key.channel(), buffer, System.nanoTime());
            }
        } catch (Throwable e) {
            fault(e);
        }
    }

    private void runCommands() {
        for (Runnable command = commands.poll(); command != null; command = commands.poll()) {
            try {
                command.run();
            } catch (Throwable e) {
                fault(e);
            }
        }
    }

    private long guarded(TimerWheel.Timer timer, long nowNanos) {
        try {
            return timer.fire(nowNanos);
        } catch (Throwable e) {
            fault(e);
            return nowNanos + 20_000_000;
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only the loop thread writes
    private void fault(Throwable e) {
        faults++;
        if (Long.bitCount(faults) == 1) { // the 1st, 2nd, 4th, 8th, …: a broken stream fails 50 times a second
            LOG.errorf(e, "a stream's step failed, the %d. since the start", faults);
        }
    }
}
