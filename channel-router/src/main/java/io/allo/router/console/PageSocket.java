// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.UserData.TypedKey;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One page's socket: what it may send, what waits to be sent to it, and the session that it follows once it is let in. A page that cannot
 * keep up loses levels and audio first; then it is closed. Callbacks on the socket's event loop; {@link #send} on any thread.
 */
final class PageSocket implements Watchers.Watcher {
    static final TypedKey<PageSocket> KEY = new TypedKey<>("console-page");
    static final CloseReason REFUSED = new CloseReason(1008, "not let in");

    private static final Logger LOG = Logger.getLogger(PageSocket.class);
    private static final CloseReason TOO_SLOW = new CloseReason(1013, "too slow");
    private static final CloseReason FLOOD = new CloseReason(1008, "too many messages");
    private static final int MOST_UNSENT = 200;
    private static final int MOST_UNSENT_SOUND = 50;
    private static final long NANOS_A_MESSAGE = 1_000_000_000L / 100;
    private static final int AT_ONCE = 200;
    private static final long LOOK_MS = 2_000;
    private static final int LOOKS_A_PING = 10;
    private static final int LOOKS_OF_SILENCE = 35;

    private final WebSocketConnection socket;
    private final AtomicInteger unsent = new AtomicInteger();
    private volatile @Nullable Following following;
    private volatile @Nullable SessionKey session;
    private volatile boolean hears;
    private volatile int silentFor;
    private long paidUntil = System.nanoTime();
    private long timer = -1;

    PageSocket(WebSocketConnection socket) {
        this.socket = socket;
    }

    /** The session that it follows; null: not let in yet. */
    @Nullable
    SessionKey session() {
        return session;
    }

    /** Lets it in. Once. */
    void follow(SessionKey key, ConsoleDesk desk, Watchers watchers, Vertx vertx) {
        Following followed = new Following(key, desk, this::send);
        session = key;
        following = followed;
        if (!watchers.join(key, this)) {
            close(TOO_SLOW);
            return;
        }
        followed.begin().subscribe().with(_ -> {}, failure -> {
            LOG.warnf("A console's page cannot be told how it stands: %s", failure.toString());
            close(new CloseReason(1011, "try again"));
        });
        int[] looks = {0};
        timer = vertx.setPeriodic(LOOK_MS, _ -> {
            silentFor++;
            if (silentFor > LOOKS_OF_SILENCE) {
                close(new CloseReason(1001, "no sign of life"));
                return;
            }
            if (++looks[0] % LOOKS_A_PING == 0) {
                send(new JsonObject().put("type", "ping"));
            }
            followed.look().subscribe().with(_ -> {}, _ -> {});
        });
    }

    void leave(Watchers watchers, Vertx vertx) {
        vertx.cancelTimer(timer);
        SessionKey key = session;
        if (key != null) {
            watchers.leave(key, this);
        }
    }

    /** Something came. False: too much; the socket is closed. */
    boolean takes() {
        silentFor = 0;
        long now = System.nanoTime();
        if (paidUntil - now < 0) {
            paidUntil = now;
        }
        paidUntil += NANOS_A_MESSAGE;
        if (paidUntil - now > AT_ONCE * NANOS_A_MESSAGE) {
            close(FLOOD);
            return false;
        }
        return true;
    }

    void hears(boolean on) {
        hears = on;
    }

    @Override
    public void tell(JsonObject message) {
        Following told = following;
        if ("level".equals(message.getString("type")) && unsent.get() > MOST_UNSENT_SOUND) {
            return;
        }
        if (told != null) {
            told.tell(message);
        }
    }

    @Override
    public void hear(byte[] ulaw) {
        if (hears && unsent.get() <= MOST_UNSENT_SOUND) {
            sending(socket.sendBinary(Buffer.buffer(ulaw)));
        }
    }

    void send(JsonObject message) {
        if (unsent.get() >= MOST_UNSENT) {
            close(TOO_SLOW);
            return;
        }
        sending(socket.sendText(message.encode()));
    }

    private void sending(Uni<Void> message) {
        unsent.incrementAndGet();
        message.onTermination()
                .invoke(unsent::decrementAndGet)
                .subscribe()
                .with(_ -> {}, failure -> LOG.debugf("A console's page went away: %s", failure.getMessage()));
    }

    void close(CloseReason reason) {
        if (socket.isOpen()) {
            socket.close(reason).subscribe().with(_ -> {}, _ -> {});
        }
    }
}
