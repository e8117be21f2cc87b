// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Tables {@code console_site} and {@code console_technician}, and what the sessions tell of a site. Rows leave it as the JSON that the
 * page reads: PostgreSQL writes it.
 */
@ApplicationScoped
class SiteRepository {
    private static final String SITE = """
            jsonb_build_object('id', s.id, 'client', s.client, 'since', s.since, 'installer', s.installer, 'subscription', s.subscription,
              'cameras', s.cameras, 'equipment', s.equipment, 'last_incident', s.last_incident, 'notes', s.notes, 'crm_id', s.crm_id,
              'changed_at', s.changed_at)""";
    private static final String TECHNICIAN = """
            select jsonb_build_object('id', t.id, 'name', t.name, 'experience_years', t.experience_years, 'location', t.location,
              'phone_number', t.phone_number, 'arrival', t.arrival, 'site', case when s.id is null then null else %s end) as found
            from console_technician t left join console_site s on s.account_id = t.account_id and s.id = t.site_id
            where t.account_id = $1""".formatted(SITE);
    private static final int NAME = 200;
    private static final int WORDS = 4_000;

    private final Pool pool;

    SiteRepository(Pool pool) {
        this.pool = pool;
    }

    Uni<JsonArray> technicians(String account, int most) {
        return list(TECHNICIAN + " order by t.name, t.id limit $2", Tuple.of(account, most));
    }

    Uni<Optional<JsonObject>> technician(String account, UUID id) {
        return one(TECHNICIAN + " and t.id = $2", Tuple.of(account, id));
    }

    /** @return its id; empty when the site is not the account's */
    Uni<Optional<UUID>> addTechnician(String account, String name, Form form) {
        return id("""
                insert into console_technician (account_id, name, experience_years, location, phone_number, arrival, site_id)
                select $1::text, $2::text, coalesce($3::int, 0), coalesce($4::text, ''), coalesce($5::text, ''), coalesce($6::text, ''), $7::uuid
                 where $7::uuid is null or exists (select 1 from console_site where account_id = $1 and id = $7)
                returning id""", technician(account, form, name));
    }

    /** What the form does not name stays. Empty: the account has no such technician, or no such site. */
    Uni<Optional<UUID>> changeTechnician(String account, UUID id, Form form) {
        return id(
                """
                update console_technician set name = coalesce($2, name), experience_years = coalesce($3, experience_years),
                       location = coalesce($4, location), phone_number = coalesce($5, phone_number), arrival = coalesce($6, arrival),
                       site_id = coalesce($7, site_id), changed_at = now()
                 where account_id = $1 and id = $8
                   and ($7::uuid is null or exists (select 1 from console_site where account_id = $1 and id = $7))
                returning id""",
                technician(
                                account,
                                form,
                                form.text("name", NAME)
                                        .filter(name -> !name.isEmpty())
                                        .orElse(null))
                        .addUUID(id));
    }

    private static Tuple technician(String account, Form form, @Nullable String name) {
        return Tuple.tuple()
                .addString(account)
                .addString(name)
                .addInteger(form.count("experience_years").orElse(null))
                .addString(form.text("location", NAME).orElse(null))
                .addString(form.text("phone_number", NAME).orElse(null))
                .addString(form.text("arrival", NAME).orElse(null))
                .addUUID(form.id("site_id").orElse(null));
    }

    Uni<Optional<JsonObject>> site(String account, UUID id) {
        return one(
                "select %s as found from console_site s where s.account_id = $1 and s.id = $2".formatted(SITE),
                Tuple.of(account, id));
    }

    Uni<UUID> addSite(String account, String client, Form form) {
        return id("""
                        insert into console_site (account_id, client, since, installer, subscription, cameras, equipment, last_incident, notes, crm_id)
                        values ($1, $2, $3, coalesce($4, ''), coalesce($5, ''), coalesce($6, 0), coalesce($7, '[]'::jsonb), coalesce($8, ''),
                                coalesce($9, ''), $10)
                        returning id""", site(account, client, form)).map(Optional::orElseThrow);
    }

