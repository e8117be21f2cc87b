// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.JsonForm;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Accounts as administrators manage them; everybody else has his own. */
@ApplicationScoped
class AccountStore {
    private static final String SELECT = "select id, name, email, region, is_active from accounts";
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}");
    private static final int LONGEST_NAME = 200;

    private final Pool pool;
    private final AuditLog audit;

    AccountStore(Pool pool, AuditLog audit) {
        this.pool = pool;
        this.audit = audit;
    }

    /** @param region ISO 3166 alpha-2 of its national telephone numbers */
    record Account(UUID id, String name, @Nullable String email, String region, boolean isActive) {
        static Account of(Row row) {
            return new Account(
                    row.getUUID("id"),
                    row.getString("name"),
                    row.getString("email"),
                    row.getString("region"),
                    row.getBoolean("is_active"));
        }
    }

    Uni<List<Account>> list(Caller caller) {
        return pool.preparedQuery(SELECT + " where ($1::uuid is null or id = $1) order by name, id limit 1000")
                .execute(Tuple.of(caller.accountId()))
                .map(rows -> Rows.list(rows, Account::of));
    }

    /** 404 when it does not exist for this caller. */
    Uni<Account> get(Caller caller, UUID id) {
        return pool.preparedQuery(SELECT + " where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, Account::of))
                .invoke(account -> {
                    if (account == null || !caller.sees(id)) {
                        throw new NotFoundException("account " + id + " is unknown");
                    }
                });
    }

    Uni<Account> create(Caller caller, Actor actor, @Nullable JsonNode body) {
        Map<String, @Nullable Object> columns = columns(body, true);
        if (caller.accountId() != null) {
            throw new ForbiddenException("accounts are made by administrators of the installation");
        }
        UUID id = UUID.randomUUID();
        columns.put("id", id);
        return pool.withTransaction(connection -> Rows.insert(connection, "accounts", columns)
                        .call(() -> audit.write(
                                connection,
                                actor,
                                new Change(id, "account.created", "account:" + id, columns.keySet()))))
                .chain(() -> get(caller, id));
    }

    /** Whether an account is active is not its own decision. */
    Uni<Account> change(Caller caller, Actor actor, UUID id, @Nullable JsonNode body) {
        Map<String, @Nullable Object> columns = columns(body, false);
        return get(caller, id)
                .invoke(() -> {
                    if (caller.accountId() != null && columns.containsKey("is_active")) {
                        throw new ForbiddenException(
                                "accounts are switched on and off by administrators of the installation");
                    }
                })
                .chain(() -> pool.withTransaction(connection -> Rows.update(connection, "accounts", id, columns)
                        .call(() -> audit.write(
                                connection,
                                actor,
                                new Change(id, "account.changed", "account:" + id, columns.keySet())))))
                .chain(() -> get(caller, id));
    }

    private static Map<String, @Nullable Object> columns(@Nullable JsonNode body, boolean creating) {
        Map<String, @Nullable Object> given = new JsonForm(body, creating)
                .name("name", LONGEST_NAME)
                .email("email")
                .matching("region", REGION, "two capital letters such as FR")
                .flag("isActive")
                .values(Set.of("email"));
        Map<String, @Nullable Object> columns = new LinkedHashMap<>(given);
        if (columns.containsKey("isActive")) {
            columns.put("is_active", columns.remove("isActive"));
        }
        return columns;
    }
}
