// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolExecutionRequest;
import io.allo.contracts.tools.ToolExecutionResponse;
import io.allo.toolexecutor.door.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/tools/execute}: 200 with a result; 409 for a worker that was replaced. */
@Path("/internal/tools/execute")
class ToolExecutionResource {
    private static final int LONGEST_ID = 100;

    private final ToolExecutor executor;

    ToolExecutionResource(ToolExecutor executor) {
        this.executor = executor;
    }

    @POST
    @Cancellable(false)
    public Uni<ToolExecutionResponse> execute(@Nullable ToolExecutionRequest call) {
        if (call == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        checkId("conversationId", call.conversationId());
        checkId("toolCallId", call.toolCallId());
        return executor.execute(call);
    }

    @ServerExceptionMapper
    Response stale(StaleEpochException e) {
        return Response.status(Response.Status.CONFLICT)
                .entity(Map.of("error", e.getMessage()))
                .type("application/json")
                .build();
    }

    private static void checkId(String name, String id) {
        if (id.isBlank() || id.length() > LONGEST_ID) {
            throw ApiException.badRequest(
                    name + " has " + id.length() + " characters (expected: 1 to " + LONGEST_ID + ")");
        }
    }
}
