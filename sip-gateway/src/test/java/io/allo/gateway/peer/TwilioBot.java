// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What somebody runs behind such a bridge: a media socket that knows Twilio's messages, and a callback URL. */
public final class TwilioBot implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ObjectMapper json = new ObjectMapper();
    private final HttpServer server;
    private final List<JsonNode> heard = new CopyOnWriteArrayList<>();
    private final List<JsonNode> callbacks = new CopyOnWriteArrayList<>();
    private volatile String decision = "{\"action\":\"accept\"}";
    private volatile @Nullable ServerWebSocket socket;
    private volatile boolean closed;

    public TwilioBot() {
        server = await(vertx.createHttpServer().requestHandler(this::request).listen(0, "127.0.0.1"));
    }

    /** Upgrades by hand: Quarkus, once started in this JVM, has switched Vert.x's own WebSocket handler off. */
    private void request(HttpServerRequest request) {
        if (request.path().equals("/stream")) {
            request.toWebSocket().onSuccess(this::opened);
            return;
        }
        request.body().onSuccess(body -> {
            String query = request.query();
            callbacks.add(read(query == null ? body.toString() : "{\"query\":\"" + query + "\"}"));
            boolean fails = request.path().equals("/incoming") && decision.isEmpty();
            request.response().setStatusCode(fails ? 500 : 200).end(decision);
        });
    }

    private void opened(ServerWebSocket opened) {
        socket = opened;
        closed = false;
        opened.closeHandler(_ -> closed = true);
        opened.textMessageHandler(text -> heard.add(read(text)));
    }

    private JsonNode read(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(text, e);
        }
    }

    public URI media() {
        return URI.create("ws://127.0.0.1:" + server.actualPort() + "/stream");
    }

    public URI callback(String path) {
        return URI.create("http://127.0.0.1:" + server.actualPort() + path);
    }

    /** Body of the answer to the incoming callback; empty = 500. */
    public void decide(String body) {
        decision = body;
    }

    public void say(String text) {
        ServerWebSocket open = socket;
        if (open == null) {
            throw new AssertionError("no socket");
        }
        open.writeTextMessage(text);
    }

    public void speak(String streamSid, byte[] ulaw) {
        say("{\"event\":\"media\",\"streamSid\":\"" + streamSid + "\",\"media\":{\"payload\":\""
                + Base64.getEncoder().encodeToString(ulaw) + "\"}}");
    }

    public void hangUp() {
        ServerWebSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    /** Events of this kind so far. */
    public List<JsonNode> heard(String event) {
        return heard.stream()
                .filter(message -> message.path("event").asText().equals(event))
                .toList();
    }

    public List<JsonNode> callbacks() {
        return List.copyOf(callbacks);
    }

    public boolean isConnected() {
        return socket != null && !closed;
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
