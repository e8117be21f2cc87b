// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.site;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What the console's sessions come to: lists, figures, one session's solutions. PostgreSQL writes the JSON. */
@ApplicationScoped
class ReportRepository {
    private static final String FIGURES = """
            with here as (
              select c.*, (c.started_at at time zone 'UTC')::date as day,
                     exists (select 1 from console_suggestion g where g.account_id = c.account_id and g.session_id = c.id
                                and g.agent_feedback = 'helpful') as resolved,
                     (select min(at) from console_segment e where e.account_id = c.account_id and e.session_id = c.id) as spoken_at,
                     (select min(created_at) from console_suggestion g where g.account_id = c.account_id and g.session_id = c.id
                         and g.suggestion_type <> 'clarification_question') as solved_at
                from console_session c
               where c.account_id = $1 and c.started_at >= $2::date and c.started_at < $3::date + 1),
            used as (select * from here where spoken_at is not null),
            said as (select coalesce(g.agent_feedback, 'none') as feedback, count(*) as n
                       from console_suggestion g join used h on h.account_id = g.account_id and h.id = g.session_id
                      where g.suggestion_type <> 'clarification_question' group by 1)
            select jsonb_build_object(
              'from', $2::date, 'to', $3::date,
              'sessions', (select count(*) from used),
              'calls', (select count(*) from here where call_sid is not null),
              'cost_usd', (select coalesce(round(sum(u.cost_usd), 6), 0) from console_usage u join here h on h.account_id = u.account_id and h.id = u.session_id),
              'unpriced', (select coalesce(jsonb_agg(distinct u.model), '[]') from console_usage u
                             join here h on h.account_id = u.account_id and h.id = u.session_id where u.cost_usd is null),
              'with_solution', (select count(*) from used where solved_at is not null),
              'resolved', (select count(*) from used where resolved),
              'resolution_rate', (select case when count(*) = 0 then 0 else round(count(*) filter (where resolved)::numeric / count(*), 4) end
                                    from used),
              'time_to_solution', (select jsonb_build_object(
                  'median_seconds', round((percentile_cont(0.5) within group (order by seconds))::numeric, 1),
                  'p95_seconds', round((percentile_cont(0.95) within group (order by seconds))::numeric, 1))
                 from (select extract(epoch from solved_at - spoken_at) as seconds from used where solved_at is not null) t),
              'feedback', (select coalesce(jsonb_object_agg(feedback, n), '{}') from said),
              'days', (select coalesce(jsonb_agg(jsonb_build_object('day', day, 'sessions', n, 'resolved', r) order by day), '[]')
                         from (select day, count(*) as n, count(*) filter (where resolved) as r from used group by day) d),
              'issues', (select coalesce(jsonb_agg(jsonb_build_object('issue', issue, 'sessions', n) order by n desc), '[]')
                           from (select detected_intent as issue, count(*) as n from used where detected_intent is not null
                                  group by 1 order by 2 desc limit 10) i)) as found""";
    private static final String SESSIONS = """
            select jsonb_build_object('session_id', c.id, 'status', c.status, 'running', c.status = 'active' and c.last_at > now() - interval '30 minutes',
                     'technician_name', c.technician_name, 'client', c.worksite ->> 'client', 'call_status', c.call_status,
                     'started_at', c.started_at, 'ended_at', c.ended_at, 'duration_seconds', c.duration_seconds, 'issue', c.detected_intent,
                     'segments', (select count(*) from console_segment e where e.account_id = c.account_id and e.session_id = c.id),
                     'solutions', (select count(*) from console_suggestion g where g.account_id = c.account_id and g.session_id = c.id
                                      and g.suggestion_type <> 'clarification_question'),
                     'cost_usd', (select case when count(*) = count(u.cost_usd) then round(sum(u.cost_usd), 6) end from console_usage u
                                    where u.account_id = c.account_id and u.session_id = c.id having count(*) > 0),
                     'unpriced', (select coalesce(jsonb_agg(distinct u.model), '[]') from console_usage u
                                    where u.account_id = c.account_id and u.session_id = c.id and u.cost_usd is null),
                     'last_text', (select left(text, 200) from console_segment e where e.account_id = c.account_id and e.session_id = c.id
                                    order by e.id desc limit 1)) as found
              from console_session c
             where c.account_id = $1 and (not $2 or (c.status = 'active' and c.last_at > now() - interval '30 minutes'))
             order by c.started_at desc, c.id limit $3""";
    private static final String SHEET = """
            select jsonb_build_object('session_id', c.id, 'language', c.language, 'started_at', c.started_at, 'technician_name', c.technician_name,
                     'client', c.worksite ->> 'client',
                     'solutions', coalesce((select jsonb_agg(jsonb_build_object('title', g.title, 'content', g.content,
                           'confidence', g.confidence_score, 'feedback', g.agent_feedback, 'sources', g.source_chunks) order by g.id)
                         from console_suggestion g where g.account_id = c.account_id and g.session_id = c.id
                          and g.suggestion_type <> 'clarification_question'), '[]')) as found
              from console_session c where c.account_id = $1 and c.id = $2""";

    private final Pool pool;

    ReportRepository(Pool pool) {
        this.pool = pool;
    }

    /** @param running only those in which something goes on */
    Uni<JsonArray> sessions(String account, boolean running, int most) {
        return pool.preparedQuery(SESSIONS)
                .execute(Tuple.of(account, running, most))
                .map(rows -> new JsonArray(StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getJsonObject("found"))
                        .toList()));
    }

    /** Both days included, in UTC. */
    Uni<JsonObject> figures(String account, LocalDate from, LocalDate to) {
        return pool.preparedQuery(FIGURES)
                .execute(Tuple.of(account, from, to))
                .map(rows -> rows.iterator().next().getJsonObject("found"));
    }

    /** What was proposed in a session, oldest first. Empty: the account has no such session. */
    Uni<Optional<JsonObject>> sheet(String account, String session) {
        return pool.preparedQuery(SHEET)
                .execute(Tuple.of(account, session))
                .map(rows -> rows.size() == 0
                        ? Optional.empty()
                        : Optional.of(rows.iterator().next().getJsonObject("found")));
    }
}
