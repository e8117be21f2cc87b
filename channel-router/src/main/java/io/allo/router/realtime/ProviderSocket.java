// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.function.IntConsumer;

/**
 * Writes to the provider. Orders go at once; audio waits while the server does not read, and the oldest of it is dropped: what
 * the caller said long ago must not be answered now. One session, one thread.
 */
final class ProviderSocket {
    private static final short NORMAL = 1000;
    /** Bytes that may wait in front of the kernel before audio is held back. */
    private static final int WRITE_QUEUE = 64 * 1024;

    private final int backlog;
    private final IntConsumer dropped;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private final WebSocket socket;
    private boolean answered = true;
    private boolean closed;

    /** @param backlog pieces of audio that may wait */
    ProviderSocket(WebSocket socket, int backlog, IntConsumer dropped) {
        this.socket = socket;
        this.backlog = backlog;
        this.dropped = dropped;
        socket.setWriteQueueMaxSize(WRITE_QUEUE);
        socket.drainHandler(ignored -> drain());
        socket.pongHandler(ignored -> heard());
    }

    /** Asks whether the server is there; {@link #alive} says what came of it until the next time. */
    void ping() {
        if (!closed) {
            answered = false;
            socket.writePing(Buffer.buffer("allo"));
        }
    }

    /** Did anything come since the last {@link #ping}? */
    boolean alive() {
        return answered;
    }

    void heard() {
        answered = true;
    }

    void send(ObjectNode event) {
        if (!closed) {
            socket.writeTextMessage(event.toString());
        }
    }

    void audio(byte[] audio) {
        if (closed) {
            return;
        }
        if (waiting.isEmpty() && !socket.writeQueueFull()) {
            append(audio);
            return;
        }
        waiting.add(audio);
        if (waiting.size() > backlog) {
            waiting.remove();
            dropped.accept(1);
        }
    }

    private void drain() {
        while (!closed && !waiting.isEmpty() && !socket.writeQueueFull()) {
            append(waiting.remove());
        }
    }

    /** Fifty times a second and call: written by hand. */
    private void append(byte[] audio) {
        socket.writeTextMessage("{\"type\":\"input_audio_buffer.append\",\"audio\":\""
                + Base64.getEncoder().encodeToString(audio) + "\"}");
    }

    void close() {
        if (!closed) {
            closed = true;
            waiting.clear();
            socket.close(NORMAL);
        }
    }
}
