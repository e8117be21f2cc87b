// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.account;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.contracts.account.AccountIdentity;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/** Accounts and their keys. Call within a session or transaction, on its event loop. */
@ApplicationScoped
public class Accounts {
    private static final int LONGEST_BEGINNING = 10;

    private final Clock clock;

    Accounts(Clock clock) {
        this.clock = clock;
    }

    /** The active account behind an active key, or null. */
    public Uni<AccountIdentity> byKey(String key) {
        return Panache.getSession()
                .chain(session -> session.createQuery(
                                "select a from AccountEntity a, AccountKeyEntity k"
                                        + " where k.keyHash = :hash and k.active and a.id = k.accountId and a.active",
                                AccountEntity.class)
                        .setParameter("hash", hash(key))
                        .getSingleResultOrNull()
                        .map(account -> account == null ? null : identity(account)));
    }

    /** The active account with this id, or null. */
    public Uni<AccountEntity> byId(UUID id) {
        return Panache.getSession()
                .chain(session -> session.find(AccountEntity.class, id))
                .map(account -> account != null && account.active ? account : null);
    }

    /** Creates or changes an account. */
    public Uni<AccountEntity> put(UUID id, String name, String email, String region) {
        return Panache.getSession()
                .chain(session -> session.find(AccountEntity.class, id).chain(found -> {
                    AccountEntity account = found == null ? new AccountEntity() : found;
                    account.id = id;
                    account.name = name;
                    account.email = email;
                    account.region = region;
                    account.active = true;
                    account.updatedAt = Instant.now(clock);
                    return found == null
                            ? session.persist(account).replaceWith(account)
                            : Uni.createFrom().item(account);
                }));
    }

    /** Makes the key open this account; a key that opened another one moves. */
    public Uni<Void> putKey(UUID accountId, String key, String label) {
        return Panache.getSession()
                .chain(session -> session.find(AccountKeyEntity.class, hash(key))
                        .chain(found -> {
                            AccountKeyEntity row = found == null ? new AccountKeyEntity() : found;
                            row.keyHash = hash(key);
                            row.accountId = accountId;
                            row.label = label;
                            row.prefix = beginning(key);
                            return found == null
                                    ? session.persist(row)
                                    : Uni.createFrom().voidItem();
                        }));
    }

    private static AccountIdentity identity(AccountEntity account) {
        return new AccountIdentity(account.id.toString(), account.name, account.region);
    }

    /** How a key begins: enough to tell keys apart, too little to guess the rest. */
    public static String beginning(String key) {
        return key.substring(0, Math.min(key.length() / 3, LONGEST_BEGINNING));
    }

    /** What is stored of a key. */
    public static String hash(String key) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
