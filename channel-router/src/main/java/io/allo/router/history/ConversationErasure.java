// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/**
 * Erases what was said and done in a call that is over, and who called. That there was a call remains, with its times, its end and
 * its cost: it is on a bill.
 */
@Singleton
public class ConversationErasure {
    private final Pool pool;

    ConversationErasure(Pool pool) {
        this.pool = pool;
    }

    /** What came of it. */
    public enum Outcome {
        ERASED,
        UNKNOWN,
        /** It still goes on. */
        OPEN,
        /** A chat's messages are in the inbox too, and its thread may go on. */
        NO_CALL
    }

    /** Idempotent. */
    public Uni<Outcome> erase(String accountId, String id) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(
                        "select channel, ended_at from conversations where id = $1 and account_id = $2 for update")
                .execute(Tuple.of(id, accountId))
                .map(rows -> rows.size() == 0
                        ? Outcome.UNKNOWN
                        : state(rows.iterator().next()))
                .call(outcome -> outcome == Outcome.ERASED
                        ? erase(connection, id)
                        : Uni.createFrom().voidItem()));
    }

    private static Outcome state(Row conversation) {
        if (!"voice".equals(conversation.getString("channel"))) {
            return Outcome.NO_CALL;
        }
        return conversation.getOffsetDateTime("ended_at") == null ? Outcome.OPEN : Outcome.ERASED;
    }

    private static Uni<Void> erase(SqlConnection connection, String id) {
        Tuple key = Tuple.of(id);
        return connection
                .preparedQuery("delete from turns where conversation_id = $1")
                .execute(key)
                .chain(() -> connection
                        .preparedQuery("delete from tool_calls where conversation_id = $1")
                        .execute(key))
                .chain(() -> connection
                        .preparedQuery("update conversations set caller = null where id = $1")
                        .execute(key))
                .replaceWithVoid();
    }
}
