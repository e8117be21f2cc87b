// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.AgentTools;
import io.allo.contracts.tools.AppointmentTools;
import io.allo.contracts.tools.RestaurantTools;
import io.allo.contracts.tools.ToolConfig;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.tooldefinition.McpServers.McpTools;
import io.allo.sessionconfig.tooldefinition.ToolConfigRepository.Agent;
import io.allo.sessionconfig.tooldefinition.ToolConfigRepository.Stored;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The tools of a session. A restaurant has the twelve of {@link RestaurantTools}, each replaced by the agent's stored tool of its
 * name; the agent's others come after them.
 */
@ApplicationScoped
public class SessionTools {
    private static final Logger LOG = Logger.getLogger(SessionTools.class);
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private final ToolConfigRepository repository;
    private final ToolConfigs tools;
    private final McpServers mcp;
    private final ObjectMapper json;
    private final List<ToolConfig> restaurant;
    private final List<ToolConfig> appointments;

    public SessionTools(ToolConfigRepository repository, ToolConfigs tools, McpServers mcp, ObjectMapper json) {
        this.repository = repository;
        this.tools = tools;
        this.mcp = mcp;
        this.json = json;
        this.restaurant = definitions(RestaurantTools.open(), json);
        this.appointments = definitions(AppointmentTools.open(), json);
    }

    private static List<ToolConfig> definitions(InputStream resource, ObjectMapper json) {
        try (InputStream in = resource) {
            return json.readValue(in, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("the tools' definitions are part of contracts", e);
        }
    }

    /** Of an agent without a session of its own: those stored for it that its configuration wants. */
    public Uni<List<ToolConfig>> ofAgent(UUID agentId, Map<String, Object> config) {
        return stored(agentId)
                .map(stored ->
                        stored.stream().filter(tool -> tool.offered(config)).toList());
    }

    /**
     * Of a restaurant.
     *
     * @param agentId whose tools; null = those of the restaurant's oldest agent
     * @param facts what the restaurant itself says of conditions; goes before the agent's configuration
     */
    public Uni<List<ToolConfig>> ofRestaurant(
            String accountId, String restaurantId, @Nullable UUID agentId, Map<String, Object> facts) {
        Uni<@Nullable Agent> agent = agentId == null
                ? repository.agentOfRestaurant(accountId, restaurantId)
                : repository
                        .agent(agentId)
                        .map(found ->
                                found == null || !found.accountId().toString().equals(accountId) ? null : found);
        return agent.chain(found -> found == null
                ? Uni.createFrom().item(offered(List.of(), facts))
                : stored(found.id()).map(stored -> {
                    Map<String, Object> config = new HashMap<>(config(found));
                    config.putAll(facts);
                    return offered(stored, config);
                }));
    }

    /**
     * Of a business that gives appointments.
     *
     * @param agentId whose tools; null = the six alone
     * @param transfers a person takes over
     */
    public Uni<List<ToolConfig>> ofCalendar(String accountId, @Nullable UUID agentId, boolean transfers) {
        List<ToolConfig> ours = Stream.concat(
                        appointments.stream(),
                        restaurant.stream()
                                .filter(tool -> tool.name().equals("end_call")
                                        || transfers && tool.name().equals("transfer_call")))
                .toList();
        Map<String, Object> facts = Map.of("transferEnabled", transfers);
        return (agentId == null ? Uni.createFrom().<Agent>nullItem() : repository.agent(agentId))
                .chain(found -> found == null || !found.accountId().toString().equals(accountId)
                        ? Uni.createFrom().item(merged(ours, List.of(), facts))
                        : stored(found.id()).map(stored -> {
                            Map<String, Object> config = new HashMap<>(config(found));
                            config.putAll(facts);
                            return merged(ours, stored, config);
                        }));
    }

    /** The restaurant's twelve under the agent's own, as far as the conditions hold. */
    public List<ToolConfig> offered(List<ToolConfig> stored, Map<String, Object> config) {
        return merged(restaurant, stored, config);
    }

    private static List<ToolConfig> merged(List<ToolConfig> ours, List<ToolConfig> stored, Map<String, Object> config) {
        Map<String, ToolConfig> own = stored.stream().collect(Collectors.toMap(ToolConfig::name, tool -> tool));
        List<ToolConfig> all = new ArrayList<>();
        Set<String> names = ours.stream().map(ToolConfig::name).collect(Collectors.toSet());
        ours.forEach(tool -> all.add(own.getOrDefault(tool.name(), tool)));
        stored.stream().filter(tool -> !names.contains(tool.name())).forEach(all::add);
        return all.stream().filter(tool -> tool.offered(config)).toList();
    }

    private Uni<List<ToolConfig>> stored(UUID agentId) {
        return Uni.combine()
                .all()
                .unis(repository.ofAgent(agentId), mcp.enabled(agentId))
                .with((rows, servers) -> {
                    mcp.refresh(servers);
                    return named(
                            rows.stream().map(tools::shown).toList(),
                            servers.stream()
                                    .flatMap(server -> McpToolConfigs.of(server, Map.of(), json).stream())
                                    .toList());
                });
    }

    /** Of two tools of one name the first counts. */
    private static List<ToolConfig> named(List<ToolConfig> stored, List<ToolConfig> remote) {
        Map<String, ToolConfig> byName = new LinkedHashMap<>();
        stored.forEach(tool -> byName.putIfAbsent(tool.name(), tool));
        remote.forEach(tool -> byName.putIfAbsent(tool.name(), tool));
        return List.copyOf(byName.values());
    }

    /** With secrets, for the executor. */
    Uni<AgentTools> runnable(Caller caller, UUID agentId) {
        return tools.visible(caller, agentId)
                .chain(agent -> Uni.combine()
                        .all()
                        .unis(repository.ofAgent(agentId), mcp.enabled(agentId))
                        .asTuple()
                        .emitOn(Infrastructure.getDefaultWorkerPool())
                        .map(both -> agentTools(agent, both.getItem1(), both.getItem2())));
    }

    private AgentTools agentTools(Agent agent, List<Stored> rows, List<McpTools> servers) {
        Map<String, Object> config = config(agent);
        String base = config.get("apiBaseUrl") instanceof String url && !url.isBlank() ? url : agent.apiBaseUrl();
        return new AgentTools(
                base,
                config,
                named(
                        rows.stream().map(tools::runnable).toList(),
                        servers.stream()
                                .flatMap(server -> mcp.runnable(server).stream())
                                .toList()));
    }

    /** Gives the agent of a restaurant the twelve as stored tools; what it has of them stays. Repeatable. */
    public Uni<Void> seedRestaurant(UUID agentId) {
        return seed(agentId, restaurant);
    }

    /** Gives the agent of a calendar the six for appointments as stored tools; what it has of them stays. Repeatable. */
    public Uni<Void> seedCalendar(UUID agentId) {
        return seed(agentId, appointments);
    }

    private Uni<Void> seed(UUID agentId, List<ToolConfig> definitions) {
        return Uni.createFrom()
                .item(() -> definitions.stream()
                        .map(tool -> tools.stored(UUID.randomUUID(), agentId, tool, Map.of()))
                        .toList())
                .chain(repository::insertMissing);
    }

    private Map<String, Object> config(Agent agent) {
        try {
            return json.readValue(agent.config(), OBJECT);
        } catch (JsonProcessingException e) {
            LOG.warnf("agent %s: config is no JSON object", agent.id());
            return Map.of();
        }
    }
}
