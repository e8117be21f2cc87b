// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import io.allo.sessionconfig.agent.HandoffRules;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Takes an agent away, with its tools, MCP servers, addresses and key. Whatever was said with it, and what that cost, is
 * channel-router's and stays. An agent to which a telephone line or another agent leads is kept: its callers would meet nobody.
 */
@ApplicationScoped
class AgentRemovals {
    private static final int CONFLICT = 409;
    private static final String LINES =
            "select phone_number from phone_lines where agent_id = $1 order by phone_number limit 20";
    private static final String OTHERS =
            "select name, config from agents where account_id = $1 and id <> $2 and config like $3";
    private static final String KEY = "delete from account_keys where account_id = $1 and label = $2";
    private static final String AGENT = "delete from agents where id = $1";

    private final AgentAdmin agents;
    private final AuditLog audit;
    private final Pool pool;

    AgentRemovals(AgentAdmin agents, AuditLog audit, Pool pool) {
        this.agents = agents;
        this.audit = audit;
        this.pool = pool;
    }

    /** 404 when it does not exist for this caller, 409 in words while somebody leads to it. */
    Uni<Void> remove(Caller caller, Actor actor, UUID id) {
        return agents.visible(caller, id)
                .chain(agent -> pool.withTransaction(connection -> refuseWithLines(connection, id)
                        .chain(() -> refuseWithHandoffs(connection, agent.accountId(), id))
                        .chain(() -> connection
                                .preparedQuery(KEY)
                                .execute(Tuple.of(agent.accountId(), AgentAdmin.keyLabel(id))))
                        .chain(() -> connection.preparedQuery(AGENT).execute(Tuple.of(id)))
                        .chain(() -> audit.write(
                                connection,
                                actor,
                                new Change(agent.accountId(), "agent.removed", "agent:" + id, List.of())))));
    }

    private static Uni<Void> refuseWithLines(SqlClient connection, UUID id) {
        return connection.preparedQuery(LINES).execute(Tuple.of(id)).map(rows -> {
            if (rows.size() > 0) {
                throw conflict("telephone lines lead to this agent, give them to another one first: "
                        + rows.stream()
                                .map(row -> row.getString("phone_number"))
                                .collect(Collectors.joining(", ")));
            }
            return null;
        });
    }

    private static Uni<Void> refuseWithHandoffs(SqlClient connection, UUID account, UUID id) {
        return connection
                .preparedQuery(OTHERS)
                .execute(Tuple.of(account, id, "%" + id + "%"))
                .map(rows -> {
                    List<String> names = rows.stream()
                            .filter(row -> handsOver(new JsonObject(row.getString("config")), id))
                            .map(row -> row.getString("name"))
                            .toList();
                    if (!names.isEmpty()) {
                        throw conflict(
                                "other agents hand conversations over to this one (handoffs), take that away first: "
                                        + String.join(", ", names));
                    }
                    return null;
                });
    }

    private static boolean handsOver(JsonObject config, UUID id) {
        return config.getValue(HandoffRules.FIELD) instanceof JsonArray rules
                && rules.encode().contains(id.toString());
    }

    private static WebApplicationException conflict(String why) {
        return new WebApplicationException(why, CONFLICT);
    }
}
