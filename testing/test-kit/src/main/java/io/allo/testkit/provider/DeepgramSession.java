// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** One session of {@link DeepgramServer}, on its socket's event loop. */
final class DeepgramSession {
    private static final int FRAME_BYTES = 160;
    private static final int INTERIM_EVERY_MS = 300;
    /** Without speech a window is settled this often. */
    private static final int SETTLE_EVERY_MS = 3000;

    private static final int VOICED_MS = 60;

    private final DeepgramServer server;
    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final boolean raw;
    private final G711Energy energy;
    private final int endpointingMs;
    private final int utteranceEndMs;
    private final boolean interim;
    private final boolean vadEvents;
    private final AtomicLong bytes = new AtomicLong();
    private Buffer rest = Buffer.buffer();
    private long nowMs;
    private long settledMs;
    private long lastInterimMs;
    private int voicedMs;
    private int silentMs;
    private String words = "";
    private boolean speaking;
    private boolean unended;
    private boolean ended;
    private long idleTimer;

    DeepgramSession(DeepgramServer server, Vertx vertx, ServerWebSocket socket, MultiMap query) {
        this.server = server;
        this.vertx = vertx;
        this.socket = socket;
        this.raw = query.contains("encoding");
        this.energy = new G711Energy("alaw".equals(query.get("encoding")));
        String endpointing = query.contains("endpointing") ? query.get("endpointing") : "10";
        this.endpointingMs = endpointing.equals("false") ? Integer.MAX_VALUE : Integer.parseInt(endpointing);
        this.utteranceEndMs = query.contains("utterance_end_ms") ? Integer.parseInt(query.get("utterance_end_ms")) : 0;
        this.interim = "true".equals(query.get("interim_results"));
        this.vadEvents = "true".equals(query.get("vad_events"));
    }

    void begin() {
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> vertx.cancelTimer(idleTimer));
        if (server.fault == DeepgramServer.Fault.CLOSES_AT_ONCE) {
            socket.close((short) 1011, "NET-0000");
            return;
        }
        if (server.fault == DeepgramServer.Fault.DEAF) {
            socket.pause();
        }
        socket.binaryMessageHandler(this::audio);
        socket.textMessageHandler(this::control);
        heard();
    }

    /** Any frame but a ping is a sign of life. */
    private void heard() {
        vertx.cancelTimer(idleTimer);
        idleTimer = vertx.setTimer(server.patience.toMillis(), late -> close(1011, "NET-0001"));
    }

    void close(int code, String reason) {
        socket.close((short) code, reason);
    }

    long audioMs() {
        return bytes.get() / 8;
    }

    private void audio(Buffer frame) {
        heard();
        if (ended) {
            return;
        }
        if (frame.length() == 0) {
            endStream();
            return;
        }
        if (!raw) {
            close(1008, "DATA-0000");
            return;
        }
        bytes.addAndGet(frame.length());
        rest.appendBuffer(frame);
        int at = 0;
        for (; at + FRAME_BYTES <= rest.length(); at += FRAME_BYTES) {
            frame20ms(rest.getBytes(at, at + FRAME_BYTES));
        }
        rest = rest.getBuffer(at, rest.length());
    }

    private void control(String text) {
        heard();
        String type;
        try {
            type = new JsonObject(text).getString("type", "");
        } catch (DecodeException | ClassCastException e) {
            type = "";
        }
        server.control.add(type);
        switch (type) {
            case "KeepAlive" -> {}
            case "Finalize" -> settle(false, true);
            case "CloseStream" -> endStream();
            default -> close(1008, "DATA-0000");
        }
    }

    private void endStream() {
        ended = true;
        settle(true, false);
        send(new JsonObject()
                .put("type", "Metadata")
                .put("request_id", "stand-in")
                .put("duration", nowMs / 1000.0)
                .put("channels", 1));
        close(1000, "");
    }

    private void frame20ms(byte[] g711) {
        nowMs += 20;
        if (energy.audible(g711)) {
            voicedMs += 20;
            silentMs = 0;
            if (!speaking && voicedMs >= VOICED_MS) {
                begins();
            }
        } else {
            silentMs += 20;
            if (!speaking) {
                voicedMs = 0;
            }
        }
        if (speaking && interim && nowMs - lastInterimMs >= INTERIM_EVERY_MS) {
            lastInterimMs = nowMs;
            results(soFar(), false, false, false);
        }
        if (speaking && silentMs >= endpointingMs) {
            settle(true, false);
        }
        if (unended && !speaking && utteranceEndMs > 0 && silentMs >= utteranceEndMs) {
            unended = false;
            send(new JsonObject()
                    .put("type", "UtteranceEnd")
                    .put("channel", new JsonArray().add(0).add(1))
                    .put("last_word_end", (nowMs - silentMs) / 1000.0));
        }
        if (!speaking && nowMs - settledMs >= SETTLE_EVERY_MS) {
            settle(false, false);
        }
    }

    private void begins() {
        speaking = true;
        unended = true;
        lastInterimMs = nowMs;
        String next = server.script.poll();
        words = next == null ? server.otherwise : next;
        if (vadEvents) {
            send(new JsonObject()
                    .put("type", "SpeechStarted")
                    .put("channel", new JsonArray().add(0).add(1))
                    .put("timestamp", nowMs / 1000.0));
        }
    }

    /** A word more each time, the last one only in the final result. */
    private String soFar() {
        String[] all = words.split(" ");
        int count = (int) Math.min(all.length, voicedMs / 200);
        return String.join(" ", Arrays.copyOf(all, Math.max(0, count)));
    }

    private void settle(boolean endpoint, boolean finalized) {
        String text = speaking ? words : "";
        boolean speechFinal = endpoint && speaking;
        results(text, true, speechFinal, finalized);
        speaking = false;
        voicedMs = 0;
        settledMs = nowMs;
    }

    private void results(String transcript, boolean isFinal, boolean speechFinal, boolean finalized) {
        JsonObject best = new JsonObject()
                .put("transcript", transcript)
                .put("confidence", transcript.isEmpty() ? 0.0 : 0.98)
                .put("words", new JsonArray());
        JsonObject message = new JsonObject()
                .put("type", "Results")
                .put("channel_index", new JsonArray().add(0).add(1))
                .put("start", settledMs / 1000.0)
                .put("duration", (nowMs - settledMs) / 1000.0)
                .put("is_final", isFinal)
                .put("speech_final", speechFinal)
                .put("channel", new JsonObject().put("alternatives", new JsonArray().add(best)))
                .put("metadata", new JsonObject().put("request_id", "stand-in"));
        if (finalized) {
            message.put("from_finalize", true);
        }
        send(message);
    }

    private void send(JsonObject message) {
        if (socket.isClosed() || server.fault == DeepgramServer.Fault.SILENT) {
            return;
        }
        if (server.fault == DeepgramServer.Fault.GARBAGE) {
            socket.writeTextMessage("{\"type\":");
            socket.writeTextMessage("[]");
            socket.writeTextMessage("{\"type\":\"Results\",\"channel\":7,\"is_final\":\"maybe\"}");
            socket.writeTextMessage("{\"type\":\"Tomorrow\"}");
            socket.writeBinaryMessage(Buffer.buffer(new byte[] {1, 2, 3}));
        }
        socket.writeTextMessage(message.encode());
    }
}
