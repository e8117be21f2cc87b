// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.inbox.InboxEntry.Delivery;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Answers whose sending was interrupted, in table {@code inbox}. As there, each step is one conditional statement. */
@ApplicationScoped
class DoubtRepository {
    private final Pool pool;
    private final InboxRepository rows;
    private final InboxConfig config;

    DoubtRepository(Pool pool, InboxRepository rows, InboxConfig config) {
        this.pool = pool;
        this.rows = rows;
        this.config = config;
    }

    /**
     * An answer in doubt.
     *
     * @param since when its part in doubt was taken for sending, by the database's clock
     * @param age how long ago that was
     * @param reportedAs the provider's name for that part, when it has reported it
     * @param overtaken a later answer of the conversation is out
     */
    record Doubt(InboxEntry entry, Instant since, Duration age, Optional<String> reportedAs, boolean overtaken) {}

    /**
     * A replica died between "sending" and the provider's answer.
     *
     * @param providers of whom somebody can ask what became of it; for the others it stays unknown
     * @return how many
     */
    Uni<Integer> open(Collection<String> providers) {
        return pool.preparedQuery("""
                        update inbox set delivery = case when provider = any($1) then 'in_doubt' else 'unknown' end
                         where delivery = 'sending' and lease_until < now()""")
                .execute(Tuple.of(providers.toArray(String[]::new)))
                .map(RowSet::rowCount);
    }

    /** Takes answers in doubt for looking into; what is taken here is left alone by the other replicas for a lease. */
    Uni<List<Doubt>> take(int limit) {
        return pool.preparedQuery("""
                        with taken as (
                            update inbox set owner = $1, lease_until = now() + $2 * interval '1 millisecond'
                             where id = any(array(select id from inbox where delivery = 'in_doubt' and lease_until < now()
                                                   order by lease_until limit $3 for update skip locked))
                            returning *)
                        select taken.*, coalesce(sending_since, finished_at) as since,
                               (extract(epoch from now() - coalesce(sending_since, finished_at)) * 1000)::bigint as age,
                               (select s.message_id from sent_message s
                                 where s.inbox_id = taken.id and s.part = taken.parts_sent limit 1) as reported_as,
                               exists (select 1 from inbox l
                                        where l.account_id = taken.account_id and l.channel = taken.channel
                                          and l.session_id = taken.session_id and l.id > taken.id
                                          and l.joined_to is distinct from taken.id and l.reply_text <> '') as overtaken
                          from taken""")
                .execute(Tuple.of(rows.owner(), config.lease().toMillis(), limit))
                .map(found -> {
                    List<Doubt> doubts = new ArrayList<>(found.size());
                    found.forEach(row -> doubts.add(doubt(row)));
                    return doubts;
                });
    }

    /** It is sent once more; empty when somebody else has settled it, or the provider has reported it meanwhile. */
    Uni<Optional<InboxEntry>> again(long id) {
        return pool.preparedQuery("""
                        update inbox set delivery = 'sending', push_attempts = push_attempts + 1, sending_since = now(),
                               lease_until = now() + $3 * interval '1 millisecond'
                         where id = $1 and owner = $2 and delivery = 'in_doubt'
                           and not exists (select 1 from sent_message s
                                            where s.inbox_id = inbox.id and s.part = inbox.parts_sent)
                        returning *""")
                .execute(Tuple.of(id, rows.owner(), config.lease().toMillis()))
                .map(found -> StreamSupport.stream(found.spliterator(), false)
                        .map(InboxRows::entry)
                        .findFirst());
    }

    /** It stays in doubt, and is looked into again after {@code pause}; or it is over: {@code UNKNOWN}, {@code UNDELIVERABLE}. */
    Uni<Void> leave(long id, Delivery delivery, Duration pause) {
        return pool.preparedQuery("""
                        update inbox set delivery = $3, lease_until = now() + $4 * interval '1 millisecond'
                         where id = $1 and owner = $2 and delivery = 'in_doubt'""")
                .execute(Tuple.of(id, rows.owner(), delivery.wireName(), pause.toMillis()))
                .replaceWithVoid();
    }

    /** Of these messages of the provider those that belong to no answer that is known. */
    Uni<List<String>> unaccounted(String provider, List<String> messageIds) {
        return pool.preparedQuery("""
                        select asked.id from unnest($2::text[]) with ordinality as asked (id, place)
                         where not exists (select 1 from sent_message s
                                            where s.provider = $1 and s.message_id = asked.id and s.inbox_id is not null)
                         order by place""")
                .execute(Tuple.of(provider, messageIds.toArray(String[]::new)))
                .map(found -> {
                    List<String> ids = new ArrayList<>();
                    found.forEach(row -> ids.add(row.getString("id")));
                    return ids;
                });
    }

    private static Doubt doubt(Row row) {
        return new Doubt(
                InboxRows.entry(row),
                row.getOffsetDateTime("since").toInstant(),
                Duration.ofMillis(row.getLong("age")),
                Optional.ofNullable(row.getString("reported_as")),
                row.getBoolean("overtaken"));
    }
}
