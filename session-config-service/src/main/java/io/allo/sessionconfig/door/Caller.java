// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.door;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * On whose behalf a request comes.
 *
 * @param accountId the business; null for an administrator, who sees all
 */
public record Caller(@Nullable UUID accountId) {

    /** As the door found out. */
    public static Caller of(ContainerRequestContext request) {
        Object account = request.getProperty(ServiceKeyDoor.ACCOUNT);
        if (account == null) {
            return new Caller(null);
        }
        try {
            return new Caller(UUID.fromString(account.toString()));
        } catch (IllegalArgumentException e) {
            throw new NotFoundException("account " + account + " is unknown", e);
        }
    }

    /** True when what belongs to this business exists for the caller. */
    public boolean sees(@Nullable UUID owner) {
        return accountId == null || accountId.equals(owner);
    }
}
