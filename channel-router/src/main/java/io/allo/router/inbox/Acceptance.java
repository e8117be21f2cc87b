// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage;
import io.allo.router.inbox.InboxEntry.State;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * New rows of table {@code inbox}, on connections of their own, so that no turn is before them in a queue. What comes while an insert
 * is on its way goes together in the next.
 */
@ApplicationScoped
class Acceptance {
    private static final int TOGETHER = 100;

    private final Pool pool;
    private final InboxRepository rows;
    private final InboxConfig config;
    private final GroupCommit<Arrival, Optional<InboxEntry>> arrivals =
            new GroupCommit<>(TOGETHER, this::insert, Repeatable::isRefusal);

    Acceptance(@ReactiveDataSource("acceptance") Pool pool, InboxRepository rows, InboxConfig config) {
        this.pool = pool;
        this.rows = rows;
        this.config = config;
    }

    private record Arrival(InboundMessage message, String accountId) {}

    private record Identity(String accountId, String provider, String messageId) {}

    /** The new row, or empty when this message is already there. */
    Uni<Optional<InboxEntry>> keep(InboundMessage message, String accountId) {
        return arrivals.add(new Arrival(message, accountId));
    }

    private Uni<List<Optional<InboxEntry>>> insert(List<Arrival> group) {
        Tuple values = Tuple.tuple()
                .addValue(texts(group, Arrival::accountId))
                .addValue(texts(group, one -> one.message().provider()))
                .addValue(texts(group, one -> one.message().messageId()))
                .addValue(texts(group, one -> one.message().channel().wireName()))
                .addValue(texts(group, one -> one.message().sessionId()))
                .addValue(texts(group, one -> one.message().called()))
                .addValue(texts(group, one -> one.message().senderId()))
                .addValue(texts(group, one -> one.message().kind().name().toLowerCase(Locale.ROOT)))
                .addValue(texts(group, one -> one.message().text()))
                .addValue(texts(
                        group,
                        one -> JsonObject.mapFrom(one.message().metadata()).encode()))
                .addValue(group.stream()
                        .map(one -> one.message().timestamp().atOffset(ZoneOffset.UTC))
                        .toArray(OffsetDateTime[]::new))
                .addString(rows.owner())
                .addLong(config.lease().toMillis());
        return pool.preparedQuery("""
                        insert into inbox (account_id, provider, message_id, channel, session_id, called, sender, kind, body,
                                           metadata, received_at, state, owner, lease_until)
                        select account_id, provider, message_id, channel, session_id, called, sender, kind, body,
                               metadata::jsonb, received_at, 'received', $12, now() + $13 * interval '1 millisecond'
                          from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                                      $8::text[], $9::text[], $10::text[], $11::timestamptz[]) with ordinality
                               as m (account_id, provider, message_id, channel, session_id, called, sender, kind, body,
                                     metadata, received_at, place)
                         order by place
                        on conflict on constraint inbox_message_once do nothing
                        returning id, account_id, provider, message_id""").execute(values).map(inserted -> each(group, inserted));
    }

    /** Of one message that came twice in a group the first is new. */
    private List<Optional<InboxEntry>> each(List<Arrival> group, RowSet<Row> inserted) {
        Map<Identity, Long> ids = new HashMap<>();
        inserted.forEach(row -> ids.put(
                new Identity(row.getString("account_id"), row.getString("provider"), row.getString("message_id")),
                row.getLong("id")));
        List<Optional<InboxEntry>> each = new ArrayList<>(group.size());
        for (Arrival one : group) {
            Long id = ids.remove(new Identity(
                    one.accountId(), one.message().provider(), one.message().messageId()));
            each.add(Optional.ofNullable(id).map(its -> entry(its, one)));
        }
        return each;
    }

    private InboxEntry entry(long id, Arrival one) {
        InboundMessage message = one.message();
        Instant receivedAt = message.timestamp().truncatedTo(ChronoUnit.MICROS); // as the row has it
        return new InboxEntry(
                id,
                one.accountId(),
                message.provider(),
                message.messageId(),
                message.channel(),
                message.sessionId(),
                message.called(),
                message.senderId(),
                message.kind(),
                message.text(),
                message.metadata(),
                receivedAt,
                State.RECEIVED,
                rows.owner(),
                0,
                null,
                null,
                0,
                0);
    }

    private static String[] texts(List<Arrival> group, Function<Arrival, String> field) {
        return group.stream().map(field).toArray(String[]::new);
    }
}
