// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.phoneline.Bridges.BridgeList;
import io.allo.sessionconfig.phoneline.Bridges.SipAgent;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import java.util.List;

/** What SIP bridges ask. The first answer carries passwords: for keys, never for people. */
@Path("/api")
public class BridgeResource {
    private final Bridges bridges;

    BridgeResource(Bridges bridges) {
        this.bridges = bridges;
    }

    @GET
    @Path("/sip/agents")
    public Uni<List<SipAgent>> agents(@Context ContainerRequestContext request) {
        return bridges.agents(Caller.of(request));
    }

    @GET
    @Path("/bridges")
    public Uni<BridgeList> bridges(@Context ContainerRequestContext request) {
        return bridges.bridges(Caller.of(request));
    }
}
