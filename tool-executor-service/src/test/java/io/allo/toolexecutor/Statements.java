// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** Looks into the database behind the service's back. */
public record Statements(Pool pool) {
    public long one(String sql, Object... parameters) {
        return longs(sql, parameters).getFirst();
    }

    public List<Long> longs(String sql, Object... parameters) {
        return StreamSupport.stream(
                        pool.preparedQuery(sql)
                                .execute(Tuple.from(List.of(parameters)))
                                .await()
                                .indefinitely()
                                .spliterator(),
                        false)
                .map(row -> row.getLong(0))
                .toList();
    }

    public String text(String sql) {
        return pool.query(sql)
                .execute()
                .await()
                .indefinitely()
                .iterator()
                .next()
                .getString(0);
    }

    public static String json(Map<String, ?> body) {
        try {
            return new ObjectMapper().writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
