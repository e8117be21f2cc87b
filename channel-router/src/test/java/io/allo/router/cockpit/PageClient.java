// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A page of the cockpit without the page: a real socket. */
public final class PageClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();

    public final List<JsonNode> told = new CopyOnWriteArrayList<>();
    public final List<byte[]> sound = new CopyOnWriteArrayList<>();
    volatile int closeCode;
    private final StringBuilder text = new StringBuilder();
    private final ByteArrayOutputStream binary = new ByteArrayOutputStream();
    private final WebSocket socket;

    public PageClient(String base) {
        URI uri = URI.create(base.replaceFirst("^http", "ws") + "api/cockpit/ws");
        socket = HTTP.newWebSocketBuilder()
                .connectTimeout(LIMIT)
                .buildAsync(uri, this)
                .join();
    }

    public PageClient login(String token) {
        return say("{\"type\":\"token\",\"token\":\"" + token + "\"}");
    }

    public synchronized PageClient say(String json) {
        socket.sendText(json, true).join();
        return this;
    }

    public synchronized void speak(byte[] g711) {
        socket.sendBinary(ByteBuffer.wrap(g711), true).join();
    }

    /** The first message that fits, also one that came before. */
    public JsonNode await(Predicate<JsonNode> fits) {
        Awaitility.await()
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> told.stream().anyMatch(fits));
        return told.stream().filter(fits).findFirst().orElseThrow();
    }

    public JsonNode await(String type) {
        return await(message -> message.path("type").asText().equals(type));
    }

    /** The card of a conversation as it was shown last, null: never, or no longer. */
    public @Nullable JsonNode card(String id) {
        JsonNode card = null;
        for (JsonNode message : told) {
            for (JsonNode one : message.path("conversations")) {
                card = one.path("id").asText().equals(id) ? one : card;
            }
            for (JsonNode gone : message.path("gone")) {
                card = gone.asText().equals(id) ? null : card;
            }
        }
        return card;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            try {
                told.add(JSON.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        binary.writeBytes(bytes);
        if (last) {
            sound.add(binary.toByteArray());
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
        socket.abort();
    }
}
