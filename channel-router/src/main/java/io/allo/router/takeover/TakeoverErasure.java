// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Erases what is kept here of conversations and people; that somebody was asked remains, without words and numbers. */
@Singleton
public class TakeoverErasure {
    private final Pool pool;

    TakeoverErasure(Pool pool) {
        this.pool = pool;
    }

    /** Erases what is known of a conversation here; it is no longer held. How many rows. */
    public Uni<Integer> erase(String accountId, String conversationId) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("""
                        update takeover set note = null, words = null, thread = 'erased:' || id, state = 'over', due_at = null,
                               ended_at = coalesce(ended_at, now())
                         where account_id = $1 and conversation_id = $2 and thread not like 'erased:%'""")
                .execute(Tuple.of(accountId, conversationId))
                .chain(takeovers -> connection
                        .preparedQuery("delete from staff_message where account_id = $1 and conversation_id = $2")
                        .execute(Tuple.of(accountId, conversationId))
                        .map(messages -> takeovers.rowCount() + messages.rowCount())));
    }

    /** The same for all that names this person. */
    public Uni<Integer> erasePerson(String accountId, String person) {
        return pool.preparedQuery("""
                        update takeover set note = null, words = null, thread = 'erased:' || id, state = 'over', due_at = null,
                               ended_at = coalesce(ended_at, now())
                         where account_id = $1 and thread in ($2, $3, $4)""")
                .execute(Tuple.of(
                        accountId,
                        Threads.ofPerson(person),
                        Threads.ofPlace("whatsapp", "wa_" + person),
                        Threads.ofPlace("sms", "sms_" + person)))
                .map(RowSet::rowCount);
    }
}
