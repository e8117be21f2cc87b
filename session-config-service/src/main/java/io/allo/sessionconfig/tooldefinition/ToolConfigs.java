// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.contracts.tools.ToolConfig;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.tooldefinition.ToolConfigForm.UnfitToolException;
import io.allo.sessionconfig.tooldefinition.ToolConfigRepository.Agent;
import io.allo.sessionconfig.tooldefinition.ToolConfigRepository.Stored;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What administrators do with the tools of an agent; a business sees and changes its own agents' only. */
@ApplicationScoped
public class ToolConfigs {
    private static final String BASE_URL = "BASE_URL";
    private static final int CONFLICT = 409;
    private static final int MOST_OF_AN_AGENT = 100;
    private static final int LONGEST_FIELD = 64;
    private static final int MOST_FIELDS = 50;

    private final ToolConfigRepository repository;
    private final ToolSecrets secrets;
    private final AuditLog audit;
    private final ObjectMapper json;

    ToolConfigs(ToolConfigRepository repository, ToolSecrets secrets, AuditLog audit, ObjectMapper json) {
        this.repository = repository;
        this.secrets = secrets;
        this.audit = audit;
        this.json = json;
    }

    /** In the order in which they are offered, header values masked. */
    public Uni<List<ToolConfig>> list(Caller caller, UUID agentId) {
        return visible(caller, agentId)
                .chain(agent -> repository.ofAgent(agentId))
                .map(tools -> tools.stream().map(this::shown).toList());
    }

    Uni<ToolConfig> get(Caller caller, UUID agentId, UUID id) {
        return visible(caller, agentId).chain(agent -> existing(agentId, id)).map(this::shown);
    }

    Uni<ToolConfig> create(Caller caller, Actor actor, UUID agentId, JsonNode body) {
        ToolConfig tool = read(body);
        return visible(caller, agentId)
                .chain(agent -> repository
                        .ofAgent(agentId)
                        .invoke(tools -> refuseMore(tools.size() + 1))
                        .chain(() -> sealed(() -> stored(UUID.randomUUID(), agentId, tool, Map.of())))
                        .call(repository::insert)
                        .call(stored -> audit.write(actor, change(agent, "tool.created", stored.id(), fieldsOf(body)))))
                .onFailure(ToolConfigRepository::isTaken)
                .transform(taken -> conflict(tool))
                .map(this::shown);
    }

    /** The whole tool anew; a masked header value stays as it is. */
    Uni<ToolConfig> replace(Caller caller, Actor actor, UUID agentId, UUID id, JsonNode body) {
        ToolConfig tool = read(body);
        return visible(caller, agentId)
                .chain(agent -> existing(agentId, id)
                        .chain(before -> sealed(() -> changed(actor, before, tool)))
                        .call(repository::update)
                        .call(() -> audit.write(actor, change(agent, "tool.changed", id, fieldsOf(body)))))
                .onFailure(ToolConfigRepository::isTaken)
                .transform(taken -> conflict(tool))
                .map(this::shown);
    }

    Uni<Void> delete(Caller caller, Actor actor, UUID agentId, UUID id) {
        return visible(caller, agentId)
                .chain(agent -> existing(agentId, id)
                        .call(() -> repository.delete(agentId, id))
                        .call(() -> audit.write(actor, change(agent, "tool.deleted", id, List.of()))))
                .replaceWithVoid();
    }

    private static Change change(Agent agent, String action, UUID id, Collection<String> fields) {
        return new Change(agent.accountId(), action, "tool:" + id, fields);
    }

