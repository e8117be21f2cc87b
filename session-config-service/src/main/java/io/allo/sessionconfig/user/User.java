// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.access.Role;
import io.vertx.mutiny.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person as others see him: never with his password.
 *
 * @param accountId null for an administrator of the installation
 * @param role wire name of a {@link Role}
 */
record User(
        UUID id,
        @Nullable UUID accountId,
        String email,
        String name,
        String role,
        boolean isActive,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime lastLoginAt) {
    static final String COLUMNS =
            "u.id, u.account_id, u.email, u.name, u.role, u.is_active, u.created_at, u.last_login_at";

    static User of(Row row) {
        return new User(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getString("email"),
                row.getString("name"),
                row.getString("role"),
                row.getBoolean("is_active"),
                row.getOffsetDateTime("created_at"),
                row.getOffsetDateTime("last_login_at"));
    }

    Role roleOf() {
        return Role.of(role).orElseThrow(() -> new IllegalStateException("user " + id + " has no known role"));
    }
}
