// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.account;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** Row of {@code account_keys}: the SHA-256 of an API key. */
@Entity
@Table(name = "account_keys")
public class AccountKeyEntity {
    @Id
    @Column(name = "key_hash")
    public String keyHash;

    @Column(name = "account_id")
    public UUID accountId;

    @Column(columnDefinition = "text")
    public String label;

    /** How the key begins. */
    public String prefix = "";

    @Column(name = "is_active")
    public boolean active = true;
}
