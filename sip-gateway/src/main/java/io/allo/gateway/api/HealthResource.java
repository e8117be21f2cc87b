// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.api;

import io.allo.gateway.call.CallController;
import io.allo.gateway.config.CompatibleConfig;
import io.allo.gateway.config.SipConfig;
import io.allo.gateway.trunk.RegistrationState;
import io.allo.gateway.trunk.TrunkStates;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code GET /health} of the bridge contract, answered from memory. */
@Path("/health")
public class HealthResource {
    private final CallController calls;
    private final TrunkStates trunks;
    private final int maxCalls;
    private final @Nullable String wsTarget;

    public HealthResource(CallController calls, SipConfig config, TrunkStates trunks, CompatibleConfig compatible) {
        this.trunks = trunks;
        this.wsTarget = compatible.enabled()
                ? compatible.wsTarget().map(HealthResource::withoutQuery).orElse(null)
                : null;
        this.calls = calls;
        this.maxCalls = config.maxCalls();
    }

    /** A query may hold a key, and this path needs none. */
    private static String withoutQuery(URI url) {
        return url.toString().split("[?#]", 2)[0];
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public BridgeHealth health() {
        String status = switch (calls.phase()) {
            case COLD -> "starting";
            case WARM -> "ok";
            case DRAINING -> "draining";
        };
        List<TrunkStates.State> states = trunks.all();
        boolean registered = !states.isEmpty()
                && states.stream()
                        .map(TrunkStates.State::registration)
                        .filter(Objects::nonNull)
                        .allMatch(RegistrationState::registered);
        String account = states.isEmpty() ? null : states.getFirst().trunk().label();
        return new BridgeHealth(
                status, registered, account, wsTarget, calls.active(), maxCalls, BridgeHealth.Audio.G711);
    }
}
