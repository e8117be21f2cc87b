// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.account;

import io.allo.contracts.account.AccountIdentity;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;

/** Which account does a key open? Asked by the other services' doors. */
@Path("/internal/accounts")
public class AccountResource {
    private final Accounts accounts;

    AccountResource(Accounts accounts) {
        this.accounts = accounts;
    }

    /** Answers 404 for a key that opens nothing. */
    @POST
    @Path("/authenticate")
    @Consumes(MediaType.APPLICATION_JSON)
    @WithSession
    public Uni<AccountIdentity> authenticate(KeyPresented presented) {
        if (presented == null || presented.key() == null || presented.key().isBlank()) {
            throw new NotFoundException();
        }
        return accounts.byKey(presented.key()).onItem().ifNull().failWith(NotFoundException::new);
    }

    /** Body of {@code authenticate}. */
    public record KeyPresented(String key) {}
}
