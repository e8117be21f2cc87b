// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.testkit.provider.RealtimeRules.Refusal;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One session of the {@link RealtimeServer}: reads the client's events, holds session and conversation. Runs on its socket's event
 * loop; what tests ask and send is safe from any thread.
 */
public final class RealtimePeer {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_AUDIO = 15 * 1024 * 1024;
    private static final int SHORTEST_COMMIT_MS = 100;

    private final RealtimeServer server;
    private final Vertx vertx;
    private final ServerWebSocket socket;
    private final List<JsonNode> received = new CopyOnWriteArrayList<>();
    private final List<String> refusals = new CopyOnWriteArrayList<>();
    private final AtomicLong audioBytes = new AtomicLong();
    private final RealtimeItems items;
    private final RealtimeSpeaking speaking;
    private final RealtimeVad vad = new RealtimeVad(new Turns());
    private final ObjectNode session;
    private volatile boolean closed;
    private volatile boolean mute;
    private volatile Consumer<byte[]> ear = audio -> {};
    private long bufferedBytes;
    private int events;
    private @Nullable String turnItem;

    RealtimePeer(RealtimeServer server, Vertx vertx, ServerWebSocket socket, String model) {
        this.server = server;
        this.vertx = vertx;
        this.socket = socket;
        this.items = new RealtimeItems(this);
        this.speaking = new RealtimeSpeaking(this, server, items);
        this.session = JSON.createObjectNode()
                .put("type", "realtime")
                .put("object", "realtime.session")
                .put("id", "sess_" + Integer.toHexString(System.identityHashCode(this)))
                .put("model", model)
                .put("instructions", "");
        ObjectNode audio = session.putObject("audio");
        ObjectNode input = audio.putObject("input");
        input.putObject("format").put("type", "audio/pcm").put("rate", 24_000);
        input.putNull("transcription");
        input.set("turn_detection", defaultVad());
        audio.putObject("output")
                .put("voice", "alloy")
                .putObject("format")
                .put("type", "audio/pcm")
                .put("rate", 24_000);
        session.putArray("tools");
        session.put("tool_choice", "auto");
    }

    private static ObjectNode defaultVad() {
        return JSON.createObjectNode()
                .put("type", "server_vad")
                .put("threshold", 0.5)
                .put("prefix_padding_ms", 300)
                .put("silence_duration_ms", 200)
                .put("create_response", true)
                .put("interrupt_response", true);
    }

    void begin() {
        socket.textMessageHandler(this::message);
        socket.binaryMessageHandler(ignored -> refuse("", new Refusal("invalid_event", "", "Text frames only.")));
        socket.closeHandler(ignored -> {
            closed = true;
            speaking.stop();
        });
        server.watcher().accept(this, "connected");
        send(event("session.created").set("session", session.deepCopy()));
    }

    // what tests ask and do

    /** Everything but audio, in order. */
    public List<JsonNode> received() {
        return List.copyOf(received);
    }

    public List<String> types() {
        return received.stream().map(event -> event.path("type").asText()).toList();
    }

    public List<JsonNode> received(String type) {
        return received.stream()
                .filter(event -> event.path("type").asText().equals(type))
                .toList();
    }

    /** Codes of everything that was refused, with the parameter. */
    public List<String> refusals() {
        return List.copyOf(refusals);
    }

    /** The session as it was configured. */
    public JsonNode session() {
        return session;
    }

    /** Bytes of caller audio that came. */
    public long audioBytes() {
        return audioBytes.get();
    }

    /** Told each piece of caller audio, on the event loop. */
    public void listen(Consumer<byte[]> listener) {
        ear = listener;
    }

    public boolean closed() {
        return closed;
    }

    /** Sends whatever the test makes up. */
    public void raw(String text) {
        socket.writeTextMessage(text);
    }

    public void rawBinary(byte[] bytes) {
        socket.writeBinaryMessage(Buffer.buffer(bytes));
    }

    public void error(String code, String message) {
        send(error(code, "", message, ""));
    }

    /** As at the end of the longest session. */
    public void expire() {
        error("session_expired", "Your session hit the maximum duration of 60 minutes.");
        close(1001);
    }

    public void close(int code) {
        socket.close((short) code);
    }

    /** The line is cut without a word. */
    public void drop() {
        socket.close();
    }

    /** Nothing is answered and nothing is sent from now on. */
    public void silent(boolean silent) {
        mute = silent;
    }

    /** Does not read any more. */
    public void stopReading() {
        socket.pause();
    }

    public void readAgain() {
        socket.resume();
    }

    // the session's own

    ObjectNode event(String type) {
        return JSON.createObjectNode().put("event_id", "event_" + ++events).put("type", type);
    }

    void send(JsonNode event) {
        if (!closed && !mute) {
            socket.writeTextMessage(event.toString());
        }
    }

