// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.token;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The public keys by which everybody can check a token (RFC 7517). Open to all. */
@Path("/.well-known/jwks.json")
public class KeySetResource {
    private final SigningKeys keys;

    KeySetResource(SigningKeys keys) {
        this.keys = keys;
    }

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<String> keys() {
        return keys.published();
    }
}
