// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.door.ConsoleDoor;
import io.allo.router.door.ConsoleDoor.Visitor;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.PathParam;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/** The page's socket: what happens in a session, and the support agent's voice. Protocol: {@code docs/technician-console.md}. */
@WebSocket(path = "/api/realtime/ws/{session}", endpointId = ConsoleEndpoint.ID)
@Singleton
class ConsoleEndpoint {
    static final String ID = "console";

    private static final Logger LOG = Logger.getLogger(ConsoleEndpoint.class);
    private static final int LONGEST_MESSAGE = 4_096;
    private static final int LONGEST_FRAME = 1_600;
    private static final long TOKEN_WITHIN_MS = 10_000;

    private final ConsoleDesk desk;
    private final ConsoleDoor door;
    private final Watchers watchers;
    private final Lines lines;
    private final Vertx vertx;

    ConsoleEndpoint(ConsoleDesk desk, ConsoleDoor door, Watchers watchers, Lines lines, Vertx vertx) {
        this.desk = desk;
        this.door = door;
        this.watchers = watchers;
        this.lines = lines;
        this.vertx = vertx;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection socket, @PathParam String session) {
        PageSocket page = new PageSocket(socket);
        socket.userData().put(PageSocket.KEY, page);
        door.unknown()
                .ifPresentOrElse(
                        visitor -> page.follow(new SessionKey(visitor.accountId(), session), desk, watchers, vertx),
                        () -> vertx.setTimer(TOKEN_WITHIN_MS, _ -> {
                            if (page.session() == null) {
                                page.close(PageSocket.REFUSED);
                            }
                        }));
    }

    @OnTextMessage
    @NonBlocking
    void message(String text, WebSocketConnection socket, @PathParam String session) {
        PageSocket page = socket.userData().get(PageSocket.KEY);
        if (!page.takes()) {
            return;
        }
        if (text.length() > LONGEST_MESSAGE) {
            page.close(PageSocket.REFUSED);
            return;
        }
        JsonObject message;
        try {
            message = new JsonObject(text);
        } catch (DecodeException | ClassCastException e) {
            refuse(page, "no JSON object");
            return;
        }
        String type = message.getValue("type") instanceof String name ? name : "";
        SessionKey key = page.session();
        if (key == null) {
            enter(page, type, message, session);
        } else {
            act(page, key, type, message);
        }
    }

    private void enter(PageSocket page, String type, JsonObject message, String session) {
        if (!type.equals("token") || !(message.getValue("token") instanceof String token)) {
            page.close(PageSocket.REFUSED);
            return;
        }
        door.enter(token, message.getValue("accountId") instanceof String account ? account : null)
                .subscribe()
                .with(
                        visitor -> visitor.filter(Visitor::acts)
                                .ifPresentOrElse(
                                        known -> page.follow(
                                                new SessionKey(known.accountId(), session), desk, watchers, vertx),
                                        () -> page.close(PageSocket.REFUSED)),
                        failure -> {
                            LOG.warnf("a console's login cannot be checked: %s", failure.toString());
                            page.close(PageSocket.REFUSED);
                        });
    }

    private void act(PageSocket page, SessionKey key, String type, JsonObject message) {
        switch (type) {
            case "ping" -> page.send(new JsonObject().put("type", "pong"));
            case "pong", "token" -> {}
            case "audio" -> page.hears(Boolean.TRUE.equals(message.getValue("on")));
            case "mute" -> {
                if (message.getValue("muted") instanceof Boolean muted) {
                    desk.mute(key, muted).subscribe().with(_ -> {}, failure -> refuse(page, "not muted, try again"));
                } else {
                    refuse(page, "muted: expected true or false");
                }
            }
            case "shown", "clicked" -> {
                if (message.getValue("suggestion_id") instanceof Number id) {
                    (type.equals("shown") ? desk.shown(key, id.longValue()) : desk.clicked(key, id.longValue()))
                            .subscribe()
                            .with(_ -> {}, failure -> LOG.debugf("not noted: %s", failure.getMessage()));
                } else {
                    refuse(page, "suggestion_id: expected a number");
                }
            }
            default -> refuse(page, "unknown type");
        }
    }

    @OnBinaryMessage
    @NonBlocking
    void audio(Buffer frame, WebSocketConnection socket) {
        PageSocket page = socket.userData().get(PageSocket.KEY);
        SessionKey key = page.session();
        if (page.takes() && key != null && frame.length() > 0 && frame.length() <= LONGEST_FRAME) {
            lines.of(key).ifPresent(line -> line.agentSpeaks(frame.getBytes()));
        }
    }

    private static void refuse(PageSocket page, String why) {
        page.send(new JsonObject().put("type", "error").put("error", why));
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection socket) {
        socket.userData().get(PageSocket.KEY).leave(watchers, vertx);
    }

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection socket) {
        LOG.debugf("console socket %s: %s", socket.id(), failure.getMessage());
        if (socket.isOpen()) {
            socket.close().subscribe().with(_ -> {}, _ -> {});
        }
    }
}
