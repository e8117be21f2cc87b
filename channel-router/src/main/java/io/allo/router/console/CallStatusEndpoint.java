// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.door.ConsoleDoor;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever listens that a session's call is over. An end of which nobody was told is told at the next connection. Where the
 * console is not open, the first message is {@code {"type":"token"}}, as at the page's socket.
 */
@WebSocket(path = "/twilio/call-status/{session}", endpointId = CallStatusEndpoint.ID)
@Singleton
class CallStatusEndpoint {
    static final String ID = "console-call-status";

    private static final Logger LOG = Logger.getLogger(CallStatusEndpoint.class);
    private static final TypedKey<SessionKey> SESSION = new TypedKey<>("session");
    private static final CloseReason REFUSED = new CloseReason(1008, "not let in");
    private static final int LONGEST_MESSAGE = 4_096;
    private static final long TOKEN_WITHIN_MS = 10_000;

    private final ConsoleDoor door;
    private final CallEnds ends;
    private final Vertx vertx;

    CallStatusEndpoint(ConsoleDoor door, CallEnds ends, Vertx vertx) {
        this.door = door;
        this.ends = ends;
        this.vertx = vertx;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket, @PathParam String session) {
        door.unknown()
                .ifPresentOrElse(
                        visitor -> follow(socket, new SessionKey(visitor.accountId(), session)),
                        () -> vertx.setTimer(TOKEN_WITHIN_MS, _ -> {
                            if (session(socket) == null) {
                                refuse(socket);
                            }
                        }));
    }

    @OnTextMessage
    @NonBlocking
    void message(String text, WebSocketConnection socket, @PathParam String session) {
        JsonObject message;
        try {
            message = new JsonObject(text.length() > LONGEST_MESSAGE ? "" : text);
        } catch (DecodeException | ClassCastException e) {
            refuse(socket);
            return;
        }
        String type = message.getValue("type") instanceof String name ? name : "";
        if (session(socket) == null) {
            enter(socket, type, message, session);
        } else if (type.equals("ping")) {
            send(socket, new JsonObject().put("type", "pong"));
        }
    }

    private void enter(WebSocketConnection socket, String type, JsonObject message, String session) {
        if (!type.equals("token") || !(message.getValue("token") instanceof String token)) {
            refuse(socket);
            return;
        }
        door.enter(token, message.getValue("accountId") instanceof String account ? account : null)
                .subscribe()
                .with(
                        visitor -> visitor.ifPresentOrElse(
                                known -> follow(socket, new SessionKey(known.accountId(), session)),
                                () -> refuse(socket)),
                        failure -> {
                            LOG.warnf("a console's login cannot be checked: %s", failure.toString());
                            refuse(socket);
                        });
    }

    private void follow(WebSocketConnection socket, SessionKey key) {
        socket.userData().put(SESSION, key);
        send(socket, new JsonObject().put("event", "connected").put("session_id", key.sessionId()));
        ends.join(key, socket.id(), end -> send(socket, end));
    }

    private static @Nullable SessionKey session(WebSocketConnection socket) {
        return socket.userData().get(SESSION);
    }

    private static void send(WebSocketConnection socket, JsonObject message) {
        socket.sendText(message.encode())
                .subscribe()
                .with(_ -> {}, failure -> LOG.debugf("a listener went away: %s", failure.getMessage()));
    }

    private static void refuse(WebSocketConnection socket) {
        if (socket.isOpen()) {
            socket.close(REFUSED).subscribe().with(_ -> {}, _ -> {});
        }
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket) {
        SessionKey key = session(socket);
        if (key != null) {
            ends.leave(key, socket.id());
        }
    }

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection socket) {
        LOG.debugf("call status socket %s: %s", socket.id(), failure.getMessage());
        if (socket.isOpen()) {
            socket.close().subscribe().with(_ -> {}, _ -> {});
        }
    }
}
