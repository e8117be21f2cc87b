// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.Start;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A telephone company's socket that carries no agent's call: reads its messages, sends {@code media}. On the socket's event loop. */
final class OtherSocket implements OtherStreams.Far {
    private static final Logger LOG = Logger.getLogger(OtherSocket.class);
    private static final CloseReason FLOOD = new CloseReason(1008, "too many messages");
    private static final String INBOUND = "inbound";
    private static final int FRAMES_A_MESSAGE = 1_600;
    /** Half a minute of audio: what is behind that far is not wanted any more. */
    private static final int MOST_UNSENT = 1_500;

    private final WebSocketConnection socket;
    private final ObjectMapper json;
    private final String streamSid;
    private final ControlBudget messages = new ControlBudget();
    private final FrameBudget inbound = new FrameBudget();
    private final FrameBudget outbound = new FrameBudget();
    private final AtomicInteger unsent = new AtomicInteger();
    private OtherStreams.@Nullable OtherStream stream;

    private OtherSocket(WebSocketConnection socket, ObjectMapper json, String streamSid) {
        this.socket = socket;
        this.json = json;
        this.streamSid = streamSid;
    }

    /** Empty: it is an agent's call, or nobody's. */
    static Optional<OtherSocket> open(
            Iterable<OtherStreams> takers, Start start, WebSocketConnection socket, ObjectMapper json) {
        OtherSocket other = new OtherSocket(socket, json, start.streamSid());
        for (OtherStreams taker : takers) {
            other.stream = taker.open(start, other).orElse(null);
            if (other.stream != null) {
                return Optional.of(other);
            }
        }
        return Optional.empty();
    }

    void message(String text) {
        if (!messages.take(System.nanoTime())) {
            if (socket.isOpen()) {
                socket.close(FLOOD).subscribe().with(_ -> {}, _ -> {});
            }
            closed();
            return;
        }
        try {
            switch (json.readValue(text, StreamMessage.class)) {
                case StreamMessage.Media media -> media(media.media());
                case StreamMessage.Stop _ -> closed();
                default -> {}
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            LOG.debugf("stream %s: unreadable message: %s", streamSid, e.getMessage());
        }
    }

    private void media(StreamMessage.Media.Body media) {
        byte[] ulaw = Base64.getDecoder().decode(media.payload());
        boolean fromThere = media.track() == null || media.track().equals(INBOUND);
        if (stream != null && (fromThere ? inbound : outbound).take(ulaw.length, System.nanoTime())) {
            stream.audio(fromThere ? INBOUND : "outbound", ulaw);
        }
    }

    /** Idempotent. */
    void closed() {
        OtherStreams.OtherStream ended = stream;
        stream = null;
        if (ended != null) {
            ended.closed();
        }
    }

    @Override
    public void audio(byte[] ulaw) {
        for (int from = 0; from < ulaw.length; from += FRAMES_A_MESSAGE) {
            send(Arrays.copyOfRange(ulaw, from, Math.min(ulaw.length, from + FRAMES_A_MESSAGE)));
        }
    }

    private void send(byte[] ulaw) {
        if (unsent.get() >= MOST_UNSENT || !socket.isOpen()) {
            return;
        }
        unsent.incrementAndGet();
        String payload = Base64.getEncoder().encodeToString(ulaw);
        JsonObject media = new JsonObject()
                .put("event", "media")
                .put("streamSid", streamSid)
                .put("media", new JsonObject().put("payload", payload));
        socket.sendText(media.encode())
                .onTermination()
                .invoke(unsent::decrementAndGet)
                .subscribe()
                .with(_ -> {}, failure -> LOG.debugf("stream %s: not sent: %s", streamSid, failure.getMessage()));
    }

    @Override
    public void close() {
        if (socket.isOpen()) {
            socket.close().subscribe().with(_ -> {}, _ -> {});
        }
    }
}
