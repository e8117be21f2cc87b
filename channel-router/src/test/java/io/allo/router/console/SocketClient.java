// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.awaitility.Awaitility.await;

import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A page, a listener or Twilio at one of the console's sockets; keeps all that came. */
final class SocketClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final ScheduledExecutorService BEATS = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("beats").factory());

    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger heard = new AtomicInteger();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private volatile int closeCode = -1;

    private @Nullable Future<?> beats;

    private SocketClient(URI uri, Map<String, String> headers, String... subprotocol) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        headers.forEach(builder::header);
        if (subprotocol.length > 0) {
            builder.subprotocols(subprotocol[0]);
        }
        socket = builder.buildAsync(uri, this).join();
    }

    static SocketClient open(URI base, String path) {
        return open(base, path, Map.of());
    }

    static SocketClient open(URI base, String path, Map<String, String> headers) {
        return new SocketClient(URI.create("ws://" + base.getAuthority() + path), headers);
    }

    /** Our gateway with a call of its own, audio in base64. */
    static SocketClient gateway(URI base, String callId, String serviceKey) {
        String token = MediaToken.issue(serviceKey, callId, 1, Instant.now().plusSeconds(30));
        SocketClient gateway = new SocketClient(
                URI.create("ws://" + base.getAuthority() + "/media/" + callId),
                Map.of("Authorization", "Bearer " + token, Subprotocol.EPOCH_HEADER, "1"),
                Subprotocol.JSON);
        gateway.beats = BEATS.scheduleAtFixedRate(
                () -> gateway.send(new JsonObject().put("event", "heartbeat").put("at", 0)),
                0,
                400,
                TimeUnit.MILLISECONDS);
        return gateway;
    }

    /** A page that is logged in. */
    static SocketClient page(URI base, String session, String token) {
        SocketClient page = open(base, "/api/realtime/ws/" + session);
        page.send(new JsonObject().put("type", "token").put("token", token));
        page.next("connected");
        return page;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            received.add(new JsonObject(partial.toString()));
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        heard.addAndGet(data.remaining());
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    synchronized void send(JsonObject message) {
        socket.sendText(message.encode(), true).join();
    }

    synchronized void sendBytes(byte[] bytes) {
        socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
    }

    /** 20 ms after 20 ms, as Twilio does. */
    void media(byte[] ulaw, String track) {
        for (int from = 0; from < ulaw.length; from += 160) {
            byte[] frame = Arrays.copyOfRange(ulaw, from, Math.min(ulaw.length, from + 160));
            send(new JsonObject()
                    .put("event", "media")
                    .put("streamSid", "MZ1")
                    .put("sequenceNumber", "4")
                    .put(
                            "media",
                            new JsonObject()
                                    .put("track", track)
                                    .put("chunk", "2")
                                    .put("timestamp", "40")
                                    .put("payload", Base64.getEncoder().encodeToString(frame))));
        }
    }

    JsonObject next(String type) {
        return next(type, any -> true);
    }

    /** The first such message; waits for it. */
    JsonObject next(String type, Predicate<JsonObject> wanted) {
        await().atMost(LIMIT).until(() -> all(type).stream().anyMatch(wanted));
        return all(type).stream().filter(wanted).findFirst().orElseThrow();
    }

    /** By {@code type}, or by {@code event}. */
    List<JsonObject> all(String type) {
        return received.stream()
                .filter(message -> type.equals(message.getString("type")) || type.equals(message.getString("event")))
                .toList();
    }

    /** Bytes of binary messages. */
    int heard() {
        return heard.get();
    }

    int awaitClose() {
        await().atMost(LIMIT).until(() -> closeCode != -1);
        return closeCode;
    }

    @Override
    public void close() {
        if (beats != null) {
            beats.cancel(false);
        }
        socket.abort();
    }
}
