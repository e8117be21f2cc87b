// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.AgentTools;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Stands for session-config-service: agents have the tools that a test gives them. */
@Mock
@RestClient
@ApplicationScoped
class StubAgentTools implements AgentToolsClient {
    static final Map<String, AgentTools> AGENTS = new ConcurrentHashMap<>();

    @Override
    public Uni<AgentTools> tools(String serviceKey, String account, String agentId) {
        AgentTools known = AGENTS.get(agentId);
        return known == null
                ? Uni.createFrom().failure(new WebApplicationException(404))
                : Uni.createFrom().item(known);
    }
}
