// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.router.takeover.Takeover.Reason;
import io.allo.router.takeover.Takeover.State;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Table {@code takeover}. Each step is one conditional statement: of two who want the same, one gets it. */
@ApplicationScoped
class TakeoverRepository {
    private final Pool pool;
    private final Pool turns;

    /** @param turns for what each turn asks: keeps its prepared statements */
    TakeoverRepository(Pool pool, @ReactiveDataSource("turns") Pool turns) {
        this.pool = pool;
        this.turns = turns;
    }

    /**
     * Somebody is asked, or comes by himself.
     *
     * @param dueAt the person is told when nobody came until then; null = never
     */
    record Opening(
            String accountId,
            String thread,
            String conversationId,
            String language,
            State state,
            Reason reason,
            @Nullable String note,
            @Nullable String words,
            @Nullable String askedIn,
            @Nullable Instant dueAt,
            boolean waits) {}

    /** What keeps the agent silent in one of these threads. */
    Uni<Optional<Takeover>> silent(String accountId, List<String> threads) {
        return first(turns, """
                select id, account_id, thread, conversation_id, language, state, words, asked_in, asked_at, waits, holder,
                       holder_name
                  from takeover
                 where account_id = $1 and thread = any($2) and state in ('waiting', 'held') order by thread limit 1""", Tuple.of(accountId, threads.toArray(String[]::new)));
    }

    /** The person wrote, in this conversation. */
    Uni<Void> heard(Takeover takeover, String conversationId) {
        return pool.preparedQuery("""
                        with moved as (update takeover set conversation_id = $2 where id = $1 and conversation_id <> $2)
                        insert into takeover_event (account_id, conversation_id, type) values ($3, $2, 'message')""")
                .execute(Tuple.of(takeover.id(), conversationId, takeover.accountId()))
                .replaceWithVoid();
    }

    /** Empty when somebody was asked before. */
    Uni<Optional<Takeover>> open(Opening opening) {
        return pool.withTransaction(connection -> first(connection, """
                        insert into takeover (id, account_id, thread, conversation_id, language, state, reason, note, words, asked_in,
                          due_at, waits)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
                        on conflict do nothing
                        returning *""", values(opening))
                .call(opened -> opened.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : tell(
                                connection,
                                opening.accountId(),
                                opening.conversationId(),
                                opening.state().wireName())));
    }

    private static Tuple values(Opening opening) {
        return Tuple.tuple()
                .addUUID(UUID.randomUUID())
                .addString(opening.accountId())
                .addString(opening.thread())
                .addString(opening.conversationId())
                .addString(opening.language())
                .addString(opening.state().wireName())
                .addString(opening.reason().wireName())
                .addValue(opening.note())
                .addValue(opening.words())
                .addValue(opening.askedIn())
                .addValue(at(opening.dueAt()))
                .addBoolean(opening.waits());
    }

    /** Somebody of the business holds it from now on; empty when another does, who is not pushed aside. */
    Uni<Optional<Takeover>> take(Opening opening, Actor actor, boolean force) {
        return pool.withTransaction(connection -> first(
                        connection,
                        """
                        insert into takeover as t (id, account_id, thread, conversation_id, language, state, reason, note, words,
                          asked_in, due_at, waits, holder, holder_name, taken_at, seen_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, now(), now())
                        on conflict (account_id, thread) where state in ('waiting', 'held') do update
                           set state = 'held', holder = $13, holder_name = $14, taken_at = now(), seen_at = now(), due_at = null,
                               asked_in = null
                         where t.holder is null or t.holder = $13 or $15
                        returning *""",
                        values(opening)
                                .addString(actor.id())
                                .addString(actor.name())
                                .addBoolean(force))
                .call(taken -> taken.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : note(connection, taken.get(), actor, "taken", force ? "force" : "")
                                .chain(() -> settle(connection, taken.get()))));
    }

    /** What was open in another way is done with. */
    private static Uni<Void> settle(SqlClient connection, Takeover taken) {
        return connection
                .preparedQuery("""
                        update takeover set state = 'over', ended_at = now()
                         where account_id = $1 and (thread = $2 or conversation_id = $3) and state in ('missed', 'callback')""")
                .execute(Tuple.of(taken.accountId(), taken.thread(), taken.conversationId()))
                .replaceWithVoid();
    }

    /** It is over; empty when another holds it, or it was over before. */
    Uni<Optional<Takeover>> end(Takeover takeover, Actor actor, boolean force, String how) {
        return pool.withTransaction(connection -> first(connection, """
                        update takeover set state = 'over', ended_at = now(), due_at = null
                         where id = $1 and state <> 'over' and (holder is null or holder = $2 or $3)
                        returning *""", Tuple.of(takeover.id(), actor.id(), force))
                .call(ended ->
                        ended.isEmpty() ? Uni.createFrom().voidItem() : note(connection, ended.get(), actor, how, "")));
    }

