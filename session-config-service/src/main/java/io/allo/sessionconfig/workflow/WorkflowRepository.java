// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads workflows by the view of those in force. */
@ApplicationScoped
class WorkflowRepository {
    private static final String SELECT =
            "select id, slug, account_id, region, version, sip_account_id, definition::text as definition"
                    + " from current_workflows";

    private final Pool pool;
    private final ObjectMapper json;

    WorkflowRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** Null when there is none. */
    Uni<@Nullable Workflow> byId(int id) {
        return list(pool.preparedQuery(SELECT + " where id = $1").execute(Tuple.of(id)))
                .map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /** By id. */
    Uni<List<Workflow>> ofAccount(UUID accountId) {
        return list(pool.preparedQuery(SELECT + " where account_id = $1 order by id")
                .execute(Tuple.of(accountId)));
    }

    private Uni<List<Workflow>> list(Uni<RowSet<Row>> rows) {
        return rows.map(found -> StreamSupport.stream(found.spliterator(), false)
                .map(this::workflow)
                .toList());
    }

    private Workflow workflow(Row row) {
        return new Workflow(
                row.getInteger("id"),
                row.getString("slug"),
                row.getUUID("account_id"),
                row.getString("region"),
                row.getInteger("version"),
                row.getInteger("sip_account_id"),
                tree(row.getString("definition")));
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb is JSON", e);
        }
    }
}
