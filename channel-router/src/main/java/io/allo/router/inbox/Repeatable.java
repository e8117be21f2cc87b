// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;

/** Statements that may be repeated: a connection that was cut says nothing about what became of them. */
final class Repeatable {
    private static final Duration AGAIN = Duration.ofMillis(200);
    private static final int TRIES = 3;

    private Repeatable() {}

    static <T> Uni<T> surely(Uni<T> statement) {
        return statement
                .onFailure(failure -> !isRefusal(failure))
                .retry()
                .withBackOff(AGAIN)
                .atMost(TRIES);
    }

    /** The database has read the statement and does not take it. SQLSTATE classes 08 and 57: the connection or the server ended. */
    static boolean isRefusal(Throwable failure) {
        String state = failure instanceof PgException refused ? String.valueOf(refused.getSqlState()) : "08";
        return !state.startsWith("08") && !state.startsWith("57");
    }
}
