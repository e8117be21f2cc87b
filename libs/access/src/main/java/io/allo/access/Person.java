// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The bearer of a valid token.
 *
 * @param userId UUID
 * @param accountId UUID of the account; null for an administrator of the installation, and for nobody else
 * @param name for display
 * @param sessionId of the login that the token comes from
 * @param expires when the token ends
 */
public record Person(
        String userId, @Nullable String accountId, Role role, String name, String sessionId, Instant expires) {
    public Person {
        requireNonNull(userId, "userId");
        requireNonNull(role, "role");
        requireNonNull(name, "name");
        requireNonNull(sessionId, "sessionId");
        requireNonNull(expires, "expires");
        if ((accountId == null) != (role == Role.ADMIN)) {
            throw new IllegalArgumentException("an administrator has no account, everybody else has one");
        }
    }
}
