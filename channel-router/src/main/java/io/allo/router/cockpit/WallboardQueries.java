// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.TreeMap;

/** The numbers of a {@link Wallboard}; every statement is bound to one account. */
@ApplicationScoped
class WallboardQueries {
    private static final Duration DAY = Duration.ofHours(24);

    private final Pool pool;
    private final CockpitConfig config;
    private final Telephone telephone;
    private final Clock clock;

    WallboardQueries(Pool pool, CockpitConfig config, Telephone telephone, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.telephone = telephone;
        this.clock = clock;
    }

    Uni<Wallboard> of(String accountId) {
        return Uni.combine()
                .all()
                .unis(running(accountId), people(accountId), calls(accountId), telephone.trunks(accountId))
                .asTuple()
                .map(all -> new Wallboard(
                        all.getItem1(),
                        all.getItem2()[0],
                        all.getItem2()[1],
                        all.getItem3(),
                        all.getItem4().orElse(null)));
    }

    private Uni<TreeMap<String, Long>> running(String accountId) {
        OffsetDateTime quietSince = clock.instant().minus(config.quiet()).atOffset(ZoneOffset.UTC);
        return pool.preparedQuery("""
                        select channel, count(*) as count from conversations
                         where account_id = $1 and ended_at is null and erased_at is null
                           and (channel = 'voice' or last_at > $2) group by channel""").execute(Tuple.of(accountId, quietSince)).map(rows -> {
            TreeMap<String, Long> byChannel = new TreeMap<>();
            rows.forEach(row -> byChannel.put(row.getString("channel"), row.getLong("count")));
            return byChannel;
        });
    }

    /** Who waits, and who is held. */
    private Uni<long[]> people(String accountId) {
        return pool.preparedQuery("""
                        select count(*) filter (where state = 'waiting') as waiting,
                               count(*) filter (where state = 'held')
                                 + (select count(*) from call_supervision where account_id = $1 and mode = 'held'
                                      and seen_at > now() - interval '15 seconds') as held
                          from takeover where account_id = $1 and state in ('waiting', 'held')""")
                .execute(Tuple.of(accountId))
                .map(rows -> rows.iterator().next())
                .map(row -> new long[] {row.getLong("waiting"), row.getLong("held")});
    }

    private Uni<Wallboard.Calls> calls(String accountId) {
        OffsetDateTime since = clock.instant().minus(DAY).atOffset(ZoneOffset.UTC);
        return pool.preparedQuery("""
                        with day as (
                            select id, started_at, ended_at, end_category, end_slug from conversations
                             where account_id = $1 and channel = 'voice' and started_at > $2 and erased_at is null),
                        waits as (
                            select coalesce(t.heard_ms, t.sent_ms, t.first_sound_ms) as ms
                              from turns t join day on day.id = t.conversation_id
                             where t.role = 'agent' and coalesce(t.heard_ms, t.sent_ms, t.first_sound_ms) is not null)
                        select count(*) as count,
                               (count(*) filter (where exists (select 1 from turns t
                                                                where t.conversation_id = day.id and t.role = 'agent')))::float8
                                 / nullif(count(*), 0) as answered,
                               (count(*) filter (where end_category in ('server', 'upstream')))::float8
                                 / nullif(count(*), 0) as failed,
                               (count(*) filter (where end_slug = 'transferred'))::float8 / nullif(count(*), 0) as transferred,
                               avg(extract(epoch from ended_at - started_at))::bigint as seconds,
                               (select percentile_cont(0.5) within group (order by ms) from waits)::bigint as p50,
                               (select percentile_cont(0.95) within group (order by ms) from waits)::bigint as p95
                          from day""")
                .execute(Tuple.of(accountId, since))
                .map(rows -> calls(rows.iterator().next()));
    }

    private static Wallboard.Calls calls(Row row) {
        return new Wallboard.Calls(
                row.getLong("count"),
                row.getDouble("answered"),
                row.getDouble("failed"),
                row.getDouble("transferred"),
                row.getLong("seconds"),
                row.getLong("p50"),
                row.getLong("p95"));
    }
}
