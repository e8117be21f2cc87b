// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows of {@code agents} as the management API shows and writes them. */
@ApplicationScoped
class AgentStore {
    private static final String SELECT =
            "select id, account_id, final_customer_id, name, base_prompt, ai_model, ai_voice,"
                    + " languages, ring_timeout_seconds, max_call_duration_sec, external_session_url,"
                    + " external_session_key is not null as has_session_key, transfer_number, config, settings, public_token,"
                    + " brain_version, is_active from agents";
    private static final String BIND_CHAT =
            "insert into contact_addresses (channel, address, agent_id) values ('web', $1, $2) on conflict do nothing";
    private static final String UNBIND_CHAT =
            "delete from contact_addresses where channel = 'web' and address = $1 and agent_id = $2";
    private static final String BRAIN =
            "update agents set base_prompt = $2, brain_version = $3, updated_at = now() where id = $1 and brain_version <= $3";

    private final Pool pool;

    AgentStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * A stored agent.
     *
     * @param shown its columns as the API names them
     * @param config JSON object, secrets encrypted
     */
    record Stored(
            UUID id,
            UUID accountId,
            @Nullable String publicToken,
            long brainVersion,
            JsonObject shown,
            String config,
            JsonObject settings) {}

    /** @param accountId null: of all */
    Uni<List<Stored>> all(@Nullable UUID accountId) {
        return pool.preparedQuery(SELECT + " where ($1::uuid is null or account_id = $1) order by name, id limit 1000")
                .execute(Tuple.of(accountId))
                .map(rows -> Rows.list(rows, AgentStore::stored));
    }

    /** Names of the account's agents by id. */
    Uni<Map<UUID, String>> names(UUID accountId) {
        return pool.preparedQuery("select id, name from agents where account_id = $1")
                .execute(Tuple.of(accountId))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getString("name"))));
    }

    Uni<@Nullable Stored> byId(UUID id) {
        return pool.preparedQuery(SELECT + " where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(rows, AgentStore::stored));
    }

    /**
     * What is needed to tell of the end of a call.
     *
     * @param sessionKey key of {@code sessionUrl}, encrypted
     * @param transcript JSON of {@code config.transcript}
     */
    record CallEnd(
            @Nullable String webhook,
            @Nullable String sessionUrl,
            @Nullable String sessionKey,
            @Nullable String transcript,
            @Nullable String timezone) {}

    /** Null when the agent is unknown. */
    Uni<@Nullable CallEnd> callEnd(UUID id) {
        return pool.preparedQuery("select settings->>'onCallEndWebhook' as webhook, external_session_url,"
                        + " external_session_key, cast(config as jsonb)->>'transcript' as transcript,"
                        + " settings->>'timezone' as timezone from agents where id = $1")
                .execute(Tuple.of(id))
                .map(rows -> Rows.first(
                        rows,
                        row -> new CallEnd(
                                row.getString("webhook"),
                                row.getString("external_session_url"),
                                row.getString("external_session_key"),
                                row.getString("transcript"),
                                row.getString("timezone"))));
    }

    Uni<Boolean> isCustomerOf(UUID finalCustomer, UUID accountId) {
        return pool.preparedQuery("select 1 from final_customers where id = $1 and account_id = $2")
                .execute(Tuple.of(finalCustomer, accountId))
                .map(rows -> rows.size() > 0);
    }

    Uni<Void> insert(SqlClient connection, Map<String, @Nullable Object> columns) {
        return Rows.insert(connection, "agents", columns);
    }

    Uni<Void> update(SqlClient connection, UUID id, Map<String, @Nullable Object> columns) {
        return Rows.update(connection, "agents", id, columns);
    }

    /** The agent's chat answers at its public token, or nowhere. */
    Uni<Void> chat(SqlClient connection, UUID id, String publicToken, boolean enabled) {
        return connection
                .preparedQuery(enabled ? BIND_CHAT : UNBIND_CHAT)
                .execute(Tuple.of(publicToken, id))
                .replaceWithVoid();
    }

    /** False when a later version is there. */
    Uni<Boolean> brain(SqlClient connection, UUID id, String prompt, long version) {
        return connection
                .preparedQuery(BRAIN)
                .execute(Tuple.of(id, prompt, version))
                .map(rows -> rows.rowCount() > 0);
    }

    private static Stored stored(Row row) {
        UUID customer = row.getUUID("final_customer_id");
        JsonObject shown = new JsonObject()
                .put("id", row.getUUID("id").toString())
                .put("accountId", row.getUUID("account_id").toString())
                .put("finalCustomerId", customer == null ? null : customer.toString())
                .put("name", row.getString("name"))
                .put("basePrompt", row.getString("base_prompt"))
                .put("aiModel", row.getString("ai_model"))
                .put("aiVoice", row.getString("ai_voice"))
                .put("languages", Arrays.asList(row.getString("languages").split(",")))
                .put("ringTimeoutSeconds", row.getDouble("ring_timeout_seconds"))
                .put("maxCallDurationSec", row.getInteger("max_call_duration_sec"))
                .put("externalSessionUrl", row.getString("external_session_url"))
                .put("externalSessionKey", row.getBoolean("has_session_key") ? AgentForm.MASK : null)
                .put("transferNumber", row.getString("transfer_number"))
                .put("publicToken", row.getString("public_token"))
                .put("isActive", row.getBoolean("is_active"));
        return new Stored(
                row.getUUID("id"),
                row.getUUID("account_id"),
                row.getString("public_token"),
                row.getLong("brain_version"),
                shown,
                row.getString("config"),
                (JsonObject) row.getValue("settings"));
    }
}
