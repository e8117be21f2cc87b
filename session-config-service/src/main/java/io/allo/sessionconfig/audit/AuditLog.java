// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.audit;

import static java.util.Objects.requireNonNull;

import io.allo.sessionconfig.door.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Keeps who changed what: names of fields, never their values, because among these are passwords and telephone numbers. */
@ApplicationScoped
public class AuditLog {
    private static final String INSERT =
            "insert into audit_log (account_id, actor, action, object, fields) values ($1, $2, $3, $4, $5)";
    private static final String INSERT_ONCE = "insert into audit_log (at, account_id, actor, action, object, fields)"
            + " select $1, $2, $3, $4, $5, $6 where not exists (select 1 from audit_log"
            + " where account_id = $2 and at = $1 and actor = $3 and action = $4 and object = $5)";
    private static final String PAGE = "select id, at, account_id, actor, action, object, fields from audit_log"
            + " where ($1::uuid is null or account_id = $1) and ($2::bigint is null or id < $2)"
            + " order by id desc limit $3";

    private final Pool pool;

    AuditLog(Pool pool) {
        this.pool = pool;
    }

    /**
     * One change.
     *
     * @param accountId whose; null for the installation's own
     * @param action for example {@code user.created}
     * @param object what was changed, for example {@code user:<id>}
     * @param fields names of the fields that were given
     */
    public record Change(@Nullable UUID accountId, String action, String object, Collection<String> fields) {}

    /**
     * A change in another service.
     *
     * @param at with a microsecond's accuracy: what is told twice has one time
     */
    public record Told(
            OffsetDateTime at, String accountId, String actor, String action, String object, List<String> fields) {
        public Told {
            requireNonNull(at, "at");
            requireNonNull(accountId, "accountId");
            requireNonNull(actor, "actor");
            requireNonNull(action, "action");
            requireNonNull(object, "object");
            fields = List.copyOf(requireNonNull(fields, "fields"));
        }
    }

    /** One line of the log. */
    public record Line(
            long id,
            OffsetDateTime at,
            @Nullable UUID accountId,
            String actor,
            String action,
            String object,
            List<String> fields) {}

    /** Writes within the transaction of this connection. */
    public Uni<Void> write(SqlClient connection, Actor actor, Change change) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(
                        change.accountId(),
                        actor.name(),
                        change.action(),
                        change.object(),
                        String.join(",", new TreeSet<>(change.fields()))))
                .replaceWithVoid();
    }

    /** Writes by itself, for changes of another transaction that has ended well. */
    public Uni<Void> write(Actor actor, Change change) {
        return write(pool, actor, change);
    }

    /** One line, however often it is told. */
    Uni<Void> writeOnce(Told told) {
        return pool.preparedQuery(INSERT_ONCE)
                .execute(Tuple.of(
                        told.at(),
                        UUID.fromString(told.accountId()),
                        told.actor(),
                        told.action(),
                        told.object(),
                        String.join(",", new TreeSet<>(told.fields()))))
                .replaceWithVoid();
    }

    /** Newest first. @param accountId null: of all */
    Uni<List<Line>> page(@Nullable UUID accountId, @Nullable Long before, int limit) {
        return pool.preparedQuery(PAGE)
                .execute(Tuple.of(accountId, before, limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(AuditLog::line)
                        .toList());
    }

    private static Line line(Row row) {
        String fields = row.getString("fields");
        return new Line(
                row.getLong("id"),
                row.getOffsetDateTime("at"),
                row.getUUID("account_id"),
                row.getString("actor"),
                row.getString("action"),
                row.getString("object"),
                fields.isEmpty() ? List.of() : List.of(fields.split(",")));
    }
}
