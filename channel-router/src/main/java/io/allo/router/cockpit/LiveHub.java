// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.allo.router.door.SocketDoor.Entered;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.websockets.next.CloseReason;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * The pages that are open on this replica, by account. After a change, on whichever replica, and every two seconds anyway, the records
 * are looked at once for all pages of the account, and each gets what is new to it.
 */
@ApplicationScoped
class LiveHub {
    private static final Logger LOG = Logger.getLogger(LiveHub.class);
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration ANYWAY = Duration.ofSeconds(2);
    private static final int NOT_ALLOWED = 1008;

    private final LiveBoard board;
    private final Vertx vertx;
    private final Clock clock;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    LiveHub(LiveBoard board, Vertx vertx, Clock clock) {
        this.board = board;
        this.vertx = vertx;
        this.clock = clock;
    }

    /** The pages of one account. */
    private static final class Room {
        private final Set<CockpitSocket> pages = new CopyOnWriteArraySet<>();
        private final AtomicBoolean dirty = new AtomicBoolean(true);
        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile Instant lookedAt = Instant.EPOCH;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(TICK.toMillis(), _ -> rooms.forEach(this::tick));
    }

    void join(String accountId, CockpitSocket page) {
        rooms.compute(accountId, (_, present) -> {
            Room room = present == null ? new Room() : present;
            room.pages.add(page);
            room.dirty.set(true);
            return room;
        });
    }

    void leave(String accountId, CockpitSocket page) {
        rooms.computeIfPresent(accountId, (_, room) -> {
            room.pages.remove(page);
            return room.pages.isEmpty() ? null : room;
        });
    }

    /** Something happened in this account. */
    void changed(String accountId) {
        Room room = rooms.get(accountId);
        if (room != null) {
            room.dirty.set(true);
        }
    }

    /** What another replica, or this one, says has changed. */
    void heard(JsonObject changes) {
        changes.getJsonArray("accounts").forEach(account -> changed(String.valueOf(account)));
    }

    private void tick(String accountId, Room room) {
        Instant now = clock.instant();
        room.pages.forEach(page -> expire(page, now));
        boolean due = room.dirty.get() || room.lookedAt.plus(ANYWAY).isBefore(now);
        if (due && room.busy.compareAndSet(false, true)) {
            room.dirty.set(false);
            room.lookedAt = now;
            board.live(accountId, true)
                    .onTermination()
                    .invoke(() -> room.busy.set(false))
                    .subscribe()
                    .with(
                            live -> room.pages.forEach(page -> {
                                Entered who = page.entered();
                                page.show(
                                        who != null && who.who().leads()
                                                ? live
                                                : live.stream()
                                                        .map(LiveConversation::masked)
                                                        .toList());
                                page.followed().forEach(id -> lines(accountId, id, page));
                            }),
                            failure -> LOG.warnf("the cockpit shows nothing new: %s", failure.toString()));
        }
    }

    private void lines(String accountId, String id, CockpitSocket page) {
        board.lines(accountId, id)
                .subscribe()
                .with(
                        found -> found.ifPresentOrElse(lines -> page.lines(id, lines), () -> page.unfollow(id)),
                        failure -> LOG.warnf("a transcript is not shown: %s", failure.toString()));
    }

    /** A page whose login is over, and who was not logged in again, sees nothing more. */
    private static void expire(CockpitSocket page, Instant now) {
        Entered who = page.entered();
        if (who != null && who.until().isBefore(now)) {
            page.close(new CloseReason(NOT_ALLOWED, "login"));
        }
    }
}