    Uni<Optional<UUID>> changeSite(String account, UUID id, Form form) {
        return id(
                """
                update console_site set client = coalesce($2, client), since = coalesce($3, since), installer = coalesce($4, installer),
                       subscription = coalesce($5, subscription), cameras = coalesce($6, cameras), equipment = coalesce($7, equipment),
                       last_incident = coalesce($8, last_incident), notes = coalesce($9, notes), crm_id = coalesce($10, crm_id),
                       changed_at = now()
                 where account_id = $1 and id = $11 returning id""",
                site(
                                account,
                                form.text("client", NAME)
                                        .filter(name -> !name.isEmpty())
                                        .orElse(null),
                                form)
                        .addUUID(id));
    }

    private static Tuple site(String account, @Nullable String client, Form form) {
        return Tuple.tuple()
                .addString(account)
                .addString(client)
                .addLocalDate(form.date("since").orElse(null))
                .addString(form.text("installer", NAME).orElse(null))
                .addString(form.text("subscription", NAME).orElse(null))
                .addInteger(form.count("cameras").orElse(null))
                .addValue(form.equipment().orElse(null))
                .addString(form.text("last_incident", WORDS).orElse(null))
                .addString(form.text("notes", WORDS).orElse(null))
                .addString(form.text("crm_id", NAME).orElse(null));
    }

    /** The site's sessions, newest first. */
    Uni<JsonArray> calls(String account, UUID site, int most) {
        return list("""
                select jsonb_build_object('session_id', c.id, 'technician_name', c.technician_name, 'started_at', c.started_at,
                         'duration_seconds', c.duration_seconds, 'status', c.status, 'issue', c.detected_intent,
                         'solutions', count(g.id), 'helpful', count(g.id) filter (where g.agent_feedback = 'helpful')) as found
                  from console_session c
                  left join console_suggestion g on g.account_id = c.account_id and g.session_id = c.id
                                                and g.suggestion_type <> 'clarification_question'
                 where c.account_id = $1 and c.worksite ->> 'id' = $2::text
                 group by c.account_id, c.id order by c.started_at desc limit $3""", Tuple.of(account, site.toString(), most));
    }

    /** What helped at this site before, and what comes back again and again. */
    Uni<JsonArray> hints(String account, UUID site) {
        return list("""
                with here as (select * from console_session where account_id = $1 and worksite ->> 'id' = $2::text
                                 and started_at > now() - interval '90 days'),
                repeated as (select jsonb_build_object('kind', 'repeated', 'issue', detected_intent, 'count', count(*),
                                      'last_at', max(started_at)) as found, 1 as rank, max(started_at) as at
                               from here where detected_intent is not null group by detected_intent having count(*) > 1),
                helped as (select distinct on (g.title) jsonb_build_object('kind', 'helped', 'title', g.title, 'content', g.content,
                                      'last_at', g.created_at) as found, 2 as rank, g.created_at as at
                             from console_suggestion g join here h on h.account_id = g.account_id and h.id = g.session_id
                            where g.agent_feedback = 'helpful' order by g.title, g.created_at desc)
                select found from (select * from repeated union all select * from helped) hints order by rank, at desc limit 5""", Tuple.of(account, site.toString()));
    }

    private Uni<Optional<UUID>> id(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> first(rows).map(row -> row.getUUID("id")));
    }

    private Uni<Optional<JsonObject>> one(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> first(rows).map(row -> row.getJsonObject("found")));
    }

    private Uni<JsonArray> list(String sql, Tuple values) {
        return pool.preparedQuery(sql)
                .execute(values)
                .map(rows -> new JsonArray(StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getJsonObject("found"))
                        .toList()));
    }

    private static Optional<Row> first(RowSet<Row> rows) {
        return rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next());
    }
}
