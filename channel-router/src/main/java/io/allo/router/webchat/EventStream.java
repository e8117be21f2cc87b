// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerResponse;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One {@code text/event-stream} response. Exactly one {@code final} or {@code transfer} per message. */
final class EventStream implements Follower {
    private final HttpServerResponse response;
    private final ObjectMapper json;
    private final LongConsumer streamed;
    private final Set<Long> sent = new HashSet<>();
    private final Set<String> typing = new HashSet<>();
    private volatile Instant lastEvent = Instant.now();

    /** @param streamed told the row whose answer went out */
    EventStream(HttpServerResponse response, ObjectMapper json, LongConsumer streamed) {
        this.response = response;
        this.json = json;
        this.streamed = streamed;
    }

    /** {@code type} is one of {@code partial final transfer error}; fields that do not belong to it are absent. */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Event(
            String type,
            @Nullable String text,
            @Nullable String reason,
            @Nullable Boolean silent,
            @Nullable String message,
            @JsonProperty("conv_state") @Nullable String conversationState,
            Instant timestamp) {}

    Instant lastEvent() {
        return lastEvent;
    }

    /** @param onClose once, whoever closes it */
    void begin(Runnable onClose) {
        AtomicBoolean over = new AtomicBoolean();
        Handler<Void> once = _ -> {
            if (over.compareAndSet(false, true)) {
                onClose.run();
            }
        };
        response.closeHandler(once); // the client went away
        response.endHandler(once); // we ended it; the connection may live on for other requests
        response.putHeader("Content-Type", "text/event-stream; charset=UTF-8")
                .putHeader("Cache-Control", "no-cache")
                .putHeader("X-Accel-Buffering", "no") // nginx would hold the events back
                .setChunked(true)
                .write(": open\n\n");
    }

    /** 204 tells an {@code EventSource} not to come again. */
    void nothingMore() {
        response.setStatusCode(204).end();
    }

    synchronized void close() {
        if (!response.ended() && !response.closed()) {
            response.end();
        }
    }

    @Override
    public synchronized void send(ServerMessage message) {
        if (response.ended() || response.closed()) {
            return;
        }
        switch (message) {
            case ServerMessage.Delta(var replyTo, var _, var _) -> typing(replyTo);
            case ServerMessage.Typing(var replyTo) -> typing(replyTo);
            case ServerMessage.Final answer -> answer(answer);
            case ServerMessage.Failure(var code, var _) ->
                write(null, new Event("error", null, null, null, code, null, Instant.now()));
            // the widget's own
            case ServerMessage.Ready(var _, var _, var _, var _, var _) -> {}
            case ServerMessage.Ack(var _, var _) -> {}
            case ServerMessage.History(var _) -> {}
            case ServerMessage.Pong() -> {}
        }
    }

    private void typing(String replyTo) {
        if (typing.add(replyTo)) {
            write(null, new Event("partial", "", null, null, null, null, Instant.now()));
        }
    }

    private void answer(ServerMessage.Final answer) {
        if (!sent.add(answer.seq())) {
            return;
        }
        boolean silent = answer.text().isBlank();
        Instant now = Instant.now();
        write(
                answer.seq(),
                answer.state() == ServerMessage.State.TRANSFERRED
                        ? new Event("transfer", answer.text(), "human", silent, null, "TRANSFERRED", now)
                        : new Event("final", answer.text(), null, null, null, seedState(answer.state()), now));
        streamed.accept(answer.seq());
        if (answer.state() != ServerMessage.State.OPEN) {
            close();
        }
    }

    /** Existing clients lock their input on these two words. */
    private static String seedState(ServerMessage.State state) {
        return switch (state) {
            case OPEN -> "START";
            case ENDED -> "CONFIRMED";
            case TRANSFERRED -> "TRANSFERRED";
        };
    }

    private void write(@Nullable Long id, Event event) {
        try {
            lastEvent = Instant.now();
            response.write((id == null ? "" : "id: " + id + "\n") + "data: " + json.writeValueAsString(event) + "\n\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of strings has a JSON form", e);
        }
    }
}
