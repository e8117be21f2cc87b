// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.contracts.trunk.TrunkList;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** What the gateways register and accept calls by; read at start, at each change and now and then. */
@Path("/internal/trunks")
public class TrunkResource {
    private final Trunks trunks;

    TrunkResource(Trunks trunks) {
        this.trunks = trunks;
    }

    /** Every SIP account in use of every business, passwords in clear. */
    @GET
    public Uni<TrunkList> inUse() {
        return trunks.inUse();
    }
}
