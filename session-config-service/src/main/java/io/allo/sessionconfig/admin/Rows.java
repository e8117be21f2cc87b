// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Writes the given columns of one row. Names of tables and columns come from this package, never from a request. */
final class Rows {
    private Rows() {}

    static Uni<Void> insert(SqlClient connection, String table, Map<String, @Nullable Object> columns) {
        StringJoiner places = new StringJoiner(", ");
        Tuple values = Tuple.tuple();
        columns.values().forEach(value -> {
            values.addValue(value);
            places.add("$" + values.size());
        });
        String sql = "insert into " + table + " (" + String.join(", ", columns.keySet()) + ") values (" + places + ")";
        return connection.preparedQuery(sql).execute(values).replaceWithVoid();
    }

    static Uni<Void> update(SqlClient connection, String table, UUID id, Map<String, @Nullable Object> columns) {
        if (columns.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        StringJoiner sets = new StringJoiner(", ");
        Tuple values = Tuple.of(id);
        columns.forEach((name, value) -> {
            values.addValue(value);
            sets.add(name + " = $" + values.size());
        });
        return connection
                .preparedQuery("update " + table + " set " + sets + ", updated_at = now() where id = $1")
                .execute(values)
                .replaceWithVoid();
    }

    static <T> List<T> list(RowSet<Row> rows, Function<Row, T> read) {
        return StreamSupport.stream(rows.spliterator(), false).map(read).toList();
    }

    static <T> @Nullable T first(RowSet<Row> rows, Function<Row, T> read) {
        return rows.size() == 0 ? null : read.apply(rows.iterator().next());
    }
}
