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
import jakarta.ws.rs.NotFoundException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The customers for whom an account runs agents. */
@ApplicationScoped
class FinalCustomers {
    private static final String SELECT =
            "select id, account_id, name, email, phone, currency, cost_margin_pct, is_active from final_customers";
    private static final Map<String, String> COLUMNS =
            Map.of("costMarginPct", "cost_margin_pct", "isActive", "is_active");
    private static final Pattern PHONE = Pattern.compile("[+0-9 ().-]{3,32}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int LARGEST_MARGIN = 1000;

    private final Pool pool;
    private final Owners owners;
    private final AuditLog audit;

    FinalCustomers(Pool pool, Owners owners, AuditLog audit) {
        this.pool = pool;
        this.owners = owners;
        this.audit = audit;
    }

    /** @param costMarginPct null: the installation's */
    record FinalCustomer(
            UUID id,
            UUID accountId,
            String name,
            @Nullable String email,
            @Nullable String phone,
            String currency,
            @Nullable BigDecimal costMarginPct,
            boolean isActive) {
        static FinalCustomer of(Row row) {
            return new FinalCustomer(
                    row.getUUID("id"),
                    row.getUUID("account_id"),
                    row.getString("name"),
                    row.getString("email"),
                    row.getString("phone"),
                    row.getString("currency"),
                    row.getBigDecimal("cost_margin_pct"),
                    row.getBoolean("is_active"));
        }
    }

    Uni<List<FinalCustomer>> list(Caller caller) {
        return pool.preparedQuery(SELECT + " where ($1::uuid is null or account_id = $1) order by name, id limit 1000")
                .execute(Tuple.of(caller.accountId()))
                .map(rows -> Rows.list(rows, FinalCustomer::of));
    }

    /** 404 when he does not exist for this caller. */
    Uni<FinalCustomer> get(Caller caller, UUID id) {
        return pool.preparedQuery(SELECT + " where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, FinalCustomer::of))
                .invoke(customer -> {
                    if (customer == null || !caller.sees(customer.accountId())) {
                        throw new NotFoundException("final customer " + id + " is unknown");
                    }
                });
    }

    Uni<FinalCustomer> create(Caller caller, Actor actor, @Nullable JsonNode body) {
        Map<String, @Nullable Object> columns = columns(body, true);
        UUID id = UUID.randomUUID();
        columns.put("id", id);
        return owners.of(caller, body)
                .invoke(owner -> columns.put("account_id", owner))
                .chain(owner -> pool.withTransaction(connection -> Rows.insert(connection, "final_customers", columns)
                        .call(() -> audit.write(
                                connection,
                                actor,
                                new Change(
                                        owner, "final-customer.created", "final-customer:" + id, columns.keySet())))))
                .chain(() -> get(caller, id));
    }

    Uni<FinalCustomer> change(Caller caller, Actor actor, UUID id, @Nullable JsonNode body) {
        Map<String, @Nullable Object> columns = columns(body, false);
        return get(caller, id)
                .chain(customer ->
                        pool.withTransaction(connection -> Rows.update(connection, "final_customers", id, columns)
                                .call(() -> audit.write(
                                        connection,
                                        actor,
                                        new Change(
                                                customer.accountId(),
                                                "final-customer.changed",
                                                "final-customer:" + id,
                                                columns.keySet())))))
                .chain(() -> get(caller, id));
    }

    private static Map<String, @Nullable Object> columns(@Nullable JsonNode body, boolean creating) {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        new JsonForm(body, creating)
                .name("name", 200)
                .email("email")
                .matching("phone", PHONE, "a telephone number")
                .matching("currency", CURRENCY, "three capital letters such as EUR")
                .number("costMarginPct", 0, LARGEST_MARGIN)
                .flag("isActive")
                .values(Set.of("email", "phone", "costMarginPct"))
                .forEach((field, value) -> columns.put(COLUMNS.getOrDefault(field, field), value));
        return columns;
    }
}