    /** Names only: a value may be a secret. */
    static List<String> fieldsOf(JsonNode body) {
        return body.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> name.length() <= LONGEST_FIELD)
                .limit(MOST_FIELDS)
                .toList();
    }

    /**
     * From now on the agent has these tools and no others: what {@code PUT /api/agents/{id}/brain} does.
     *
     * @param bodies one for each tool, as for {@code POST}
     */
    public Uni<List<ToolConfig>> replaceAll(Caller caller, Actor actor, UUID agentId, List<JsonNode> bodies) {
        refuseMore(bodies.size());
        List<ToolConfig> tools = bodies.stream().map(this::read).toList();
        Set<String> names = new HashSet<>();
        tools.forEach(tool -> {
            if (!names.add(tool.name())) {
                throw new BadRequestException("there are two tools " + tool.name());
            }
        });
        return visible(caller, agentId)
                .chain(agent -> repository.ofAgent(agentId))
                .chain(before -> sealed(() -> {
                    List<Stored> rows = new ArrayList<>();
                    for (ToolConfig tool : tools) {
                        Stored known = before.stream()
                                .filter(old -> old.name().equals(tool.name()))
                                .findFirst()
                                .orElse(null);
                        rows.add(
                                known == null
                                        ? stored(UUID.randomUUID(), agentId, tool, Map.of())
                                        : changed(actor, known, tool));
                    }
                    return rows;
                }))
                .chain(rows -> repository
                        .replaceAll(agentId, rows)
                        .replaceWith(rows.stream().map(this::shown).toList()));
    }

    Uni<Agent> visible(Caller caller, UUID agentId) {
        return repository.agent(agentId).map(agent -> {
            if (agent == null || !caller.sees(agent.accountId())) {
                throw new NotFoundException("agent " + agentId + " is unknown");
            }
            return agent;
        });
    }

    private Uni<Stored> existing(UUID agentId, UUID id) {
        return repository.byId(agentId, id).map(tool -> {
            if (tool == null) {
                throw new NotFoundException("tool " + id + " is unknown");
            }
            return tool;
        });
    }

    private ToolConfig read(JsonNode body) {
        try {
            return ToolConfigForm.read(body, json);
        } catch (UnfitToolException e) {
            throw new BadRequestException(e.getMessage(), e);
        }
    }

    private static void refuseMore(int tools) {
        if (tools > MOST_OF_AN_AGENT) {
            throw new BadRequestException(tools + " tools (expected: at most " + MOST_OF_AN_AGENT + " for an agent)");
        }
    }

    private static WebApplicationException conflict(ToolConfig tool) {
        return new WebApplicationException("the agent has a tool " + tool.name() + " already", CONFLICT);
    }

    /** Deriving a key takes tens of milliseconds: not on the event loop. */
    private static <T> Uni<T> sealed(Supplier<T> work) {
        return Uni.createFrom().item(work).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    private Stored changed(Actor actor, Stored before, ToolConfig tool) {
        Map<String, String> kept = secrets.open(before.id(), before.headers());
        ToolConfig.@Nullable HttpCall old = shown(before).http();
        if (tool.http() != null && old != null) {
            Destination.check(actor, old.url(), tool.http().url(), tool.http().headers(), kept);
        }
        return stored(before.id(), before.agentId(), tool, kept);
    }

    /** True when tools of this agent keep secrets for the address that its {@code apiBaseUrl} names. */
    public Uni<Boolean> keepSecretsAtBaseUrl(UUID agentId) {
        return repository
                .ofAgent(agentId)
                .map(tools -> tools.stream()
                        .anyMatch(tool ->
                                tool.headers() != null && tool.document().contains(BASE_URL)));
    }

    Stored stored(UUID id, UUID agentId, ToolConfig tool, Map<String, String> before) {
        ObjectNode document = json.valueToTree(tool);
        Map<String, String> headers = Map.of();
        if (tool.http() != null) {
            headers = ToolSecrets.merged(tool.http().headers(), before);
            document.withObject("/http").set("headers", json.valueToTree(ToolSecrets.masked(headers)));
        }
        document.remove(List.of("id", "type", "mcp"));
        return new Stored(id, agentId, tool.name(), document.toString(), secrets.sealed(id, headers));
    }

    ToolConfig shown(Stored stored) {
        try {
            ObjectNode document = (ObjectNode) json.readTree(stored.document());
            document.put("id", stored.id().toString());
            return json.treeToValue(document, ToolConfig.class);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("tool " + stored.id() + " cannot be read", e);
        }
    }

    /** With its secrets, for the executor. Call from a worker thread. */
    ToolConfig runnable(Stored stored) {
        ToolConfig tool = shown(stored);
        ToolConfig.@Nullable HttpCall http = tool.http();
        return http == null ? tool : tool.with(http.with(secrets.open(stored.id(), stored.headers())));
    }
}
