// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.events.ConversationEvent.ConversationErased;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Erases from the record what was said and done in a conversation that is over, and with whom. That there was one remains, with its
 * times, its end and its cost: it is on a bill.
 */
@Singleton
public class ConversationErasure {
    private final Pool pool;
    private final Outbox outbox;

    ConversationErasure(Pool pool, Outbox outbox) {
        this.pool = pool;
        this.outbox = outbox;
    }

    /**
     * Where the rest of a conversation is found.
     *
     * @param channel its wire name
     * @param sessionId public session id; on the phone the conversation's own id
     * @param after its first message came after this: the end of the one before of the same person, null when there is none
     * @param endedAt null while it goes on
     */
    public record Found(
            String channel,
            String sessionId,
            @Nullable Instant after,
            @Nullable Instant endedAt) {}

    /** One of a person's conversations. */
    public record OfPerson(String id, String channel, String sessionId, boolean over) {}

    /** What the account still knows of this person, on every channel; oldest first. */
    public Uni<List<OfPerson>> of(String accountId, String caller) {
        return pool.preparedQuery("""
                        select id, channel, session_id, ended_at is not null as over from conversations
                         where account_id = $1 and caller = $2 order by started_at, id limit 1000""")
                .execute(Tuple.of(accountId, caller))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> new OfPerson(
                                row.getString("id"),
                                row.getString("channel"),
                                row.getString("session_id"),
                                row.getBoolean("over")))
                        .toList());
    }

    /** Empty when the account has no such conversation. */
    public Uni<Optional<Found>> find(String accountId, String id) {
        return pool.preparedQuery("""
                        select c.channel, c.session_id, c.ended_at,
                          (select max(coalesce(p.ended_at, p.last_at)) from conversations p
                            where p.account_id = c.account_id and p.channel = c.channel and p.session_id = c.session_id
                              and p.started_at < c.started_at) as after
                        from conversations c where c.id = $1 and c.account_id = $2""")
                .execute(Tuple.of(id, accountId))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(found(rows.iterator().next())));
    }

    private static Found found(Row row) {
        return new Found(
                row.getString("channel"),
                row.getString("session_id"),
                instant(row.getOffsetDateTime("after")),
                instant(row.getOffsetDateTime("ended_at")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /** Idempotent: the first time counts. Other keepers of its words are told by an event. */
    public Uni<Void> erase(String accountId, String id) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("""
                        update conversations set caller = null, erased_at = coalesce(erased_at, now()),
                          session_id = case when channel in ('whatsapp', 'sms') then 'erased' else session_id end
                        where id = $1 and account_id = $2 and ended_at is not null
                        returning channel, restaurant_id, erased_at""")
                .execute(Tuple.of(id, accountId))
                .chain(rows -> rows.rowCount() == 1
                        ? eraseWords(connection, id)
                                .chain(() -> outbox.add(
                                        connection,
                                        erased(accountId, id, rows.iterator().next())))
                        : Uni.createFrom().voidItem()));
    }

    private static ConversationErased erased(String accountId, String id, Row row) {
        return new ConversationErased(
                id + "/erased",
                row.getOffsetDateTime("erased_at").toInstant(),
                id,
                accountId,
                row.getString("channel"),
                row.getString("restaurant_id"));
    }

    private static Uni<Void> eraseWords(SqlConnection connection, String id) {
        Tuple key = Tuple.of(id);
        return connection
                .preparedQuery("delete from turns where conversation_id = $1")
                .execute(key)
                .chain(() -> connection
                        .preparedQuery("delete from tool_calls where conversation_id = $1")
                        .execute(key))
                .replaceWithVoid();
    }
}
