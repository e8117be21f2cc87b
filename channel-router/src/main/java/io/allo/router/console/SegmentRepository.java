// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.console.advice.SpeakerRole;
import io.allo.router.console.advice.Talk;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;

/** Table {@code console_segment}; every statement is bound to one session of one account. */
@ApplicationScoped
class SegmentRepository {
    private final Pool pool;

    SegmentRepository(Pool pool) {
        this.pool = pool;
    }

    /** In a session that is there. */
    Uni<Segment> keep(SessionKey key, Segment.Said said) {
        return pool.preparedQuery("""
                        with session as (
                            update console_session set last_at = now() where account_id = $1 and id = $2)
                        insert into console_segment (account_id, session_id, speaker, role, name, text, language, confidence,
                                                     start_time, end_time, spoken)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) returning *""")
                .execute(Tuple.tuple()
                        .addString(key.accountId())
                        .addString(key.sessionId())
                        .addString(said.speaker())
                        .addString(said.role().wireName())
                        .addString(said.name())
                        .addString(said.text())
                        .addString(said.language())
                        .addDouble(said.confidence())
                        .addDouble(said.startTime())
                        .addDouble(said.endTime())
                        .addBoolean(said.spoken()))
                .map(rows -> segment(rows.iterator().next()));
    }

    /** The last ones, oldest first. */
    Uni<List<Segment>> last(SessionKey key, int most) {
        return after(key, 0, most);
    }

    /** The last ones after this one, oldest first. */
    Uni<List<Segment>> after(SessionKey key, long id, int most) {
        return pool.preparedQuery("""
                        select * from (select * from console_segment
                                        where account_id = $1 and session_id = $2 and id > $3 order by id desc limit $4) last
                         order by id""")
                .execute(Tuple.of(key.accountId(), key.sessionId(), id, most))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(SegmentRepository::segment)
                        .toList());
    }

    /** What is thought about. */
    Uni<Talk> talk(SessionKey key) {
        return last(key, Talk.MOST_LINES)
                .map(segments -> new Talk(segments.stream()
                        .map(one -> new Talk.Line(one.role(), one.text()))
                        .toList()));
    }

    /**
     * Who spoke how often; what was counted is not counted again.
     *
     * @param spokenOnly without what was typed
     */
    Uni<SessionStatistics> statistics(SessionKey key, boolean spokenOnly) {
        return pool.preparedQuery("""
                        with counted as (
                            update console_segment set counted = true
                             where account_id = $1 and session_id = $2 and not counted and (spoken or not $3)
                            returning speaker, role, name, at)
                        select speaker, (array_agg(role order by at desc))[1] as role, (array_agg(name order by at desc))[1] as name,
                               count(*)::int as segments, min(at) as first, max(at) as last
                          from counted group by speaker order by min(at)""")
                .execute(Tuple.of(key.accountId(), key.sessionId(), spokenOnly))
                .map(rows -> new SessionStatistics(
                        key.sessionId(),
                        StreamSupport.stream(rows.spliterator(), false)
                                .map(row -> new SessionStatistics.Speaker(
                                        row.getString("speaker"),
                                        row.getString("name"),
                                        row.getString("role"),
                                        row.getInteger("segments"),
                                        row.getOffsetDateTime("first").toInstant(),
                                        row.getOffsetDateTime("last").toInstant()))
                                .toList()));
    }

    private static Segment segment(Row row) {
        return new Segment(
                row.getLong("id"),
                row.getString("speaker"),
                SpeakerRole.valueOf(row.getString("role").toUpperCase(Locale.ROOT)),
                row.getString("name"),
                row.getString("text"),
                row.getString("language"),
                row.getOffsetDateTime("at").toInstant());
    }
}
