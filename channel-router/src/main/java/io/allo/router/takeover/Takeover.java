// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code takeover}.
 *
 * @param thread what it is about, see {@link Threads}
 * @param conversationId of the last conversation in it
 * @param language in which the person is told things
 * @param words what the person was told when somebody was asked
 * @param askedIn id of the message whose turn asked
 * @param waits the agent stays silent when nobody comes in time
 * @param holder who holds it: {@code user:<id>}, {@code key:<account>} or {@code service}
 */
record Takeover(
        UUID id,
        String accountId,
        String thread,
        String conversationId,
        String language,
        State state,
        @Nullable String words,
        @Nullable String askedIn,
        Instant askedAt,
        boolean waits,
        @Nullable String holder,
        @Nullable String holderName) {

    /** Where it stands. */
    enum State {
        /** Somebody was asked; the agent is silent. */
        WAITING,
        /** Somebody is there; the agent is silent. */
        HELD,
        /** Somebody was wanted while nobody was there; the agent goes on. */
        MISSED,
        /** A caller wants to be called back. */
        CALLBACK,
        /** It is over. */
        OVER;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        static State of(String wireName) {
            return valueOf(wireName.toUpperCase(Locale.ROOT));
        }
    }

    /** Why somebody was asked. */
    enum Reason {
        TOOL,
        KEYWORD,
        MISSES,
        FAILED_TOOLS,
        ABUSE,
        /** A person of the business came by himself. */
        STAFF,
        /** On the telephone. */
        CALL;

        String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    static Takeover of(Row row) {
        return new Takeover(
                row.getUUID("id"),
                row.getString("account_id"),
                row.getString("thread"),
                row.getString("conversation_id"),
                row.getString("language"),
                State.of(row.getString("state")),
                row.getString("words"),
                row.getString("asked_in"),
                instant(row.getOffsetDateTime("asked_at")),
                row.getBoolean("waits"),
                row.getString("holder"),
                row.getString("holder_name"));
    }

    private static Instant instant(OffsetDateTime at) {
        return at.toInstant();
    }
}
