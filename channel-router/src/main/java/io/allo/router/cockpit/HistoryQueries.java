// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Searches what was, newest first; every statement is bound to one account. */
@ApplicationScoped
class HistoryQueries {
    private final Pool pool;

    HistoryQueries(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is looked for; null: all.
     *
     * @param text in what was said, in the caller's number or the agent's name
     * @param end category of the end reason; {@code open}: it goes on
     */
    record Search(
            @Nullable String text,
            @Nullable String channel,
            @Nullable String agent,
            @Nullable String end,
            @Nullable Instant from,
            Instant before,
            int limit) {}

    /** @param words the first of the person's that has what was looked for, else his first */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Found(
            String id,
            String channel,
            @Nullable String person,
            LiveConversation.Agent agent,
            Instant startedAt,
            @Nullable Long durationMs,
            @Nullable String end,
            @Nullable String reason,
            long turns,
            @Nullable Long latencyMs,
            @Nullable BigDecimal costUsd,
            @Nullable String words) {

        Found masked() {
            return new Found(
                    id,
                    channel,
                    LiveConversation.masked(person),
                    agent,
                    startedAt,
                    durationMs,
                    end,
                    reason,
                    turns,
                    latencyMs,
                    costUsd,
                    words);
        }
    }

    Uni<List<Found>> search(String accountId, Search search) {
        String like = search.text() == null ? null : "%" + search.text().replaceAll("([\\\\%_])", "\\\\$1") + "%";
        return pool.preparedQuery("""
                        select c.id, c.channel, c.caller, c.agent_id, c.agent_name, c.started_at, c.ended_at, c.end_category,
                               c.end_slug, n.turns, n.latency_ms, w.text as words,
                               (select case when count(*) = count(cost_usd) then sum(cost_usd) end from model_usage
                                 where conversation_id = c.id) as cost_usd
                          from (select * from conversations c
                                 where account_id = $1 and started_at < $2 and erased_at is null
                                   and ($3::text is null or channel = $3) and ($4::text is null or agent_id = $4)
                                   and ($5::text is null or coalesce(end_category, 'open') = $5)
                                   and ($6::timestamptz is null or started_at >= $6)
                                   and ($7::text is null or caller like $7 or agent_name ilike $7
                                        or exists (select 1 from turns t where t.conversation_id = c.id and t.text ilike $7))
                                 order by started_at desc, id limit $8) c
                          left join lateral (select count(*) as turns,
                                                    avg(coalesce(heard_ms, sent_ms, first_sound_ms, first_words_ms))::bigint
                                                      as latency_ms
                                               from turns where conversation_id = c.id) n on true
                          left join lateral (select left(text, 200) as text from turns
                                              where conversation_id = c.id and text <> ''
                                                and ($7::text is null or text ilike $7)
                                              order by role <> 'user', number limit 1) w on true
                         order by c.started_at desc, c.id""")
                .execute(Tuple.tuple()
                        .addString(accountId)
                        .addOffsetDateTime(search.before().atOffset(ZoneOffset.UTC))
                        .addString(search.channel())
                        .addString(search.agent())
                        .addString(search.end())
                        .addOffsetDateTime(
                                search.from() == null ? null : search.from().atOffset(ZoneOffset.UTC))
                        .addString(like)
                        .addInteger(search.limit()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(HistoryQueries::found)
                        .toList());
    }

    private static Found found(Row row) {
        OffsetDateTime started = row.getOffsetDateTime("started_at");
        OffsetDateTime ended = row.getOffsetDateTime("ended_at");
        return new Found(
                row.getString("id"),
                row.getString("channel"),
                row.getString("caller"),
                new LiveConversation.Agent(row.getString("agent_id"), row.getString("agent_name")),
                started.toInstant(),
                ended == null
                        ? null
                        : ended.toInstant().toEpochMilli() - started.toInstant().toEpochMilli(),
                row.getString("end_category"),
                row.getString("end_slug"),
                row.getLong("turns"),
                row.getLong("latency_ms"),
                row.getBigDecimal("cost_usd"),
                row.getString("words"));
    }
}
