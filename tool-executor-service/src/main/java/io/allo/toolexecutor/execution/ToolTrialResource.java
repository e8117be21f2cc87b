// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.contracts.tools.ToolTrial;
import io.allo.toolexecutor.door.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import org.jboss.resteasy.reactive.server.Cancellable;
import org.jspecify.annotations.Nullable;

/** {@code POST /internal/tools/try}: session-config-service's button "try it". 200 with whatever came of it. */
@Path("/internal/tools/try")
class ToolTrialResource {
    private final ToolTrials trials;

    ToolTrialResource(ToolTrials trials) {
        this.trials = trials;
    }

    @POST
    @Cancellable(false)
    public Uni<ToolTrial.Result> run(@Nullable ToolTrial trial) {
        if (trial == null) {
            throw ApiException.badRequest("a JSON body is required");
        }
        return trials.run(trial);
    }
}
