// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.gateway.call.CallController;
import io.allo.gateway.config.SipConfig;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /health} of the bridge contract, answered from memory. */
@Path("/health")
public class HealthResource {
    private final CallController calls;
    private final int maxCalls;

    public HealthResource(CallController calls, SipConfig config) {
        this.calls = calls;
        this.maxCalls = config.maxCalls();
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public BridgeHealth health() {
        String status = switch (calls.phase()) {
            case COLD -> "starting";
            case WARM -> "ok";
            case DRAINING -> "draining";
        };
        return new BridgeHealth(status, calls.active(), maxCalls, BridgeHealth.Audio.G711);
    }
}
