// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.cockpit.CallAct.Act;
import io.allo.router.door.SocketDoor;
import io.allo.router.door.SocketDoor.Entered;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The cockpit's socket: the first message says who sits there. Protocol: {@code docs/cockpit.md}. Gauge {@code allo_cockpit_pages}. */
@WebSocket(path = "/api/cockpit/ws")
@ApplicationScoped
public class CockpitEndpoint {
    private static final Logger LOG = Logger.getLogger(CockpitEndpoint.class);
    private static final Duration LOGIN = Duration.ofSeconds(10);
    private static final int LONGEST = 16_384;
    private static final int FRAME = 160;
    private static final CloseReason NOT_ALLOWED = new CloseReason(1008, "login");
    private static final CloseReason FULL = new CloseReason(1013, "full");

    private final SocketDoor door;
    private final LiveHub hub;
    private final CallDesk desk;
    private final CockpitConfig config;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final AtomicInteger open = new AtomicInteger();

    CockpitEndpoint(
            SocketDoor door,
            LiveHub hub,
            CallDesk desk,
            CockpitConfig config,
            ObjectMapper json,
            Vertx vertx,
            MeterRegistry meters) {
        this.door = door;
        this.hub = hub;
        this.desk = desk;
        this.config = config;
        this.json = json;
        this.vertx = vertx;
        meters.gauge("allo.cockpit.pages", open);
    }

    @OnOpen
    @NonBlocking
    void opened(WebSocketConnection connection) {
        CockpitSocket page = new CockpitSocket(connection, json);
        connection.userData().put(CockpitSocket.KEY, page);
        if (open.incrementAndGet() > config.maxSockets()) {
            page.close(FULL);
            return;
        }
        vertx.setTimer(LOGIN.toMillis(), _ -> {
            if (page.entered() == null) {
                page.close(NOT_ALLOWED);
            }
        });
    }

    @OnTextMessage
    @NonBlocking
    Uni<Void> said(String message, WebSocketConnection connection) {
        CockpitSocket page = connection.userData().get(CockpitSocket.KEY);
        Order order = read(message);
        if (order == null || order.type() == null) {
            return refuse(page, null, "bad-message");
        }
        if (order.type().equals("token")) {
            return login(page, order);
        }
        Entered who = page.entered();
        if (who == null) {
            return refuse(page, order.ref(), "login");
        }
        return obey(page, who, order);
    }

    private @Nullable Order read(String message) {
        try {
            return message.length() > LONGEST ? null : json.readValue(message, Order.class);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    /** Also of an open page, before its token ends. Another account needs another socket. */
    private Uni<Void> login(CockpitSocket page, Order order) {
        Uni<Optional<Entered>> entering = order.token() != null
                ? door.person(order.token(), order.accountId())
                : order.key() != null
                        ? door.program(order.key())
                        : Uni.createFrom().item(Optional.empty());
        return entering.map(found -> found.filter(who ->
                        page.entered() == null || page.entered().accountId().equals(who.accountId())))
                .invoke(found -> found.ifPresentOrElse(who -> entered(page, order, who), () -> page.close(NOT_ALLOWED)))
                .replaceWithVoid()
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf("a page cannot be let in: %s", failure.toString());
                    return refuse(page, order.ref(), "unavailable");
                });
    }

    private void entered(CockpitSocket page, Order order, Entered who) {
        page.enter(who);
        page.send(CockpitSocket.answer(
                order.ref(),
                "ready",
                Map.of("name", who.who().name(), "leads", who.who().leads())));
        hub.join(who.accountId(), page);
    }

    private Uni<Void> obey(CockpitSocket page, Entered who, Order order) {
        String conversation = order.conversation();
        switch (order.type() == null ? "" : order.type()) {
            case "ping" -> {
                desk.seen(page);
                page.send(Map.of("type", "pong"));
            }
            case "follow" -> {
                if (conversation == null || !page.follow(conversation)) {
                    return refuse(page, order.ref(), "too-many");
                }
                hub.changed(who.accountId());
            }
            case "unfollow" -> {
                if (conversation != null) {
                    page.unfollow(conversation);
                }
            }
            default -> {
                String refusal = Act.of(order.type())
                        .map(act -> desk.act(page, who, act, order))
                        .orElseGet(() -> Act.of(order.type()).isPresent() ? null : "bad-message");
                return refusal == null ? Uni.createFrom().voidItem() : refuse(page, order.ref(), refusal);
            }
        }
        return Uni.createFrom().voidItem();
    }

    private static Uni<Void> refuse(CockpitSocket page, @Nullable String ref, String code) {
        page.send(CockpitSocket.answer(ref, "refused", Map.of("code", code)));
        return Uni.createFrom().voidItem();
    }

    /** 20 ms of whoever sits there: µ-law. */
    @OnBinaryMessage
    @NonBlocking
    void spoke(Buffer frame, WebSocketConnection connection) {
        if (frame.length() == FRAME) {
            desk.voice(connection.userData().get(CockpitSocket.KEY), frame.getBytes());
        }
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        open.decrementAndGet();
        CockpitSocket page = connection.userData().get(CockpitSocket.KEY);
        Entered who = page == null ? null : page.entered();
        if (who != null) {
            hub.leave(who.accountId(), page);
            desk.closed(page, who);
        }
    }

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection connection) {
        LOG.debugf("cockpit socket %s: %s", connection.id(), failure.getMessage());
    }
}
