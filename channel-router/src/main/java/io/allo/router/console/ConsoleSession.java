// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.advice.Tongue;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of table {@code console_session}.
 *
 * @param customerId whose own knowledge counts beside the account's
 * @param status {@code active on_hold completed transferred dropped}
 * @param muted nothing of the support agent's microphone is heard
 * @param call null: no telephone yet
 */
public record ConsoleSession(
        SessionKey key,
        @Nullable String customerId,
        String technicianId,
        @Nullable String technicianName,
        String language,
        String status,
        boolean muted,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable Call call) {

    /**
     * The session's telephone call.
     *
     * @param status as Twilio names it: {@code initiated ringing in-progress completed busy failed no-answer canceled}
     */
    public record Call(
            String sid,
            String status,
            String direction,
            String from,
            String to,
            @Nullable Instant answeredAt,
            @Nullable Integer duration) {}

    /** What a session begins with, or is told later; null leaves what is there. */
    public record Opening(
            @Nullable String customerId,
            @Nullable String technicianId,
            @Nullable String technicianName,
            @Nullable JsonObject worksite,
            @Nullable String language,
            @Nullable JsonObject metadata) {
        static final Opening NOTHING = new Opening(null, null, null, null, null, null);
    }

    public Tongue tongue() {
        return Tongue.of(language);
    }

    static ConsoleSession of(Row row) {
        String sid = row.getString("call_sid");
        return new ConsoleSession(
                new SessionKey(row.getString("account_id"), row.getString("id")),
                row.getString("customer_id"),
                row.getString("technician_id"),
                row.getString("technician_name"),
                row.getString("language"),
                row.getString("status"),
                row.getBoolean("muted"),
                row.getOffsetDateTime("started_at").toInstant(),
                instant(row.getOffsetDateTime("ended_at")),
                sid == null
                        ? null
                        : new Call(
                                sid,
                                row.getString("call_status"),
                                row.getString("call_direction"),
                                row.getString("from_number"),
                                row.getString("to_number"),
                                instant(row.getOffsetDateTime("answered_at")),
                                row.getInteger("duration_seconds")));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
