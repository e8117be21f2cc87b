// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of {@code tool_configs}, and whose the agents are. */
@ApplicationScoped
public class ToolConfigRepository {
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String SELECT =
            "select id, agent_id, name, document::text as document, headers from tool_configs";
    private static final String INSERT =
            "insert into tool_configs (id, agent_id, name, document, headers) values ($1, $2, $3, $4, $5)";
    private static final String OF_RESTAURANT = """
            select id, account_id, config, settings ->> 'apiBaseUrl' as base from agents
             where is_active and account_id::text = $1 and config::jsonb ->> 'restaurantId' = $2 order by created_at, id limit 1
            """;

    private final Pool pool;

    ToolConfigRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A stored tool.
     *
     * @param document as the management API shows it
     * @param headers encrypted JSON object, null when there are none
     */
    record Stored(
            UUID id,
            UUID agentId,
            String name,
            String document,
            @Nullable String headers) {}

    /**
     * @param config JSON object
     * @param apiBaseUrl its setting
     */
    record Agent(
            UUID id,
            UUID accountId,
            String config,
            @Nullable String apiBaseUrl) {}

    /** Null when there is none. */
    Uni<@Nullable Agent> agent(UUID id) {
        return agent(pool.preparedQuery("select id, account_id, config, settings ->> 'apiBaseUrl' as base from agents"
                        + " where id = $1")
                .execute(Tuple.of(id)));
    }

    /** The oldest active agent of this restaurant; null when it has none. */
    Uni<@Nullable Agent> agentOfRestaurant(String accountId, String restaurantId) {
        return agent(pool.preparedQuery(OF_RESTAURANT).execute(Tuple.of(accountId, restaurantId)));
    }

    private static Uni<@Nullable Agent> agent(Uni<RowSet<Row>> rows) {
        return rows.map(found -> StreamSupport.stream(found.spliterator(), false)
                .findFirst()
                .map(row -> new Agent(
                        row.getUUID("id"), row.getUUID("account_id"), row.getString("config"), row.getString("base")))
                .orElse(null));
    }

    /** In the order in which they are offered. */
    Uni<List<Stored>> ofAgent(UUID agentId) {
        return pool.preparedQuery(
                        SELECT + " where agent_id = $1 order by (document ->> 'sortOrder')::int, created_at, name")
                .execute(Tuple.of(agentId))
                .map(ToolConfigRepository::list);
    }

    /** Null when the agent has no such tool. */
    Uni<@Nullable Stored> byId(UUID agentId, UUID id) {
        return pool.preparedQuery(SELECT + " where agent_id = $1 and id = $2")
                .execute(Tuple.of(agentId, id))
                .map(rows -> list(rows).stream().findFirst().orElse(null));
    }

    Uni<Void> insert(Stored tool) {
        return pool.preparedQuery(INSERT).execute(tuple(tool)).replaceWithVoid();
    }

    /** Those whose name the agent has already stay as they are. */
    Uni<Void> insertMissing(List<Stored> tools) {
        return pool.preparedQuery(INSERT + " on conflict (agent_id, name) do nothing")
                .executeBatch(tools.stream().map(ToolConfigRepository::tuple).toList())
                .replaceWithVoid();
    }

    /** From now on the agent has these and no others. */
    Uni<Void> replaceAll(UUID agentId, List<Stored> tools) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("delete from tool_configs where agent_id = $1")
                .execute(Tuple.of(agentId))
                .chain(() -> tools.isEmpty() ? Uni.createFrom().voidItem() : insertAll(connection, tools)));
    }

    private static Uni<Void> insertAll(SqlConnection connection, List<Stored> tools) {
        return connection
                .preparedQuery(INSERT)
                .executeBatch(tools.stream().map(ToolConfigRepository::tuple).toList())
                .replaceWithVoid();
    }

    Uni<Void> update(Stored tool) {
        return pool.preparedQuery(
                        "update tool_configs set name = $3, document = $4, headers = $5 where id = $1 and agent_id = $2")
                .execute(tuple(tool))
                .replaceWithVoid();
    }

    /** False when there was none. */
    Uni<Boolean> delete(UUID agentId, UUID id) {
        return pool.preparedQuery("delete from tool_configs where agent_id = $1 and id = $2")
                .execute(Tuple.of(agentId, id))
                .map(rows -> rows.rowCount() > 0);
    }

    /** True when the failure is that of a name that is taken. */
    static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private static Tuple tuple(Stored tool) {
        return Tuple.of(
                tool.id(), tool.agentId(), tool.name(), (JsonObject) Json.decodeValue(tool.document()), tool.headers());
    }

    private static List<Stored> list(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(row -> new Stored(
                        row.getUUID("id"),
                        row.getUUID("agent_id"),
                        row.getString("name"),
                        row.getString("document"),
                        row.getString("headers")))
                .toList();
    }
}
