// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Follows table {@code takeover_event}, whichever replica wrote it. Ids are not committed in their order: each look goes back some
 * seconds and leaves out what was told.
 */
@ApplicationScoped
class InboxEvents {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration OVERLAP = Duration.ofSeconds(10);
    private static final int PING_EVERY = 20;
    private static final int REMEMBERED = 2_000;
    private static final int MOST = 500;

    private final Pool pool;
    private final TakeoverConfig config;
    private final Clock clock;

    InboxEvents(Pool pool, TakeoverConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /** What happens from now on. @param after null: nothing older; else what came after this one too */
    Multi<InboxEvent> follow(String accountId, @Nullable Long after) {
        Instant begun = clock.instant();
        Set<Long> told = new LinkedHashSet<>();
        long looks = Math.max(1, config.stream().dividedBy(LOOK));
        return Multi.createFrom()
                .ticks()
                .every(LOOK)
                .onOverflow()
                .drop()
                .select()
                .first(looks)
                .onItem()
                .transformToUniAndConcatenate(tick -> (tick == 0 && after != null
                                ? after(accountId, after)
                                : since(accountId, latest(begun, clock.instant().minus(OVERLAP))))
                        .onFailure()
                        .recoverWithItem(List.of())
                        .map(events -> fresh(events, told, tick)))
                .onItem()
                .transformToIterable(events -> events);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private List<InboxEvent> fresh(List<InboxEvent> events, Set<Long> told, long tick) {
        List<InboxEvent> fresh =
                events.stream().filter(event -> told.add(event.id())).toList();
        while (told.size() > REMEMBERED) {
            told.remove(told.iterator().next());
        }
        return fresh.isEmpty() && tick % PING_EVERY == 0
                ? List.of(new InboxEvent(0, "ping", "", clock.instant()))
                : fresh;
    }

    private Uni<List<InboxEvent>> after(String accountId, long id) {
        return list(
                "select * from takeover_event where account_id = $1 and id > $2 order by id limit " + MOST,
                Tuple.of(accountId, id));
    }

    private Uni<List<InboxEvent>> since(String accountId, Instant at) {
        return list(
                "select * from takeover_event where account_id = $1 and at > $2 order by id limit " + MOST,
                Tuple.of(accountId, at.atOffset(ZoneOffset.UTC)));
    }

    private Uni<List<InboxEvent>> list(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new InboxEvent(
                                row.getLong("id"),
                                row.getString("type"),
                                row.getString("conversation_id"),
                                row.getOffsetDateTime("at").toInstant()))
                        .toList());
    }
}
