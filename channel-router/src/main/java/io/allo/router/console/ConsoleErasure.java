// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;

/** Erases what the console keeps of a person. */
@Singleton
public class ConsoleErasure {
    private final Pool pool;

    ConsoleErasure(Pool pool) {
        this.pool = pool;
    }

    /** The sessions in which this number was called, with all that was said. How many. */
    public Uni<Integer> erasePerson(String accountId, String person) {
        return pool.preparedQuery(
                        "delete from console_session where account_id = $1 and $2 in (from_number, to_number)")
                .execute(Tuple.of(accountId, person))
                .map(RowSet::rowCount);
    }
}
