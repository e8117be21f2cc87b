// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.Start;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * A person calls from a web page: the page is the telephone and speaks the gateway's protocol (binary frames, µ-law), but who is
 * called and under which id is said here and not by the page. {@code /webvoice?agent=<web token>}; who may open it: {@link
 * MediaUpgradeCheck}. Every callback runs on the socket's event loop.
 */
@WebSocket(path = "/webvoice", endpointId = BrowserVoiceEndpoint.ID)
@Singleton
class BrowserVoiceEndpoint {
    static final String ID = "webvoice";
    static final String AGENT = "agent";

    private static final Logger LOG = Logger.getLogger(BrowserVoiceEndpoint.class);
    private static final TypedKey<MediaStream> STREAM = new TypedKey<>("stream");
    private static final int FIRST_EPOCH = 1;

    private final MediaStreams streams;
    private final ObjectMapper json;

    BrowserVoiceEndpoint(MediaStreams streams, ObjectMapper json) {
        this.streams = streams;
        this.json = json;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket) throws JsonProcessingException {
        String callId = "web-" + UUID.randomUUID();
        String agent = BrowserQuery.agent(socket.handshakeRequest().query());
        MediaStream stream = streams.open(socket, callId, FIRST_EPOCH, StreamLine.Dialect.BROWSER);
        socket.userData().put(STREAM, stream);
        Start.Body body = new Start.Body(
                callId,
                null,
                callId,
                List.of("inbound"),
                Map.of("to", agent, "direction", "inbound"),
                new Start.MediaFormat(Start.MediaFormat.MULAW, 8000, 1));
        Start start = new Start("1", callId, body, new Start.Allo(FIRST_EPOCH, true, null));
        stream.control(json.writerFor(StreamMessage.class).writeValueAsString(start));
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

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection socket) {
        LOG.debugf(failure, "browser voice socket %s", socket.id());
        if (socket.isOpen()) {
            socket.close().subscribe().with(done -> {}, alreadyClosed -> {});
        }
    }
}
