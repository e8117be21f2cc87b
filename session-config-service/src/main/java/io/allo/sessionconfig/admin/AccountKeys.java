// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.account.Accounts;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotFoundException;
import java.security.SecureRandom;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keys of accounts: told once, kept as a hash, named by their beginning. */
@ApplicationScoped
class AccountKeys {
    private static final String SELECT =
            "select id, account_id, prefix, label, is_active, created_at from account_keys";
    private static final String INSERT =
            "insert into account_keys (id, key_hash, account_id, label, prefix) values ($1, $2, $3, $4, $5)";
    private static final String PREFIX = "allo_";
    private static final int SECRET_BYTES = 32;
    private static final int PUBLIC_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Pool pool;
    private final Owners owners;
    private final AuditLog audit;

    AccountKeys(Pool pool, Owners owners, AuditLog audit) {
        this.pool = pool;
        this.owners = owners;
        this.audit = audit;
    }

    /**
     * A key without its secret.
     *
     * @param prefix how it begins; empty for one that was stored before beginnings were kept
     */
    record AccountKey(
            UUID id, UUID accountId, String prefix, String label, boolean isActive, OffsetDateTime createdAt) {
        static AccountKey of(Row row) {
            return new AccountKey(
                    row.getUUID("id"),
                    row.getUUID("account_id"),
                    row.getString("prefix"),
                    row.getString("label"),
                    row.getBoolean("is_active"),
                    row.getOffsetDateTime("created_at"));
        }
    }

    /** A new key, the only time that it is told. */
    record Created(AccountKey key, String secret) {
        @Override
        public String toString() {
            return "Created " + key.id();
        }
    }

    static String fresh() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** What stands in a web page; addresses are compared in lower case. */
    static String freshPublic() {
        byte[] bytes = new byte[PUBLIC_BYTES];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Uni<List<AccountKey>> list(Caller caller) {
        return pool.preparedQuery(
                        SELECT + " where ($1::uuid is null or account_id = $1) order by created_at, id limit 1000")
                .execute(Tuple.of(caller.accountId()))
                .map(rows -> Rows.list(rows, AccountKey::of));
    }

    Uni<Created> create(Caller caller, Actor actor, @Nullable JsonNode body, String label) {
        String secret = fresh();
        return owners.of(caller, body)
                .chain(owner -> pool.withTransaction(connection -> insert(connection, owner, label, secret)
                        .call(id -> audit.write(connection, actor, change(owner, id, "key.created")))))
                .chain(this::byId)
                .map(key -> new Created(key, secret));
    }

    Uni<UUID> insert(SqlClient connection, UUID account, String label, String secret) {
        UUID id = UUID.randomUUID();
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, Accounts.hash(secret), account, label, Accounts.beginning(secret)))
                .replaceWith(id);
    }

    /** The key opens nothing from now on; the doors of other services notice within half a minute. */
    Uni<AccountKey> revoke(Caller caller, Actor actor, UUID id) {
        return byId(id).invoke(key -> {
                    if (key == null || !caller.sees(key.accountId())) {
                        throw new NotFoundException("key " + id + " is unknown");
                    }
                })
                .chain(key -> pool.withTransaction(connection -> connection
                        .preparedQuery("update account_keys set is_active = false where id = $1")
                        .execute(Tuple.of(id))
                        .call(() -> audit.write(connection, actor, change(key.accountId(), id, "key.revoked")))))
                .chain(() -> byId(id));
    }

    private Uni<@Nullable AccountKey> byId(UUID id) {
        return pool.preparedQuery(SELECT + " where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, AccountKey::of));
    }

    private static Change change(UUID account, UUID id, String action) {
        return new Change(account, action, "key:" + id, List.of());
    }
}
