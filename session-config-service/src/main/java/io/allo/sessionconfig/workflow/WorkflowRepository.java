// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.workflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads workflows by the view of those in force. */
@ApplicationScoped
class WorkflowRepository {
    private static final String SELECT =
            "select id, slug, account_id, region, version, sip_account_id, definition::text as definition"
                    + " from current_workflows";

    /** The view alone cannot tell early whose a workflow is: first those that may be the business's, by index. */
    private static final String OF_ACCOUNT = """
             where account_id = $1 and id in (
                   select id from workflows where account_id = $1 or account_id is null
                    union select d.workflow_id from sip_account_policy p
                            join workflow_definitions d on d.sip_account_id = p.sip_account_id where p.account_id = $1)
             order by id
            """;

    private static final String UNIQUE_VIOLATION = "23505";
    private static final String REBIND = """
            update workflow_definitions d set sip_account_id = $3
              from current_workflows w where $2 and w.id = $1 and d.workflow_id = w.id and d.is_active
            """;
    private static final String NEW_VERSION = """
            with old as (update workflow_definitions set is_active = false where workflow_id = $1 and is_active
                         returning version, sip_account_id)
            insert into workflow_definitions (workflow_id, definition, version, sip_account_id)
            select $1, $2, (select coalesce(max(version), 0) + 1 from workflow_definitions where workflow_id = $1),
                   case when $3 then $4 else (select sip_account_id from old order by version desc limit 1) end
            """;

    private final Pool pool;
    private final ObjectMapper json;

    WorkflowRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** Names of the business's agents by id. */
    Uni<Map<UUID, String>> agents(UUID accountId) {
        return pool.preparedQuery("select id, name from agents where account_id = $1")
                .execute(Tuple.of(accountId))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getUUID("id"), row -> row.getString("name"))));
    }

    /** Null when there is none. */
    Uni<@Nullable Workflow> byId(int id) {
        return list(pool.preparedQuery(SELECT + " where id = $1").execute(Tuple.of(id)))
                .map(found -> found.isEmpty() ? null : found.getFirst());
    }

    /** By id. */
    Uni<List<Workflow>> ofAccount(UUID accountId) {
        return list(pool.preparedQuery(SELECT + " where account_id = $1 order by id")
                .execute(Tuple.of(accountId)));
    }

    /** By id. */
    Uni<List<Workflow>> all() {
        return list(pool.query(SELECT + " order by id").execute());
    }

    /** The new workflow's id. */
    Uni<Integer> insert(@Nullable UUID accountId, WorkflowForm form) {
        return pool.withTransaction(connection -> connection
                .preparedQuery("insert into workflows (slug, account_id) values ($1, $2) returning id")
                .execute(Tuple.of(form.slug(), accountId))
                .map(rows -> rows.iterator().next().getInteger("id"))
                .call(id -> connection
                        .preparedQuery("insert into workflow_definitions (workflow_id, definition, sip_account_id)"
                                + " values ($1, $2, $3)")
                        .execute(Tuple.of(id, jsonb(form.definition()), form.sipAccountId()))));
    }

    /** A new definition becomes the version in force; changes of one workflow follow one another. */
    Uni<Void> update(int id, WorkflowForm form) {
        Tuple changed = Tuple.of(id, jsonb(form.definition()), form.sipAccountGiven(), form.sipAccountId());
        return pool.withTransaction(connection -> connection
                .preparedQuery("update workflows set slug = coalesce($2, slug) where id = $1")
                .execute(Tuple.of(id, form.slug()))
                .chain(() -> form.definition() == null
                        ? connection
                                .preparedQuery(REBIND)
                                .execute(Tuple.of(id, form.sipAccountGiven(), form.sipAccountId()))
                        : connection.preparedQuery(NEW_VERSION).execute(changed))
                .replaceWithVoid());
    }

    Uni<Void> delete(int id) {
        return pool.preparedQuery("delete from workflows where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    /** True when the failure is that of a slug that is taken. */
    static boolean isTaken(Throwable failure) {
        return failure instanceof PgException refused && UNIQUE_VIOLATION.equals(refused.getSqlState());
    }

    private static @Nullable Object jsonb(@Nullable JsonNode definition) {
        return definition == null ? null : Json.decodeValue(definition.toString());
    }

    private Uni<List<Workflow>> list(Uni<RowSet<Row>> rows) {
        return rows.map(found -> StreamSupport.stream(found.spliterator(), false)
                .map(this::workflow)
                .toList());
    }

    private Workflow workflow(Row row) {
        return new Workflow(
                row.getInteger("id"),
                row.getString("slug"),
                row.getUUID("account_id"),
                row.getString("region"),
                row.getInteger("version"),
                row.getInteger("sip_account_id"),
                tree(row.getString("definition")));
    }

    private JsonNode tree(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("jsonb is JSON", e);
        }
    }
}
