// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** Tables {@code console_suggestion} and {@code console_step}; every statement is bound to one session of one account. */
@ApplicationScoped
class SuggestionRepository {
    private final Pool pool;

    SuggestionRepository(Pool pool) {
        this.pool = pool;
    }

    /** What the session has already is found, not kept again. */
    Uni<Suggestion.Kept> keep(SessionKey key, Suggestion.Found found) {
        return pool.preparedQuery("""
                        insert into console_suggestion as s (account_id, session_id, suggestion_type, title, content, digest,
                                    source_chunks, query_used, confidence_score, relevance_score)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                        on conflict (account_id, session_id, digest) do update set query_used = s.query_used
                        returning *, xmax = 0 as fresh""")
                .execute(Tuple.tuple()
                        .addString(key.accountId())
                        .addString(key.sessionId())
                        .addString(found.type().wireName())
                        .addString(found.title())
                        .addString(found.content())
                        .addString(digest(found.type().wireName() + "\n" + found.content()))
                        .addValue(found.sourceChunks())
                        .addString(found.query())
                        .addDouble(found.confidence())
                        .addDouble(found.relevance()))
                .map(rows -> rows.iterator().next())
                .map(row -> new Suggestion.Kept(suggestion(row), row.getBoolean("fresh")));
    }

    /** Newest first. */
    Uni<List<Suggestion>> newest(SessionKey key, int most) {
        return list(
                "select * from console_suggestion where account_id = $1 and session_id = $2 order by id desc limit $3",
                Tuple.of(key.accountId(), key.sessionId(), most));
    }

    /** The last ones after this one, oldest first. */
    Uni<List<Suggestion>> after(SessionKey key, long id, int most) {
        return list("""
                        select * from (select * from console_suggestion
                                        where account_id = $1 and session_id = $2 and id > $3 order by id desc limit $4) last
                         order by id""", Tuple.of(key.accountId(), key.sessionId(), id, most));
    }

    /** False when the account has no such suggestion. */
    Uni<Boolean> feedback(String accountId, long id, String feedback) {
        return changed(
                "update console_suggestion set agent_feedback = $3 where account_id = $1 and id = $2",
                Tuple.of(accountId, id, feedback));
    }

    Uni<Boolean> shown(SessionKey key, long id) {
        return changed("""
                        update console_suggestion set shown_to_agent = true, shown_at = coalesce(shown_at, now())
                         where account_id = $1 and session_id = $2 and id = $3""", Tuple.of(key.accountId(), key.sessionId(), id));
    }

    Uni<Boolean> clicked(SessionKey key, long id) {
        return changed("""
                        update console_suggestion set agent_clicked = true, clicked_at = coalesce(clicked_at, now())
                         where account_id = $1 and session_id = $2 and id = $3""", Tuple.of(key.accountId(), key.sessionId(), id));
    }

    Uni<Void> log(SessionKey key, long segmentId, Step step) {
        return pool.preparedQuery("""
                        insert into console_step (account_id, session_id, segment_id, agent, action, input, output, status,
                                                  confidence, milliseconds)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""")
                .execute(Tuple.tuple()
                        .addString(key.accountId())
                        .addString(key.sessionId())
                        .addLong(segmentId)
                        .addString(step.agent())
                        .addString(step.action())
                        .addValue(step.input())
                        .addValue(step.output())
                        .addString(step.status())
                        .addDouble(step.confidence())
                        .addInteger((int) step.milliseconds()))
                .replaceWithVoid();
    }

    private Uni<Boolean> changed(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(rows -> rows.rowCount() > 0);
    }

    private Uni<List<Suggestion>> list(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values).map(SuggestionRepository::suggestions);
    }

    private static List<Suggestion> suggestions(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(SuggestionRepository::suggestion)
                .toList();
    }

    private static Suggestion suggestion(Row row) {
        return new Suggestion(
                row.getLong("id"),
                Suggestion.Type.of(row.getString("suggestion_type")),
                row.getString("title"),
                row.getString("content"),
                row.getDouble("confidence_score"),
                (JsonArray) row.getValue("source_chunks"),
                row.getBoolean("shown_to_agent"),
                row.getBoolean("agent_clicked"),
                row.getOffsetDateTime("created_at").toInstant());
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
