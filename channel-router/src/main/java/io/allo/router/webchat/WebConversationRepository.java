// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowIterator;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Table {@code web_conversation}. */
@ApplicationScoped
class WebConversationRepository {
    private final Pool pool;
    /** What has gone out and is on its way into the table: a client that comes back at once does not get it again. */
    private final Map<String, Long> noting = new ConcurrentHashMap<>();

    WebConversationRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * Does nothing where there is one with this id already.
     *
     * @param secret null when the id alone shall open it
     */
    Uni<Void> create(String id, String accountId, String agentToken, @Nullable String secret) {
        return pool.preparedQuery("""
                        insert into web_conversation (id, account_id, agent_token, secret_hash)
                        values ($1, $2, $3, $4)
                        on conflict do nothing""")
                .execute(Tuple.of(
                        id, accountId, agentToken, secret == null ? null : Buffer.buffer(ResumeSecret.hash(secret))))
                .replaceWithVoid();
    }

    /** The conversation that this secret opens; empty for a wrong one as for an unknown id. */
    Uni<Optional<WebConversation>> open(String id, String secret) {
        return find(id).map(row -> row.filter(found -> found.getBuffer("secret_hash") != null
                        && MessageDigest.isEqual(found.getBuffer("secret_hash").getBytes(), ResumeSecret.hash(secret)))
                .map(WebConversationRepository::conversation));
    }

    /** The conversation that its id alone opens. */
    Uni<Optional<WebConversation>> openWithoutSecret(String id) {
        return Uni.createFrom().deferred(() -> {
            long noted = noting.getOrDefault(id, 0L);
            return find(id).map(row -> row.filter(found -> found.getBuffer("secret_hash") == null)
                    .map(found -> conversation(found).streamedTo(noted)));
        });
    }

    /** Counts on this replica from the call on, elsewhere when the Uni completes. */
    Uni<Void> streamed(String id, long through) {
        noting.merge(id, through, Math::max);
        return pool.preparedQuery(
                        "update web_conversation set streamed_through = $2 where id = $1 and streamed_through < $2")
                .execute(Tuple.of(id, through))
                .onTermination()
                .invoke(() -> noting.remove(id, through))
                .replaceWithVoid();
    }

    /** Forgets conversations whose messages are gone from the inbox. */
    Uni<Integer> purge(Duration age, int limit) {
        return pool.preparedQuery("""
                        delete from web_conversation where id in (
                            select w.id from web_conversation w
                             where w.created_at < now() - $1 * interval '1 millisecond'
                               and not exists (select 1 from inbox i
                                                where i.account_id = w.account_id and i.channel = 'web'
                                                  and i.session_id = w.id)
                             limit $2)""").execute(Tuple.of(age.toMillis(), limit)).map(rows -> rows.rowCount());
    }

    private Uni<Optional<Row>> find(String id) {
        return pool.preparedQuery("select * from web_conversation where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> {
                    RowIterator<Row> found = rows.iterator();
                    return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
                });
    }

    private static WebConversation conversation(Row row) {
        return new WebConversation(
                row.getString("id"),
                row.getString("account_id"),
                row.getString("agent_token"),
                row.getLong("streamed_through"));
    }
}
