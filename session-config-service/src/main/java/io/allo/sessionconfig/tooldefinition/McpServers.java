// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.allo.contracts.tools.McpListing;
import io.allo.contracts.tools.McpListing.McpEndpoint;
import io.allo.contracts.tools.McpListing.McpTool;
import io.allo.contracts.tools.ToolConfig;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.tooldefinition.McpRepository.Stored;
import io.allo.sessionconfig.tooldefinition.ToolConfigRepository.Agent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * MCP servers of agents. A server is asked for its tools when it is stored, and again in the background when a session is made and
 * the list is old; while it does not tell, its last tools stand.
 */
@ApplicationScoped
public class McpServers {
    private static final Logger LOG = Logger.getLogger(McpServers.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,24}");
    private static final TypeReference<List<McpTool>> TOOLS = new TypeReference<>() {};
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};
    private static final int MOST_OF_AN_AGENT = 10;
    private static final int MOST_OF_A_SERVER = 100;
    private static final int LONGEST_URL = 2_000;
    private static final int CONFLICT = 409;

    private final McpRepository repository;
    private final ToolConfigs agents;
    private final ToolSecrets secrets;
    private final McpToolsClient client;
    private final AuditLog audit;
    private final ServiceConfig config;
    private final Clock clock;
    private final ObjectMapper json;

    McpServers(
            McpRepository repository,
            ToolConfigs agents,
            ToolSecrets secrets,
            @RestClient McpToolsClient client,
            AuditLog audit,
            ServiceConfig config,
            Clock clock,
            ObjectMapper json) {
        this.repository = repository;
        this.agents = agents;
        this.secrets = secrets;
        this.client = client;
        this.audit = audit;
        this.config = config;
        this.clock = clock;
        this.json = json;
    }

    Uni<List<McpServerView>> list(Caller caller, UUID agentId) {
        return agents.visible(caller, agentId)
                .chain(agent -> repository.ofAgent(agentId))
                .map(servers -> servers.stream().map(this::view).toList());
    }

    /** 400 when the server does not tell its tools: then nothing is stored. */
    Uni<McpServerView> create(Caller caller, Actor actor, UUID agentId, JsonNode body) {
        check(body);
        return agents.visible(caller, agentId)
                .chain(agent -> repository
                        .ofAgent(agentId)
                        .invoke(servers -> {
                            if (servers.size() >= MOST_OF_AN_AGENT) {
                                throw new BadRequestException(
                                        "expected at most " + MOST_OF_AN_AGENT + " servers for an agent");
                            }
                        })
                        .chain(() -> store(actor, UUID.randomUUID(), agentId, body, null))
                        .call(stored -> audit.write(actor, change(agent, "mcp-server.created", stored.id(), body))));
    }

    /** The whole server anew, asked again; a masked header value stays as it is. */
    Uni<McpServerView> replace(Caller caller, Actor actor, UUID agentId, UUID id, JsonNode body) {
        check(body);
        return agents.visible(caller, agentId)
                .chain(agent -> existing(agentId, id)
                        .chain(before -> store(actor, id, agentId, body, before))
                        .call(() -> audit.write(actor, change(agent, "mcp-server.changed", id, body))));
    }

    Uni<Void> delete(Caller caller, Actor actor, UUID agentId, UUID id) {
        return agents.visible(caller, agentId)
                .chain(agent -> existing(agentId, id)
                        .chain(server -> repository.delete(id))
                        .call(() ->
                                audit.write(actor, change(agent, "mcp-server.deleted", id, NullNode.getInstance()))));
    }

    private static Change change(Agent agent, String action, UUID id, JsonNode body) {
        return new Change(agent.accountId(), action, "mcp-server:" + id, ToolConfigs.fieldsOf(body));
    }

    private Uni<Stored> existing(UUID agentId, UUID id) {
        return repository
                .ofAgent(agentId)
                .map(servers -> servers.stream()
                        .filter(server -> server.id().equals(id))
                        .findFirst()
                        .orElseThrow(() -> new NotFoundException("MCP server " + id + " is unknown")));
    }

    private static void check(JsonNode body) {
        List<String> faults = new ArrayList<>();
        if (body.toString().contains(ToolConfigForm.NUL)) {
            faults.add("a NUL character cannot be stored");
        }
        if (!NAME.matcher(body.path("name").asText()).matches()) {
            faults.add("name: expected 1 to 24 letters, digits, _ or -");
        }
        if (!isUrl(body.path("url").asText())) {
            faults.add("url: expected an http or https URL");
        }
        if (body.hasNonNull("isEnabled") && !body.path("isEnabled").isBoolean()) {
            faults.add("isEnabled: expected true or false");
        }
        faults.addAll(ToolConfigForm.headerFaults(body.path("headers")));
        if (!faults.isEmpty()) {
            throw new BadRequestException(String.join("; ", faults));
        }
    }

    private static boolean isUrl(String text) {
        try {
            URI url = URI.create(text);
            return text.length() <= LONGEST_URL
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private Uni<McpServerView> store(Actor actor, UUID id, UUID agentId, JsonNode body, @Nullable Stored before) {
        Map<String, String> wanted =
                body.path("headers").isObject() ? json.convertValue(body.path("headers"), TEXTS) : Map.of();
        return Uni.createFrom()
                .item(() -> headers(actor, wanted, body.path("url").asText(), before))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(headers -> ask(body.path("url").asText(), headers)
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(listing -> new Stored(
                                id,
                                agentId,
                                body.path("name").asText(),
                                body.path("url").asText(),
                                secrets.sealed(id, headers),
                                write(ToolSecrets.masked(headers)),
                                body.path("isEnabled").asBoolean(true),
                                write(listing.tools()),
                                clock.instant(),
                                null)))
                .chain(stored -> repository.put(stored).replaceWith(stored))
                .onFailure(ToolConfigRepository::isTaken)
                .transform(
                        taken -> new WebApplicationException("the agent has a server of this name already", CONFLICT))
                .map(this::view);
    }

    private Map<String, String> headers(Actor actor, Map<String, String> wanted, String url, @Nullable Stored before) {
        if (before == null) {
            return ToolSecrets.merged(wanted, Map.of());
        }
        Map<String, String> kept = secrets.open(before.id(), before.headers());
        Destination.check(actor, before.url(), url, wanted, kept);
        return ToolSecrets.merged(wanted, kept);
    }

    private Uni<McpListing> ask(String url, Map<String, String> headers) {
        return client.list(config.serviceKey(), new McpEndpoint(url, headers))
                .map(this::storable)
                .onFailure()
                .transform(failure ->
                        new BadRequestException("the MCP server does not tell its tools: " + words(failure)));
    }

    private McpListing storable(McpListing listing) {
        return new McpListing(listing.tools().stream()
                .filter(tool -> !write(tool).contains(ToolConfigForm.NUL))
                .limit(MOST_OF_A_SERVER)
                .toList());
    }

    private static String words(Throwable failure) {
        if (failure instanceof WebApplicationException http
                && http.getResponse().getStatus() == 502) {
            Object error = http.getResponse().readEntity(Map.class).get("error");
            return String.valueOf(error);
        }
        return "it could not be asked now";
    }

    /** Those that are switched on. */
    Uni<List<McpTools>> enabled(UUID agentId) {
        return repository
                .ofAgent(agentId)
                .map(servers -> servers.stream()
                        .filter(Stored::enabled)
                        .map(server -> new McpTools(server, tools(server)))
                        .toList());
    }

    /** With secrets, for the executor. Call from a worker thread. */
    List<ToolConfig> runnable(McpTools from) {
        Stored server = from.server();
        return McpToolConfigs.of(from, secrets.open(server.id(), server.headers()), json);
    }

    /** A server and what it offers. */
    record McpTools(Stored server, List<McpTool> tools) {}

    /** Asks again those whose list is old, in the background. */
    void refresh(List<McpTools> servers) {
        for (McpTools known : servers) {
            Stored server = known.server();
            if (server.listedAt().plus(config.mcp().refresh()).isAfter(clock.instant())) {
                continue;
            }
            repository
                    .claimListing(server.id(), clock.instant(), config.mcp().refresh())
                    .emitOn(Infrastructure.getDefaultWorkerPool())
                    .chain(mine -> mine ? listAgain(server) : Uni.createFrom().voidItem())
                    .subscribe()
                    .with(done -> {}, failure -> LOG.warnf("MCP server %s: %s", server.id(), failure.toString()));
        }
    }

    private Uni<Void> listAgain(Stored server) {
        return ask(server.url(), secrets.open(server.id(), server.headers()))
                .chain(listing -> repository.listed(server.id(), write(listing.tools())))
                .onFailure()
                .recoverWithUni(failure -> repository.notListed(server.id(), String.valueOf(failure.getMessage())));
    }

    private List<McpTool> tools(Stored server) {
        try {
            return json.readValue(server.tools(), TOOLS);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("MCP server " + server.id(), e);
        }
    }

    private McpServerView view(Stored server) {
        try {
            return new McpServerView(
                    server.id(),
                    server.name(),
                    server.url(),
                    json.readValue(server.headerNames(), TEXTS),
                    server.enabled(),
                    McpToolConfigs.of(new McpTools(server, tools(server)), Map.of(), json).stream()
                            .map(ToolConfig::name)
                            .toList(),
                    server.listedAt(),
                    server.lastError());
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("MCP server " + server.id(), e);
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
