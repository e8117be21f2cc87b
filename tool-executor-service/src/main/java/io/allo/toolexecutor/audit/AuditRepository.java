// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.audit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/** Claims and deletes noted changes; each statement stands alone, so no connection is held while they are told. */
@ApplicationScoped
class AuditRepository {
    private static final String CLAIM = "update audit_outbox set claimed_until = now() + interval '30 seconds'"
            + " where id in (select id from audit_outbox where claimed_until < now() order by id limit $1 for update skip locked)"
            + " returning id, at, account_id, actor, action, object, fields";

    private final Pool pool;

    AuditRepository(Pool pool) {
        this.pool = pool;
    }

    /** A noted change, in the words of {@code POST /internal/audit}. */
    record Told(OffsetDateTime at, String accountId, String actor, String action, String object, List<String> fields) {}

    record Noted(long id, Told told) {}

    /** Takes the oldest free ones, in order. */
    Uni<List<Noted>> claim(int limit) {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditRepository::noted)
                        .sorted(Comparator.comparingLong(Noted::id))
                        .toList());
    }

    Uni<Void> delete(long id) {
        return pool.preparedQuery("delete from audit_outbox where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private static Noted noted(Row row) {
        String fields = row.getString("fields");
        return new Noted(
                row.getLong("id"),
                new Told(
                        row.getOffsetDateTime("at"),
                        row.getString("account_id"),
                        row.getString("actor"),
                        row.getString("action"),
                        row.getString("object"),
                        fields.isEmpty() ? List.of() : List.of(fields.split(","))));
    }
}
