// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Writes SIP accounts, one transaction a change; the tables' triggers keep one default, raise the revision and leave word for
 * the gateways. Column names come from {@link AccountForm}, never from a request.
 */
@ApplicationScoped
class SipAccountWriter {
    private static final String LOCK = "select pg_advisory_xact_lock(hashtext('allo.sip_accounts'))";
    private static final String COPY_OF_GLOBAL = """
            insert into sip_accounts (label, trunk_uri, username, password, contact_host, contact_port, contact_transport,
                                      is_default)
            select 'Default', $1, sip_trunk_username, sip_trunk_password, sip_contact_host, sip_contact_port,
                   coalesce(lower(sip_contact_transport), 'udp'), true
              from app_settings
             where btrim(sip_trunk_uri) <> '' and not exists (select from sip_accounts)
             order by id limit 1 returning id
            """;

    private final Pool pool;

    SipAccountWriter(Pool pool) {
        this.pool = pool;
    }

    /**
     * What is to be stored.
     *
     * @param columns of {@code sip_accounts}
     * @param accountId owner; null leaves it
     * @param policy stored part of the policy; null leaves it
     */
    record Change(
            Map<String, @Nullable Object> columns,
            @Nullable UUID accountId,
            @Nullable JsonObject policy) {
        Change {
            policy = policy == null ? null : policy.copy();
        }

        @Override
        public @Nullable JsonObject policy() {
            return policy == null ? null : policy.copy();
        }
    }

    /** The new account's id. */
    Uni<Integer> insert(Change change) {
        List<String> names = new ArrayList<>(change.columns().keySet());
        StringJoiner places = new StringJoiner(", ");
        Tuple values = Tuple.tuple();
        for (String name : names) {
            values.addValue(change.columns().get(name));
            places.add("$" + values.size());
        }
        String sql = "insert into sip_accounts (" + String.join(", ", names) + ") values (" + places + ") returning id";
        return pool.withTransaction(connection -> connection
                .preparedQuery(sql)
                .execute(values)
                .map(rows -> rows.iterator().next().getInteger("id"))
                .call(id -> storePolicy(connection, id, change)));
    }

    Uni<Void> update(int id, Change change) {
        StringJoiner sets = new StringJoiner(", ");
        Tuple values = Tuple.of(id);
        change.columns().forEach((name, value) -> {
            values.addValue(value);
            sets.add(name + " = $" + values.size());
        });
        return pool.withTransaction(connection -> (change.columns().isEmpty()
                        ? Uni.createFrom().voidItem()
                        : connection
                                .preparedQuery("update sip_accounts set " + sets + " where id = $1")
                                .execute(values)
                                .replaceWithVoid())
                .chain(() -> storePolicy(connection, id, change)));
    }

    private static Uni<Void> storePolicy(SqlConnection connection, int id, Change change) {
        if (change.accountId() == null && change.policy() == null) {
            return Uni.createFrom().voidItem();
        }
        return connection
                .preparedQuery("update sip_account_policy set account_id = coalesce($2, account_id),"
                        + " policy = coalesce($3, policy) where sip_account_id = $1")
                .execute(Tuple.of(id, change.accountId(), change.policy()))
                .replaceWithVoid();
    }

    /** Workflows that named it name none afterwards. */
    Uni<Void> delete(int id) {
        return pool.preparedQuery("delete from sip_accounts where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** The new account's id, null when there is an account already. Two at once make one. */
    Uni<@Nullable Integer> copyOfGlobal(String trunkUri) {
        return pool.withTransaction(connection -> connection
                .query(LOCK)
                .execute()
                .chain(() -> connection.preparedQuery(COPY_OF_GLOBAL).execute(Tuple.of(trunkUri)))
                .map(rows ->
                        rows.rowCount() == 0 ? null : rows.iterator().next().getInteger("id")));
    }
}
