// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row of {@code accounts}. */
@Entity
@Table(name = "accounts")
public class AccountEntity {
    @Id
    public UUID id;

    @Column(columnDefinition = "text")
    public String name;

    @Column(columnDefinition = "text")
    public @Nullable String email;

    public String region = "FR";

    @Column(name = "is_active")
    public boolean active = true;

    @Column(name = "created_at", insertable = false, updatable = false)
    public Instant createdAt;

    @Column(name = "updated_at")
    public Instant updatedAt;
}
