// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.tools.ToolConfig.McpCall;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.toolexecutor.execution.Tool.HttpTool;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Makes a tool's request, here or at a customer's server. A customer's server that may not be asked twice is asked once for a tool
 * call: a second attempt, after a crash of ours perhaps, is told that the outcome is unknown.
 */
@ApplicationScoped
class ToolRequests {
    private final OwnEndpoints own;
    private final ForeignServers foreign;
    private final McpServers mcp;
    private final ToolCallRepository calls;
    private final ObjectMapper mapper;

    ToolRequests(
            OwnEndpoints own, ForeignServers foreign, McpServers mcp, ToolCallRepository calls, ObjectMapper mapper) {
        this.own = own;
        this.foreign = foreign;
        this.mcp = mcp;
        this.calls = calls;
        this.mapper = mapper;
    }

    /** Fails with whatever kept it from being answered, {@link NoReplyException} among others. */
    Uni<Reply> send(Tool tool, Toolbox tools, ToolExecutionRequest call) {
        McpCall remote = tool.config().mcp();
        if (remote != null) {
            return remote.retrySafe() ? mcp.send(remote, call) : once(mcp.send(remote, call), call);
        }
        HttpTool http = tool.http();
        if (http == null) {
            return Uni.createFrom().item(new Reply(200, null));
        }
        Rendered request = rendered(http, tools, call);
        if (isOurs(http, tools)) {
            return own.send(http, request, call);
        }
        return http.isRepeatable() ? foreign.send(http, request, call) : once(foreign.send(http, request, call), call);
    }

    /**
     * The request as it would be made; empty for a tool that makes none of its own.
     *
     * @throws IllegalArgumentException when a value that the URL needs is missing or unfit
     */
    Optional<Rendered> rendered(Tool tool, Toolbox tools, ToolExecutionRequest call) {
        return Optional.ofNullable(tool.http()).map(http -> rendered(http, tools, call));
    }

    private Rendered rendered(HttpTool http, Toolbox tools, ToolExecutionRequest call) {
        Map<String, Object> roots = new HashMap<>(tools.roots(call));
        if (isOurs(http, tools)) {
            roots.put("BASE_URL", own.base());
        }
        return Rendered.of(http, roots, this::json);
    }

    private static boolean isOurs(HttpTool http, Toolbox tools) {
        return http.url().isOfBase() && tools.baseUrl() == null;
    }

    /** True when a failure of this tool leaves open whether it was done. */
    static boolean mayBeDone(Tool tool, Toolbox tools, Throwable failure) {
        boolean certain = failure instanceof NoReplyException none && !none.mayBeDone()
                || failure instanceof IllegalArgumentException;
        HttpTool http = tool.http();
        if (http == null) {
            return tool.config().mcp() != null && !certain;
        }
        return !isOurs(http, tools) && !certain && !http.call().method().equals("GET");
    }

    private Uni<Reply> once(Uni<Reply> request, ToolExecutionRequest call) {
        return calls.begin(call)
                .onFailure()
                .transform(failure -> new NoReplyException("the call cannot be noted down", false))
                .chain(first -> first
                        ? request
                        : Uni.createFrom().failure(new NoReplyException("begun before, without an answer", true)))
                .onFailure(failure -> failure instanceof NoReplyException none && !none.mayBeDone())
                .call(() -> calls.forgetBegun(call).onFailure().recoverWithNull());
    }

    private String json(Object value) {
        try {
            return mapper.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
