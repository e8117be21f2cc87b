// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of {@code mcp_servers}. */
@ApplicationScoped
class McpRepository {
    private static final String SELECT = "select id, agent_id, name, url, headers, header_names, is_enabled,"
            + " tools::text as tools, listed_at, last_error from mcp_servers";
    private static final String PUT = """
            insert into mcp_servers (id, agent_id, name, url, headers, header_names, is_enabled, tools)
            values ($1, $2, $3, $4, $5, $6, $7, $8)
            on conflict (id) do update set name = excluded.name, url = excluded.url, headers = excluded.headers,
              header_names = excluded.header_names, is_enabled = excluded.is_enabled, tools = excluded.tools,
              listed_at = now(), last_error = null
            """;

    private final Pool pool;

    McpRepository(Pool pool) {
        this.pool = pool;
    }

    /**
     * A stored server.
     *
     * @param headers encrypted JSON object, null when there are none
     * @param headerNames JSON object of masks
     * @param tools JSON array of what it offered
     */
    record Stored(
            UUID id,
            UUID agentId,
            String name,
            String url,
            @Nullable String headers,
            String headerNames,
            boolean enabled,
            String tools,
            Instant listedAt,
            @Nullable String lastError) {}

    Uni<List<Stored>> ofAgent(UUID agentId) {
        return pool.preparedQuery(SELECT + " where agent_id = $1 order by created_at, name")
                .execute(Tuple.of(agentId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(McpRepository::stored)
                        .toList());
    }

    /** Creates or changes; its tools were listed now. */
    Uni<Void> put(Stored server) {
        return pool.preparedQuery(PUT)
                .execute(Tuple.tuple(Arrays.asList(
                        server.id(),
                        server.agentId(),
                        server.name(),
                        server.url(),
                        server.headers(),
                        server.headerNames(),
                        server.enabled(),
                        Json.decodeValue(server.tools()))))
                .replaceWithVoid();
    }

    /** True for one asker alone when the list is older. */
    Uni<Boolean> claimListing(UUID id, Instant now, Duration age) {
        return pool.preparedQuery("update mcp_servers set listed_at = $2 where id = $1 and listed_at < $3")
                .execute(Tuple.of(
                        id, now.atOffset(ZoneOffset.UTC), now.minus(age).atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount() == 1);
    }

    Uni<Void> listed(UUID id, String tools) {
        return pool.preparedQuery("update mcp_servers set tools = $2, last_error = null where id = $1")
                .execute(Tuple.of(id, Json.decodeValue(tools)))
                .replaceWithVoid();
    }

    Uni<Void> notListed(UUID id, String error) {
        return pool.preparedQuery("update mcp_servers set last_error = $2 where id = $1")
                .execute(Tuple.of(id, error))
                .replaceWithVoid();
    }

    Uni<Void> delete(UUID id) {
        return pool.preparedQuery("delete from mcp_servers where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private static Stored stored(Row row) {
        return new Stored(
                row.getUUID("id"),
                row.getUUID("agent_id"),
                row.getString("name"),
                row.getString("url"),
                row.getString("headers"),
                row.getString("header_names"),
                row.getBoolean("is_enabled"),
                row.getString("tools"),
                row.getOffsetDateTime("listed_at").toInstant(),
                row.getString("last_error"));
    }
}
