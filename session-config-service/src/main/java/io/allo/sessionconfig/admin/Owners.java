// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.door.Caller;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.BadRequestException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** To whom something new belongs: the caller, or the account that an administrator names in {@code accountId}. */
@ApplicationScoped
class Owners {
    private final Accounts accounts;

    Owners(Accounts accounts) {
        this.accounts = accounts;
    }

    /** 400 for an account that does not exist for this caller. */
    Uni<UUID> of(Caller caller, @Nullable JsonNode body) {
        JsonNode named = body == null ? null : body.get("accountId");
        UUID wanted = named == null || named.isNull() ? caller.accountId() : uuid(named);
        if (wanted == null) {
            throw new BadRequestException("accountId: is required");
        }
        if (!caller.sees(wanted)) {
            throw unknown();
        }
        return Panache.withSession(() -> accounts.byId(wanted)).map(account -> {
            if (account == null) {
                throw unknown();
            }
            return wanted;
        });
    }

    private static UUID uuid(JsonNode named) {
        try {
            return UUID.fromString(named.asText());
        } catch (IllegalArgumentException e) {
            throw new BadRequestException("accountId: expected a UUID", e);
        }
    }

    private static BadRequestException unknown() {
        return new BadRequestException("accountId: there is no such account");
    }
}
