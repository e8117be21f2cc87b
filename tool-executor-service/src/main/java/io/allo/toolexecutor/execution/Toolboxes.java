// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.AgentTools;
import io.allo.contracts.tools.ToolConfig;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.toolexecutor.config.ServiceKey;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tools by agent, as session-config-service stores them. Asked again after some seconds, so that a change counts soon; while the
 * service is away the last ones stand. An agent that it does not know (a workflow) has the restaurant's tools alone.
 */
@ApplicationScoped
class Toolboxes {
    private static final Logger LOG = Logger.getLogger(Toolboxes.class);
    private static final Duration LIMIT = Duration.ofSeconds(2);
    private static final int LARGEST_CACHE = 10_000;

    private final AgentToolsClient client;
    private final ToolRegistry restaurant;
    private final ServiceKey service;
    private final ExecutionConfig config;
    private final Clock clock;
    private final ObjectMapper mapper;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Toolbox tools, Instant at) {}

    Toolboxes(
            @RestClient AgentToolsClient client,
            ToolRegistry restaurant,
            ServiceKey service,
            ExecutionConfig config,
            Clock clock,
            ObjectMapper mapper) {
        this.client = client;
        this.restaurant = restaurant;
        this.service = service;
        this.config = config;
        this.clock = clock;
        this.mapper = mapper;
    }

    /** Fails when they were never known and cannot be asked for: a customer's own tool must not become another. */
    Uni<Toolbox> of(ToolExecutionRequest call) {
        if (call.agentId() == null) {
            return Uni.createFrom().item(ofRestaurant());
        }
        String key = call.accountId() + "/" + call.agentId();
        Known last = known.get(key);
        if (last != null && last.at().plus(config.definitionsAge()).isAfter(clock.instant())) {
            return Uni.createFrom().item(last.tools());
        }
        return client.tools(service.value(), call.accountId(), call.agentId())
                .ifNoItem()
                .after(LIMIT)
                .fail()
                .map(this::compiled)
                .onFailure(Toolboxes::isUnknown)
                .recoverWithItem(this::ofRestaurant)
                .invoke(tools -> remember(key, tools))
                .onFailure()
                .recoverWithUni(failure -> whileAway(last, failure));
    }

    /** As they are stored now. */
    Uni<Toolbox> now(ToolExecutionRequest call) {
        known.remove(call.accountId() + "/" + call.agentId());
        return of(call);
    }

    private Toolbox ofRestaurant() {
        return new Toolbox(null, Map.of(), Map.of(), restaurant.all());
    }

    /** It bears the name of one of our own. */
    boolean isOfRestaurant(Tool tool) {
        return restaurant.all().containsKey(tool.name());
    }

    private Uni<Toolbox> whileAway(@Nullable Known last, Throwable failure) {
        LOG.warnf("tools cannot be asked for (%s)%s", failure.toString(), last == null ? "" : ": the last ones stand");
        return last == null
                ? Uni.createFrom().failure(failure)
                : Uni.createFrom().item(last.tools());
    }

    private void remember(String key, Toolbox tools) {
        if (known.size() >= LARGEST_CACHE) {
            known.clear();
        }
        known.put(key, new Known(tools, clock.instant()));
    }

    private Toolbox compiled(AgentTools from) {
        Map<String, Tool> own = new HashMap<>();
        for (ToolConfig tool : from.tools()) {
            try {
                own.put(tool.name(), Tool.of(tool, mapper));
            } catch (RuntimeException e) {
                LOG.warnf("tool %s cannot be read: left out (%s)", tool.id(), e.getMessage());
            }
        }
        return new Toolbox(from.baseUrl(), from.config(), own, restaurant.all());
    }

    private static boolean isUnknown(Throwable failure) {
        return failure instanceof WebApplicationException e && e.getResponse().getStatus() == 404;
    }
}
