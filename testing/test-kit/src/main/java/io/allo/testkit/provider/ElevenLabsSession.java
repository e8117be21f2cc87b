// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One socket of {@link ElevenLabsServer}, on its event loop. */
final class ElevenLabsSession {
    /** Words in a piece of audio. */
    private static final int WORDS_A_PIECE = 2;

    private final ElevenLabsServer server;
    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final boolean alaw;
    private final long inactivityMs;
    private final Map<String, Context> contexts = new LinkedHashMap<>();
    private final Deque<JsonObject> outgoing = new ArrayDeque<>();
    private boolean sending;
    private long idleTimer = -1;

    private static final class Context {
        final StringBuilder pending = new StringBuilder();
        boolean closing;
    }

    ElevenLabsSession(ElevenLabsServer server, Vertx vertx, ServerWebSocket socket, boolean alaw, int inactivity) {
        this.server = server;
        this.vertx = vertx;
        this.socket = socket;
        this.alaw = alaw;
        this.inactivityMs = TimeUnit.SECONDS.toMillis(inactivity);
        socket.textMessageHandler(this::received);
        socket.binaryMessageHandler(frame -> error("text frames only"));
        socket.exceptionHandler(broken -> {});
        socket.closeHandler(closed -> vertx.cancelTimer(idleTimer));
        alive();
    }

    void close(int code, String reason) {
        if (!socket.isClosed()) {
            socket.close((short) code, reason);
        }
    }

    void error(String code) {
        send(new JsonObject().put("message", code).put("error", code).put("code", 1008));
        close(1008, code);
    }

    private void alive() {
        vertx.cancelTimer(idleTimer);
        idleTimer = vertx.setTimer(inactivityMs, late -> error("input_timeout_exceeded"));
    }

    private void received(String text) {
        alive();
        JsonObject message;
        try {
            message = new JsonObject(text);
        } catch (DecodeException e) {
            error("invalid_json");
            return;
        }
        if (message.getBoolean("close_socket", false)) {
            contexts.values().forEach(this::generate);
            close(1000, "");
            return;
        }
        String id = message.getString("context_id", "default");
        Context context = contexts.get(id);
        if (context == null) {
            open(id, message);
        } else {
            in(context, id, message);
        }
    }

    private void open(String id, JsonObject message) {
        if (!" ".equals(message.getString("text"))) {
            error("a context begins with one space");
        } else if (contexts.size() >= ElevenLabsServer.MOST_CONTEXTS) {
            error("too_many_contexts");
        } else if (speed(message) < ElevenLabsServer.SLOWEST || speed(message) > ElevenLabsServer.FASTEST) {
            error("invalid_voice_settings");
        } else {
            server.settings.add(
                    message.getJsonObject("voice_settings", new JsonObject()).encode());
            contexts.put(id, new Context());
        }
    }

    private static double speed(JsonObject message) {
        return message.getJsonObject("voice_settings", new JsonObject()).getDouble("speed", 1.0);
    }

    private void in(Context context, String id, JsonObject message) {
        if (message.containsKey("voice_settings") || message.containsKey("generation_config")) {
            error("settings belong to the first message");
            return;
        }
        String failure = server.error;
        if (failure != null) {
            error(failure);
            return;
        }
        if (context.closing) {
            server.violations.add("a message for a context that was closed: " + id);
            return;
        }
        String words = message.getString("text", "");
        if (!words.isEmpty() && !words.endsWith(" ")) {
            server.violations.add("text does not end with a space");
        }
        context.pending.append(words);
        if (message.getBoolean("flush", false) || message.getBoolean("close_context", false)) {
            generate(context);
        }
        if (message.getBoolean("close_context", false)) {
            context.closing = true;
            queue(new JsonObject().put("isFinal", true).put("contextId", id));
        }
    }

    private String idOf(Context context) {
        return contexts.entrySet().stream()
                .filter(entry -> entry.getValue().equals(context))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private void generate(Context context) {
        String text = context.pending.toString();
        context.pending.setLength(0);
        if (text.isBlank()) {
            return;
        }
        server.texts.add(text.strip());
        for (String piece : pieces(text)) {
            JsonArray chars = new JsonArray();
            JsonArray starts = new JsonArray();
            JsonArray lengths = new JsonArray();
            for (int i = 0; i < piece.length(); i++) {
                chars.add(String.valueOf(piece.charAt(i)));
                starts.add(i * ElevenLabsServer.MS_PER_CHARACTER);
                lengths.add(ElevenLabsServer.MS_PER_CHARACTER);
            }
            byte[] tone = G711Tone.of(alaw, piece.length() * ElevenLabsServer.MS_PER_CHARACTER);
            queue(new JsonObject()
                    .put("audio", tone)
                    .put("contextId", idOf(context))
                    .put(
                            "alignment",
                            new JsonObject()
                                    .put("chars", chars)
                                    .put("charStartTimesMs", starts)
                                    .put("charDurationsMs", lengths))
                    .putNull("normalizedAlignment"));
        }
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        String[] words = text.strip().split("(?<= )");
        for (int i = 0; i < words.length; i += WORDS_A_PIECE) {
            StringBuilder piece = new StringBuilder();
            for (int word = i; word < Math.min(words.length, i + WORDS_A_PIECE); word++) {
                piece.append(words[word]);
            }
            pieces.add(piece.toString());
        }
        return pieces;
    }

    private void queue(JsonObject message) {
        outgoing.add(message);
        if (!sending) {
            sending = true;
            next();
        }
    }

    private void next() {
        JsonObject message = outgoing.poll();
        if (message == null || socket.isClosed()) {
            sending = false;
            return;
        }
        if (message.containsKey("audio") && server.cutAfter-- <= 0) {
            server.cutAfter = Integer.MAX_VALUE;
            close(1011, "internal");
            return;
        }
        send(message);
        if (message.getBoolean("isFinal", false)) {
            contexts.remove(message.getString("contextId"));
        }
        if (server.pace.isZero()) {
            vertx.runOnContext(ignored -> next());
        } else {
            vertx.setTimer(server.pace.toMillis(), ignored -> next());
        }
    }

    private void send(JsonObject message) {
        if (socket.isClosed() || server.fault == ElevenLabsServer.Fault.SILENT) {
            return;
        }
        if (server.fault == ElevenLabsServer.Fault.GARBAGE) {
            socket.writeTextMessage("{\"audio\":");
            socket.writeTextMessage("{\"audio\":\"AAAA\",\"contextId\":\"of another time\"}");
            socket.writeTextMessage("{\"audio\":17,\"contextId\":[]}");
            socket.writeTextMessage("{\"audio\":\"***\",\"contextId\":\"" + message.getString("contextId") + "\"}");
            socket.writeBinaryMessage(Buffer.buffer("noise"));
        }
        socket.writeTextMessage(message.encode());
    }
}
