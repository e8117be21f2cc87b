// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.servers;

import io.allo.toolexecutor.door.Caller;
import io.allo.toolexecutor.servers.VoiceServer.Servers;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What the administration page shows of the voice server; 200 with empty lists when it does not answer. */
@Path("/api/admin/servers")
class ServersResource {
    private final VoiceServer server;
    private final Caller caller;

    ServersResource(VoiceServer server, Caller caller) {
        this.server = server;
        this.caller = caller;
    }

    @GET
    public Uni<Servers> servers() {
        return server.look(caller.accountId());
    }
}
