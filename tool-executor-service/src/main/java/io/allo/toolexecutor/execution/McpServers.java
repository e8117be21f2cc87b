// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.McpListing.McpEndpoint;
import io.allo.contracts.tools.ToolConfig.McpCall;
import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.toolexecutor.mcp.McpClient;
import io.allo.toolexecutor.mcp.McpException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Tools of customers' MCP servers. A call without an answer is repeated only when its server says that this does no harm. */
@ApplicationScoped
class McpServers {
    private static final int OK = 200;

    private final McpClient client;
    private final ExecutionConfig config;

    McpServers(McpClient client, ExecutionConfig config) {
        this.client = client;
        this.config = config;
    }

    /** Fails with {@link NoReplyException}. */
    Uni<Reply> send(McpCall tool, ToolExecutionRequest call) {
        McpEndpoint server = new McpEndpoint(tool.url(), tool.headers());
        return Uni.createFrom()
                .deferred(() -> client.call(server, tool.tool(), call.arguments(), config.timeout()))
                .map(told -> new Reply(OK, told))
                .onFailure(McpException.class)
                .transform(failure -> new NoReplyException(
                        String.valueOf(failure.getMessage()), ((McpException) failure).mayBeDone()))
                .onFailure(failure -> tool.retrySafe() || failure instanceof NoReplyException none && !none.mayBeDone())
                .retry()
                .atMost(config.retries());
    }
}
