// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.Subprotocol;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/**
 * The call's socket from our gateway: one per call and epoch. Every callback runs on the socket's event loop, which is the
 * call's mailbox too, in the order of the messages.
 */
@WebSocket(path = "/media/{callId}", endpointId = MediaEndpoint.ID)
@Singleton
class MediaEndpoint {
    static final String ID = "media";

    private static final Logger LOG = Logger.getLogger(MediaEndpoint.class);
    private static final TypedKey<MediaStream> STREAM = new TypedKey<>("stream");

    private final MediaStreams streams;

    MediaEndpoint(MediaStreams streams) {
        this.streams = streams;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket, @PathParam String callId) {
        StreamLine.Dialect dialect =
                Subprotocol.JSON.equals(socket.subprotocol()) ? StreamLine.Dialect.JSON : StreamLine.Dialect.BINARY;
        int epoch = Integer.parseInt(socket.handshakeRequest().header(Subprotocol.EPOCH_HEADER));
        socket.userData().put(STREAM, streams.open(socket, callId, epoch, dialect));
    }

    @OnBinaryMessage
    @NonBlocking
    void audio(Buffer frame, WebSocketConnection socket) {
        socket.userData().get(STREAM).audio(frame.getBytes());
    }

    @OnTextMessage
    @NonBlocking
    void control(String message, WebSocketConnection socket) {
        socket.userData().get(STREAM).control(message);
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket) {
        socket.userData().get(STREAM).closed();
    }

    /** A lost line comes here before {@link #close}. Without this method the default strategy would log it as an error. */
    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection socket) {
        LOG.debugf(failure, "media socket %s", socket.id());
        if (socket.isOpen()) {
            socket.close().subscribe().with(done -> {}, alreadyClosed -> {});
        }
    }
}