    void later(Duration delay, Runnable task) {
        vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> {
            if (!closed) {
                task.run();
            }
        });
    }

    String outputFormat() {
        return session.path("audio").path("output").path("format").path("type").asText();
    }

    void refuse(String eventId, Refusal refusal) {
        refusals.add(refusal.code() + " " + refusal.param());
        send(error(refusal.code(), refusal.param(), refusal.message(), eventId));
    }

    private ObjectNode error(String code, String param, String message, String eventId) {
        ObjectNode event = event("error");
        ObjectNode error = event.putObject("error")
                .put("type", "invalid_request_error")
                .put("code", code)
                .put("message", message);
        error.put("param", param.isEmpty() ? null : param);
        error.put("event_id", eventId.isEmpty() ? null : eventId);
        return event;
    }

    private void message(String text) {
        JsonNode event;
        try {
            event = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            refuse("", new Refusal("invalid_json", "", "We could not parse the JSON."));
            return;
        }
        String type = event.path("type").asText("");
        if (!type.equals("input_audio_buffer.append")) {
            received.add(event);
        }
        server.watcher().accept(this, type);
        if (mute) {
            return;
        }
        Refusal refusal = handle(type, event);
        if (refusal != null) {
            refuse(event.path("event_id").asText(""), refusal);
        }
    }

    private @Nullable Refusal handle(String type, JsonNode event) {
        return switch (type) {
            case "" -> new Refusal("missing_required_parameter", "type", "Missing required parameter: 'type'.");
            case "session.update" -> update(event.path("session"));
            case "input_audio_buffer.append" -> append(event.path("audio"));
            case "input_audio_buffer.commit" -> commit();
            case "input_audio_buffer.clear" -> {
                bufferedBytes = 0;
                send(event("input_audio_buffer.cleared"));
                yield null;
            }
            case "conversation.item.create" -> items.create(event);
            case "conversation.item.truncate" -> items.truncate(event);
            case "conversation.item.delete" -> items.delete(event);
            case "conversation.item.retrieve" -> items.retrieve(event);
            case "response.create" -> speaking.create(event);
            case "response.cancel" -> speaking.cancel(event.path("response_id").asText(""), "client_cancelled");
            default -> RealtimeRules.invalid("type");
        };
    }

    private @Nullable Refusal update(JsonNode update) {
        Refusal refusal = RealtimeRules.session(update, session.path("model").asText(), speaking.audioBegan());
        if (refusal != null) {
            return refusal;
        }
        merge(session, update);
        JsonNode input = session.path("audio").path("input");
        JsonNode detection = input.path("turn_detection");
        vad.configure(
                input.path("format").path("type").asText(),
                detection.path("silence_duration_ms").asInt(500),
                detection.path("prefix_padding_ms").asInt(300));
        send(event("session.updated").set("session", session.deepCopy()));
        return null;
    }

    /** Only present fields change; what is no object is replaced whole, and so are formats and turn detection. */
    private static void merge(ObjectNode into, JsonNode update) {
        update.fields().forEachRemaining(field -> {
            boolean section = field.getKey().equals("audio")
                    || field.getKey().equals("input")
                    || field.getKey().equals("output");
            if (section && field.getValue().isObject()) {
                merge((ObjectNode) into.path(field.getKey()), field.getValue());
            } else {
                into.set(field.getKey(), field.getValue());
            }
        });
    }

    private @Nullable Refusal append(JsonNode audio) {
        if (!audio.isTextual()) {
            return new Refusal("missing_required_parameter", "audio", "Missing required parameter: 'audio'.");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(audio.asText());
        } catch (IllegalArgumentException e) {
            return RealtimeRules.invalid("audio");
        }
        if (bytes.length == 0 || bytes.length > LONGEST_AUDIO) {
            return RealtimeRules.invalid("audio");
        }
        audioBytes.addAndGet(bytes.length);
        ear.accept(bytes);
        bufferedBytes += bytes.length;
        if (detects()) {
            vad.hear(bytes);
        }
        return null;
    }

    private boolean detects() {
        return session.path("audio").path("input").path("turn_detection").isObject();
    }

    private @Nullable Refusal commit() {
        String format =
                session.path("audio").path("input").path("format").path("type").asText();
        if (bufferedBytes < (long) SHORTEST_COMMIT_MS * RealtimeVad.bytesPerMs(format)) {
            return new Refusal(
                    "input_audio_buffer_commit_empty", "", "Error committing input audio buffer: buffer too small.");
        }
        commit(items.newId());
        return null;
    }

    private void commit(String item) {
        bufferedBytes = 0;
        send(event("input_audio_buffer.committed").put("item_id", item).put("previous_item_id", items.last()));
        items.heard(item);
        if (session.path("audio").path("input").path("transcription").isObject()) {
            String words = server.nextTranscript();
            later(server.transcriptDelay(), () -> items.transcribe(item, words));
        }
    }

    /** What the detector finds. */
    private final class Turns implements RealtimeVad.Listener {
        @Override
        public void started(long audioMs) {
            turnItem = items.newId();
            send(event("input_audio_buffer.speech_started")
                    .put("audio_start_ms", audioMs)
                    .put("item_id", turnItem));
            if (detection("interrupt_response")) {
                speaking.interrupted();
            }
        }

        @Override
        public void stopped(long audioMs) {
            String item = turnItem == null ? items.newId() : turnItem;
            send(event("input_audio_buffer.speech_stopped")
                    .put("audio_end_ms", audioMs)
                    .put("item_id", item));
            commit(item);
            if (detection("create_response")) {
                Refusal refusal = speaking.create(JSON.createObjectNode());
                if (refusal != null) {
                    refuse("", refusal);
                }
            }
        }

        private boolean detection(String name) {
            return session.path("audio")
                    .path("input")
                    .path("turn_detection")
                    .path(name)
                    .asBoolean(true);
        }
    }
}
