// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.tools.ToolConfig;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.JsonForm;
import io.allo.sessionconfig.tooldefinition.ToolConfigs;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.WebApplicationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An agent's prompt and tools, replaced together. */
@ApplicationScoped
class Brains {
    private static final int CONFLICT = 409;
    private static final int LONGEST_PROMPT = 20_000;
    private static final int LARGEST_VERSION = Integer.MAX_VALUE;

    private final AgentAdmin agents;
    private final AgentStore store;
    private final ToolConfigs tools;
    private final AuditLog audit;
    private final Pool pool;

    Brains(AgentAdmin agents, AgentStore store, ToolConfigs tools, AuditLog audit, Pool pool) {
        this.agents = agents;
        this.store = store;
        this.tools = tools;
        this.audit = audit;
        this.pool = pool;
    }

    /** @param version the sender's count of his changes: an older one that comes late is refused */
    record Brain(String prompt, List<ToolConfig> tools, long version) {}

    /** The tools are written first: when they do not fit, nothing has changed. */
    Uni<Brain> replace(Caller caller, Actor actor, UUID id, @Nullable JsonNode body) {
        var given = new JsonForm(body, true)
                .text("prompt", LONGEST_PROMPT)
                .integer("version", 0, LARGEST_VERSION)
                .values(Set.of());
        if (!(given.get("prompt") instanceof String prompt)) {
            throw new BadRequestException("prompt: is required");
        }
        List<JsonNode> bodies = bodies(body);
        return agents.visible(caller, id).chain(agent -> {
            long version = given.get("version") instanceof Integer named ? named : agent.brainVersion() + 1;
            if (version < agent.brainVersion()) {
                throw outdated(agent.brainVersion());
            }
            return tools.replaceAll(caller, actor, id, bodies)
                    .chain(stored -> pool.withTransaction(connection -> store.brain(connection, id, prompt, version)
                                    .invoke(taken -> {
                                        if (!taken) {
                                            throw outdated(version + 1);
                                        }
                                    })
                                    .call(() -> audit.write(
                                            connection,
                                            actor,
                                            new Change(
                                                    agent.accountId(),
                                                    "agent.brain",
                                                    "agent:" + id,
                                                    List.of("prompt", "tools")))))
                            .replaceWith(new Brain(prompt, stored, version)));
        });
    }

    private static List<JsonNode> bodies(@Nullable JsonNode body) {
        JsonNode tools = body == null ? null : body.get("tools");
        if (tools == null || !tools.isArray()) {
            throw new BadRequestException("tools: expected an array");
        }
        List<JsonNode> bodies = new ArrayList<>();
        tools.forEach(bodies::add);
        return bodies;
    }

    private static WebApplicationException outdated(long there) {
        return new WebApplicationException("version: " + there + " is there already", CONFLICT);
    }
}
