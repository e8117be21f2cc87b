// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.CompandingLaw;
import io.allo.contracts.media.AudioFrame;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A real WebSocket client on a real socket, as a gateway or Twilio would be one. */
final class MediaClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ScheduledExecutorService BEATS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("beats").factory());

    final List<JsonNode> control = new CopyOnWriteArrayList<>();
    final List<AudioFrame> frames = new CopyOnWriteArrayList<>();
    volatile int closeCode;
    private int audioFrames;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private @Nullable WebSocket socket;
    private @Nullable Future<?> beats;

    /** The open client, or the status of the refusal. */
    record Handshake(@Nullable MediaClient client, int status) {}

    static Handshake connect(URI uri, Map<String, String> headers, String... subprotocols) {
        MediaClient client = new MediaClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder().connectTimeout(LIMIT);
        headers.forEach(builder::header);
        if (subprotocols.length > 0) {
            builder.subprotocols(subprotocols[0]);
        }
        try {
            client.socket = builder.buildAsync(uri, client).join();
            return new Handshake(client, 101);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return new Handshake(null, refused.getResponse().statusCode());
            }
            throw e;
        }
    }

    /** Beats like a gateway until it is closed: sends of the JDK's client may not overlap, hence the lock. */
    MediaClient beating() {
        beats = BEATS.scheduleAtFixedRate(
                () -> send("{\"event\":\"heartbeat\",\"at\":0}"), 0, 400, TimeUnit.MILLISECONDS);
        return this;
    }

    void send(String json) {
        synchronized (BEATS) {
            socket.sendText(json, true).join();
        }
    }

    /** The caller's voice, in frames, as fast as it can be sent. */
    void audio(byte[] g711) {
        for (int at = 0; at < g711.length; at += CompandingLaw.FRAME_BYTES) {
            byte[] payload = Arrays.copyOfRange(g711, at, at + CompandingLaw.FRAME_BYTES);
            byte[] frame = new AudioFrame(audioFrames++, 0, 0, false, payload).encode();
            synchronized (BEATS) {
                socket.sendBinary(ByteBuffer.wrap(frame), true).join();
            }
        }
    }

    /** The first control message of this kind that has not been asked for. */
    JsonNode await(String event) {
        return await(event, message -> true);
    }

    JsonNode await(String event, Predicate<JsonNode> condition) {
        Predicate<JsonNode> wanted = message -> message.path("event").asText().equals(event) && condition.test(message);
        Awaitility.await(event)
                .atMost(LIMIT)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() -> control.stream().anyMatch(wanted));
        JsonNode found = control.stream().filter(wanted).findFirst().orElseThrow();
        control.remove(found);
        return found;
    }

    void awaitFrames(int item, int atLeast) {
        Awaitility.await("frames of item " + item)
                .atMost(LIMIT)
                .pollInterval(10, TimeUnit.MILLISECONDS)
                .until(() ->
                        frames.stream().filter(frame -> frame.item() == item).count() >= atLeast);
    }

    void awaitClose() {
        Awaitility.await("close").atMost(LIMIT).until(() -> closeCode != 0);
    }

    @Override
    public synchronized CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                control.add(JSON.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new AssertionError("the router sent no JSON: " + text, e);
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public synchronized CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] part = new byte[data.remaining()];
        data.get(part);
        binary.writeBytes(part); // a message comes in parts where the receive buffer ends
        if (last) {
            frames.add(AudioFrame.decode(binary.toByteArray()));
            binary.reset();
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    @Override
    public void close() {
        if (beats != null) {
            beats.cancel(false);
        }
        socket.abort();
    }
}
