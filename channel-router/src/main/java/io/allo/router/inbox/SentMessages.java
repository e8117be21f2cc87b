// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Table {@code sent_message}: what providers took, and their reports of it, in whatever order and however often they come. */
@ApplicationScoped
public class SentMessages {
    private static final Logger LOG = Logger.getLogger(SentMessages.class);
    private static final int LONGEST_ID = 200;

    private final Pool pool;
    private final OthersReports others;
    private final MeterRegistry metrics;

    SentMessages(@ReactiveDataSource("turns") Pool pool, OthersReports others, MeterRegistry metrics) {
        this.pool = pool;
        this.others = others;
        this.metrics = metrics;
    }

    /** How far a message got; a later one never gives way to an earlier one. What was delivered has not failed. */
    public enum Status {
        ACCEPTED,
        QUEUED,
        SENT,
        FAILED,
        DELIVERED,
        READ;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * What the provider reports of a message that it took. An answer that it could not deliver becomes undeliverable.
     *
     * @param errorCode the provider's, null when nothing went wrong
     * @param advice what an operator can do about it
     */
    public Uni<Void> report(
            String provider, String messageId, Status status, @Nullable String errorCode, String advice) {
        return report(provider, messageId, status, errorCode, advice, Optional.empty());
    }

    /**
     * The same of a message that was sent under a name of ours: it is known to be taken, also when its sending was interrupted.
     *
     * @param reference as the provider repeats it
     */
    public Uni<Void> report(
            String provider,
            String messageId,
            Status status,
            @Nullable String errorCode,
            String advice,
            Optional<Reference> reference) {
        if (messageId.isBlank() || messageId.length() > LONGEST_ID) {
            return Uni.createFrom().voidItem();
        }
        Tuple values = Tuple.tuple()
                .addString(provider)
                .addString(messageId)
                .addString(status.wireName())
                .addValue(errorCode)
                .addValue(reference.map(Reference::inboxId).orElse(null))
                .addValue(reference.map(Reference::part).orElse(null))
                .addValue(reference.map(Reference::check).orElse(null));
        return pool.preparedQuery("""
                        with reported as (
                            insert into sent_message as s (provider, message_id, status, error_code, inbox_id, part)
                            select $1, $2, $3, $4, i.id, case when i.id is null then null else $6::int end
                              from (select $5::bigint as id) r
                              left join inbox i on i.id = r.id and i.provider = $1 and left(md5(i.message_id), 8) = $7
                            on conflict (provider, message_id) do update
                               set status = excluded.status, error_code = excluded.error_code, changed_at = now(),
                                   inbox_id = coalesce(s.inbox_id, excluded.inbox_id), part = coalesce(s.part, excluded.part)
                             where array_position(array['accepted', 'queued', 'sent', 'failed', 'delivered', 'read'], s.status)
                                 < array_position(array['accepted', 'queued', 'sent', 'failed', 'delivered', 'read'],
                                                  excluded.status)
                            returning inbox_id, status),
                        undone as (
                            update inbox set delivery = 'undeliverable'
                             where id = (select inbox_id from reported where status = 'failed')
                               and delivery in ('sent', 'direct', 'in_doubt', 'unknown')
                            returning id)
                        select inbox_id is null as foreign_one from reported""")
                .execute(values)
                .call(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().voidItem();
                    }
                    changed(provider, messageId, status, errorCode, advice);
                    return rows.iterator().next().getBoolean("foreign_one")
                            ? others.report(provider, messageId, status, errorCode)
                            : Uni.createFrom().voidItem();
                })
                .replaceWithVoid();
    }

    private void changed(String provider, String messageId, Status status, @Nullable String errorCode, String advice) {
        metrics.counter("allo.messages.reported", "provider", provider, "status", status.wireName())
                .increment();
        if (status == Status.FAILED) {
            LOG.warnf("%s could not deliver message %s: code %s, %s", provider, messageId, errorCode, advice);
        }
    }

    /**
     * Whether an answer that was taken for sending after {@code since} has been reported: then a report of what was sent before it
     * would have come too, as far as anybody can tell.
     *
     * @param ours the number that it was sent from: each may have its own way of reporting
     */
    public Uni<Boolean> reportedSince(String provider, String ours, Instant since) {
        return pool.preparedQuery("""
                        select exists (select 1 from sent_message s join inbox i on i.id = s.inbox_id
                                        where s.provider = $1 and s.status <> 'accepted' and s.changed_at > $2
                                          and i.called = $3 and i.sending_since > $2) as yes""")
                .execute(Tuple.of(provider, since.atOffset(ZoneOffset.UTC), ours))
                .map(found -> found.iterator().next().getBoolean("yes"));
    }

    Uni<Integer> purge(Duration age, int limit) {
        return pool.preparedQuery("""
                        delete from sent_message where ctid = any(array(
                            select ctid from sent_message
                             where changed_at < now() - $1 * interval '1 millisecond'
                             order by changed_at limit $2))""").execute(Tuple.of(age.toMillis(), limit)).map(rows -> rows.rowCount());
    }
}
