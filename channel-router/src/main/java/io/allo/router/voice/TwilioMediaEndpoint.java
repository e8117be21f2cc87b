// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.Start;
import io.allo.contracts.worker.MediaToken;
import io.allo.router.config.ServiceKey;
import io.quarkus.arc.All;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A Twilio number streams straight to us (Twilio Media Streams, {@code <Connect><Stream>}). Twilio allows no query string and
 * no header of ours, so what belongs to the call comes as {@code <Parameter>} in {@code start}: {@code to}, {@code callerPhone},
 * {@code epoch} (raised when the call comes back) and {@code callToken}, a {@link MediaToken} for the call's SID at that epoch.
 * Instead of the token the signature of the handshake counts. A stream without {@code callToken} may be somebody else's
 * ({@link OtherStreams}). A socket without a valid start is closed after 3 s.
 */
@WebSocket(path = "/twilio/media-stream", endpointId = TwilioMediaEndpoint.ID)
@Singleton
class TwilioMediaEndpoint {
    static final String ID = "twilio-media";

    private static final Logger LOG = Logger.getLogger(TwilioMediaEndpoint.class);
    private static final TypedKey<MediaStream> STREAM = new TypedKey<>("stream");
    private static final TypedKey<OtherSocket> OTHER = new TypedKey<>("other");
    private static final CloseReason POLICY = new CloseReason(1008, "no valid start");
    private static final long START_WITHIN_MS = 3000;

    private final MediaStreams streams;
    private final ServiceKey serviceKey;
    private final CarrierCalls carrier;
    private final MediaAdmission admission;
    private final ObjectMapper json;
    private final Clock clock;
    private final Vertx vertx;
    private final List<OtherStreams> others;

    TwilioMediaEndpoint(
            MediaStreams streams,
            ServiceKey serviceKey,
            CarrierCalls carrier,
            MediaAdmission admission,
            ObjectMapper json,
            Clock clock,
            Vertx vertx,
            @All List<OtherStreams> others) {
        this.streams = streams;
        this.serviceKey = serviceKey;
        this.carrier = carrier;
        this.admission = admission;
        this.json = json;
        this.clock = clock;
        this.vertx = vertx;
        this.others = others;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket) {
        vertx.setTimer(START_WITHIN_MS, timer -> {
            if (stream(socket) == null && socket.userData().get(OTHER) == null) {
                refuse(socket);
            }
        });
    }

    @OnTextMessage
    @NonBlocking
    void message(String message, WebSocketConnection socket) {
        MediaStream stream = stream(socket);
        OtherSocket other = socket.userData().get(OTHER);
        if (stream != null) {
            stream.control(message);
        } else if (other != null) {
            other.message(message);
        } else if (message.contains("\"start\"")) {
            start(message, socket);
        }
    }

    private void start(String message, WebSocketConnection socket) {
        if (!(parsed(message) instanceof Start start)) {
            refuse(socket);
            return;
        }
        Optional<OtherSocket> other =
                token(start).isEmpty() ? OtherSocket.open(others, start, socket, json) : Optional.empty();
        if (other.isPresent()) {
            socket.userData().put(OTHER, other.get());
            return;
        }
        if (!authentic(start, socket)) {
            refuse(socket);
            return;
        }
        String callSid = start.start().callSid();
        int epoch = epoch(start);
        MediaStream stream = streams.open(socket, callSid, epoch, StreamLine.Dialect.TWILIO);
        socket.userData().put(STREAM, stream);
        admission
                .admit(callSid, epoch, token(start).isEmpty() ? callSid : token(start))
                .onFailure()
                .recoverWithItem(MediaAdmission.Verdict.ADMITTED)
                .subscribe()
                .with(verdict -> stream.inMailbox(() -> {
                    if (verdict == MediaAdmission.Verdict.ADMITTED) {
                        stream.control(message);
                    } else {
                        refuse(socket);
                    }
                }));
    }

    private @Nullable StreamMessage parsed(String message) {
        try {
            return json.readValue(message, StreamMessage.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private boolean authentic(Start start, WebSocketConnection socket) {
        String token = token(start);
        if (!token.isEmpty()) {
            return MediaToken.verify(token, serviceKey.value(), start.start().callSid(), epoch(start), clock.instant());
        }
        var handshake = socket.handshakeRequest();
        String path = handshake.path() + (handshake.query() == null ? "" : "?" + handshake.query());
        return carrier.opened(path, handshake.host(), handshake.header("X-Twilio-Signature"));
    }

    private static int epoch(Start start) {
        String epoch = start.start().customParameters().getOrDefault("epoch", "");
        return epoch.matches("[1-9][0-9]{0,3}") ? Integer.parseInt(epoch) : 1;
    }

    private static String token(Start start) {
        return start.start().customParameters().getOrDefault("callToken", "");
    }

    private static void refuse(WebSocketConnection socket) {
        if (socket.isOpen()) {
            socket.close(POLICY).subscribe().with(done -> {}, alreadyClosed -> {});
        }
    }

    private static @Nullable MediaStream stream(WebSocketConnection socket) {
        return socket.userData().get(STREAM);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket) {
        MediaStream stream = stream(socket);
        if (stream != null) {
            stream.closed();
        }
        OtherSocket other = socket.userData().get(OTHER);
        if (other != null) {
            other.closed();
        }
    }

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection socket) {
        LOG.debugf(failure, "twilio media socket %s", socket.id());
        if (socket.isOpen()) {
            socket.close().subscribe().with(done -> {}, alreadyClosed -> {});
        }
    }
}
