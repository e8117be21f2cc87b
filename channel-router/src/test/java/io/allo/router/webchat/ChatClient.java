// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A widget without a page: speaks the protocol of docs/web-chat.md and keeps all that came. */
final class ChatClient implements WebSocket.Listener, AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    private final List<JsonObject> received = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final WebSocket socket;
    private volatile int closeCode = -1;

    private ChatClient(URI uri, @Nullable String origin) {
        WebSocket.Builder builder = HttpClient.newHttpClient().newWebSocketBuilder();
        if (origin != null) {
            builder.header("Origin", origin);
        }
        socket = builder.buildAsync(uri, this).join();
    }

    static ChatClient open(URI base, String agent) {
        return open(base, agent, null);
    }

    static ChatClient open(URI base, String agent, @Nullable String origin) {
        return new ChatClient(URI.create("ws://" + base.getAuthority() + "/chat/ws?agent=" + agent), origin);
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
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        return null;
    }

    /** Opens a conversation and waits for the greeting. */
    JsonObject start() {
        send(new JsonObject().put("type", "start"));
        JsonObject ready = next("ready");
        next("final");
        return ready;
    }

    void resume(JsonObject ready, long after) {
        send(new JsonObject()
                .put("type", "resume")
                .put("conversationId", ready.getString("conversationId"))
                .put("secret", ready.getString("secret"))
                .put("after", after));
    }

    void write(String id, String text) {
        send(new JsonObject().put("type", "message").put("id", id).put("text", text));
    }

    void send(JsonObject message) {
        sendRaw(message.encode());
    }

    void sendRaw(String text) {
        socket.sendText(text, true).join();
    }

    /** The first message of this type; waits for it. */
    JsonObject next(String type) {
        await().atMost(LIMIT).until(() -> !all(type).isEmpty());
        return all(type).getFirst();
    }

    /** The whole answer to a message; waits for it. */
    JsonObject answerTo(String id) {
        await().atMost(LIMIT).until(() -> finals(id).size() > 0);
        return finals(id).getFirst();
    }

    List<JsonObject> finals(String id) {
        return all("final").stream()
                .filter(m -> m.getString("replyTo").equals(id))
                .toList();
    }

    List<JsonObject> all(String type) {
        return received.stream()
                .filter(message -> message.getString("type").equals(type))
                .toList();
    }

    int closeCode() {
        return closeCode;
    }

    @Override
    public void close() {
        socket.abort();
    }
}
