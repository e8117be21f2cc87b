// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.tooldefinition;

import io.allo.contracts.tools.ToolTrial;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.UnavailableException;
import io.smallrye.mutiny.Uni;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/agents/{agentId}/try-tool}: runs a stored tool with arguments given by hand. What the tool does is really done. */
@Path("/api/agents/{agentId}/try-tool")
public class ToolTrialResource {
    private final ToolConfigs tools;
    private final ToolTrialClient executor;
    private final AuditLog audit;
    private final String serviceKey;

    ToolTrialResource(ToolConfigs tools, @RestClient ToolTrialClient executor, AuditLog audit, ServiceConfig config) {
        this.tools = tools;
        this.executor = executor;
        this.audit = audit;
        this.serviceKey = config.serviceKey();
    }

    /**
     * What is tried.
     *
     * @param arguments as a model would give them
     * @param context what the conversation would know; the {@code context} of a preview is what it knows at its beginning
     */
    public record Trial(
            @NotBlank @Size(max = 64) String tool,
            @Nullable Map<String, Object> arguments,
            @Nullable Map<String, Object> context) {
        @Override
        public String toString() {
            return "Trial of " + tool;
        }
    }

    /** 503 when tool-executor-service is away; whatever else goes wrong is the answer. */
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Cancellable(false)
    public Uni<ToolTrial.Result> run(
            UUID agentId, @NotNull @Valid Trial trial, @Context ContainerRequestContext request) {
        Actor actor = Actor.known(request);
        return tools.visible(Caller.of(request), agentId).chain(agent -> {
            UUID account = agent.accountId();
            return executor.run(
                            serviceKey,
                            new ToolTrial(
                                    account.toString(),
                                    agentId.toString(),
                                    trial.tool(),
                                    trial.arguments(),
                                    trial.context()))
                    .onFailure()
                    .transform(failure -> new UnavailableException("tools cannot be tried now", failure))
                    .call(() -> audit.write(actor, new Change(account, "tool.tried", "agent:" + agentId, List.of())));
        });
    }
}
