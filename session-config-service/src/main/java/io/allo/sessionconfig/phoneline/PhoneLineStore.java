// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.phoneline;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of {@code phone_lines}, and the addresses at which their agents answer. */
@ApplicationScoped
class PhoneLineStore {
    private static final String AGENT =
            "select id, account_id, config::jsonb ->> 'restaurantId' as restaurant from agents";
    /** An address that answers for another account stays there. */
    private static final String BIND = """
            insert into contact_addresses as c (channel, address, agent_id) values ('voice', $1, $2)
            on conflict (channel, address) do update set agent_id = excluded.agent_id
             where exists (select from agents there, agents mine
                            where there.id = c.agent_id and mine.id = $2 and there.account_id = mine.account_id)
            """;

    private static final String UNBIND =
            "delete from contact_addresses where channel = 'voice' and address = $1 and agent_id = $2";

    private final Pool pool;

    PhoneLineStore(Pool pool) {
        this.pool = pool;
    }

    /** @param restaurantId null when the agent serves none */
    record Agent(UUID id, UUID accountId, @Nullable UUID restaurantId) {}

    Uni<@Nullable Agent> agent(UUID id) {
        return pool.preparedQuery(AGENT + " where id = $1")
                .execute(Tuple.of(id))
                .map(PhoneLineStore::firstAgent);
    }

    /** The oldest active agent of a restaurant. @param accountId null: of whatever account */
    Uni<@Nullable Agent> agentOf(@Nullable UUID accountId, UUID restaurantId) {
        return pool.preparedQuery(AGENT + " where is_active and ($1::uuid is null or account_id = $1)"
                        + " and config::jsonb ->> 'restaurantId' = $2 order by created_at, id limit 1")
                .execute(Tuple.of(accountId, restaurantId.toString()))
                .map(PhoneLineStore::firstAgent);
    }

    Uni<List<PhoneLine>> ofAgent(UUID agentId) {
        return lines(" where agent_id = $1", Tuple.of(agentId));
    }

    /** @param accountId null: of whatever account */
    Uni<List<PhoneLine>> ofRestaurant(@Nullable UUID accountId, UUID restaurantId) {
        return lines(
                " where ($1::uuid is null or account_id = $1) and restaurant_id = $2",
                Tuple.of(accountId, restaurantId));
    }

    private Uni<List<PhoneLine>> lines(String where, Tuple values) {
        return pool.preparedQuery(PhoneLine.SELECT + where + " order by created_at, id limit 1000")
                .execute(values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(PhoneLine::of)
                        .toList());
    }

    Uni<@Nullable PhoneLine> byId(SqlClient connection, UUID id) {
        return connection
                .preparedQuery(PhoneLine.SELECT + " where id = $1")
                .execute(Tuple.of(id))
                .map(rows ->
                        rows.size() == 0 ? null : PhoneLine.of(rows.iterator().next()));
    }

    Uni<Void> insert(SqlClient connection, Map<String, @Nullable Object> columns) {
        StringJoiner places = new StringJoiner(", ");
        Tuple values = Tuple.tuple();
        columns.values().forEach(value -> {
            values.addValue(value);
            places.add("$" + values.size());
        });
        return connection
                .preparedQuery(
                        "insert into phone_lines (" + String.join(", ", columns.keySet()) + ") values (" + places + ")")
                .execute(values)
                .replaceWithVoid();
    }

    Uni<Void> update(SqlClient connection, UUID id, Map<String, @Nullable Object> columns) {
        StringJoiner sets = new StringJoiner(", ");
        Tuple values = Tuple.of(id);
        columns.forEach((name, value) -> {
            values.addValue(value);
            sets.add(name + " = $" + values.size());
        });
        return connection
                .preparedQuery("update phone_lines set " + sets + ", updated_at = now() where id = $1")
                .execute(values)
                .replaceWithVoid();
    }

    /** False when the number answers for another account. */
    Uni<Boolean> bind(SqlClient connection, String number, UUID agentId) {
        return connection.preparedQuery(BIND).execute(Tuple.of(number, agentId)).map(rows -> rows.rowCount() > 0);
    }

    Uni<Void> unbind(SqlClient connection, String number, UUID agentId) {
        return connection
                .preparedQuery(UNBIND)
                .execute(Tuple.of(number, agentId))
                .replaceWithVoid();
    }

    private static @Nullable Agent firstAgent(RowSet<Row> rows) {
        if (rows.size() == 0) {
            return null;
        }
        Row row = rows.iterator().next();
        return new Agent(row.getUUID("id"), row.getUUID("account_id"), uuid(row.getString("restaurant")));
    }

    private static @Nullable UUID uuid(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