    /** Somebody of the business wrote. */
    Uni<Void> replied(String accountId, String conversationId, Actor actor) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("""
                        update takeover set seen_at = now()
                         where account_id = $1 and holder = $2 and state = 'held' and conversation_id = $3""")
                .execute(Tuple.of(accountId, actor.id(), conversationId))
                .chain(() -> note(connection, accountId, conversationId, actor, "replied", "text")));
    }

    /** The holder has read everything. */
    Uni<Void> seen(String accountId, List<String> threads) {
        return pool.preparedQuery("""
                        update takeover set seen_at = now()
                         where account_id = $1 and thread = any($2) and state in ('waiting', 'held')""")
                .execute(Tuple.of(accountId, threads.toArray(String[]::new)))
                .replaceWithVoid();
    }

    /** What is still open of a conversation though the agent goes on. */
    Uni<Optional<Takeover>> leftOver(String accountId, String conversationId) {
        return first("""
                select * from takeover where account_id = $1 and conversation_id = $2 and state in ('missed', 'callback')
                 order by asked_at limit 1""", Tuple.of(accountId, conversationId));
    }

    /** Nobody came for these. */
    Uni<List<Takeover>> due(Instant now, int limit) {
        return pool.preparedQuery(
                        "select * from takeover where state = 'waiting' and due_at <= $1 order by due_at limit $2")
                .execute(Tuple.of(at(now), limit))
                .map(TakeoverRepository::list);
    }

    /** The person was told that nobody came. */
    Uni<Void> late(Takeover takeover) {
        return pool.preparedQuery("""
                        with late as (
                            update takeover t set due_at = null, ended_at = case when waits then null else now() end,
                                   state = case when waits then 'waiting'
                                                when exists (select 1 from takeover o
                                                              where o.account_id = t.account_id and o.state in ('missed', 'callback')
                                                                and o.conversation_id = t.conversation_id) then 'over'
                                                else 'missed' end
                             where id = $1 and state = 'waiting' and due_at is not null
                            returning account_id, conversation_id)
                        insert into takeover_event (account_id, conversation_id, type)
                        select account_id, conversation_id, 'late' from late""").execute(Tuple.of(takeover.id())).replaceWithVoid();
    }

    /** Whoever held these has done nothing for so long: the agent goes on. */
    Uni<Integer> release(Duration idle) {
        return pool.preparedQuery("""
                        with left_alone as (
                            update takeover set state = 'over', ended_at = now()
                             where state = 'held' and coalesce(seen_at, taken_at) < now() - $1 * interval '1 millisecond'
                            returning account_id, conversation_id)
                        insert into takeover_event (account_id, conversation_id, type)
                        select account_id, conversation_id, 'handed-back' from left_alone""").execute(Tuple.of(idle.toMillis())).map(RowSet::rowCount);
    }

    Uni<Integer> purge(Duration age) {
        return pool.preparedQuery("delete from takeover_event where at < now() - interval '1 day'")
                .execute()
                .chain(() -> pool.preparedQuery(
                                "delete from takeover where state = 'over' and ended_at < now() - $1 * interval '1 millisecond'")
                        .execute(Tuple.of(age.toMillis())))
                .map(RowSet::rowCount);
    }

    /** A line for the audit log, and an event. */
    private static Uni<Void> note(SqlClient connection, Takeover takeover, Actor actor, String what, String fields) {
        return note(connection, takeover.accountId(), takeover.conversationId(), actor, what, fields);
    }

    private static Uni<Void> note(
            SqlClient connection, String accountId, String conversationId, Actor actor, String what, String fields) {
        return connection
                .preparedQuery("""
                        insert into audit_outbox (account_id, actor, action, object, fields) values ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(
                        accountId, actor.id(), "conversation." + what, "conversation:" + conversationId, fields))
                .chain(() -> tell(connection, accountId, conversationId, what));
    }

    private static Uni<Void> tell(SqlClient connection, String accountId, String conversationId, String what) {
        return connection
                .preparedQuery("insert into takeover_event (account_id, conversation_id, type) values ($1, $2, $3)")
                .execute(Tuple.of(accountId, conversationId, what))
                .replaceWithVoid();
    }

    private Uni<Optional<Takeover>> first(String sql, Tuple values) {
        return first(pool, sql, values);
    }

    private static Uni<Optional<Takeover>> first(SqlClient connection, String sql, Tuple values) {
        return connection
                .preparedQuery(sql)
                .execute(values)
                .map(rows -> list(rows).stream().findFirst());
    }

    private static List<Takeover> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false).map(Takeover::of).toList();
    }

    private static @Nullable OffsetDateTime at(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
