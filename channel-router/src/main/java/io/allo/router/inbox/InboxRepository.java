// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.HeldTurns.Found;
import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.InboxEntry.State;
import io.quarkus.reactive.datasource.ReactiveDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Table {@code inbox}. Every step of a row's life is one conditional statement: whoever it changes nothing for has lost
 * the row to another replica. Times that decide about leases are the database's, so that clocks of replicas do not matter.
 */
@ApplicationScoped
class InboxRepository {

    /** Never {@code *}: a prepared statement must outlive a column that a newer replica adds. */
    private static final String COLUMNS =
            " id, account_id, provider, message_id, channel, session_id, called, sender, kind, body, metadata, received_at,"
                    + " state, owner, attempts, reply_text, reply_action, delivery, parts_sent, push_attempts ";

    /** One life of this process: a restarted process does not own what the dead one held. */
    private final String owner = UUID.randomUUID().toString();

    private final Pool pool;
    private final InboxConfig config;

    InboxRepository(@ReactiveDataSource("turns") Pool pool, InboxConfig config) {
        this.pool = pool;
        this.config = config;
    }

    Uni<Optional<InboxEntry>> find(long id) {
        return first("select" + COLUMNS + " from inbox where id = $1", Tuple.of(id));
    }

    Uni<Optional<InboxEntry>> find(String accountId, String provider, String messageId) {
        return first(
                "select" + COLUMNS + " from inbox where account_id = $1 and provider = $2 and message_id = $3",
                Tuple.of(accountId, provider, messageId));
    }

    /** What the person himself last wrote in this conversation, unless it was erased. */
    Uni<Optional<InboxEntry>> lastHeard(ConversationKey key) {
        return first(
                "select" + COLUMNS + """
                 from inbox
                 where account_id = $1 and channel = $2 and session_id = $3 and kind <> 'staff' and metadata ->> 'erased' is null
                 order by id desc limit 1""",
                Tuple.of(key.accountId(), key.channel().wireName(), key.id()));
    }

    /** What somebody wrote in the agent's place in the last seconds, and another replica sent. */
    Uni<List<InboxEntry>> writtenElsewhere(String provider) {
        return list("select" + COLUMNS + """
                 from inbox
                 where kind = 'staff' and finished_at > now() - interval '10 seconds' and provider = $1 and owner <> $2""", Tuple.of(provider, owner));
    }

    /** Begins the work on a row of ours; empty when an earlier message of the conversation is unfinished or its answer on its way, or it is lost. */
    Uni<Optional<InboxEntry>> claim(long id) {
        return first("""
                update inbox i
                   set state = 'processing', attempts = attempts + 1,
                       lease_until = now() + $3 * interval '1 millisecond'
                 where id = $1 and owner = $2 and state = 'received'
                   and not exists (select 1 from inbox e
                                    where e.account_id = i.account_id and e.channel = i.channel
                                      and e.session_id = i.session_id and e.id < i.id
                                      and (e.state in ('received', 'processing') or e.delivery in ('sending', 'in_doubt')))
                returning""" + COLUMNS, Tuple.of(id, owner, leaseMillis()));
    }

    /** How it stands with rows that waited: what {@link #claim} would make of them. */
    Uni<Map<Long, Found>> look(List<Long> ids) {
        return execute("""
                select i.id, i.owner = $2 and i.state = 'received' as ours,
                       exists (select 1 from inbox e
                                where e.account_id = i.account_id and e.channel = i.channel and e.session_id = i.session_id
                                  and e.id < i.id
                                  and (e.state in ('received', 'processing') or e.delivery in ('sending', 'in_doubt'))) as behind
                  from inbox i where i.id = any($1)""", Tuple.of(ids.toArray(Long[]::new), owner))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(row -> row.getLong("id"), InboxRows::found)));
    }

    /**
     * What waits behind a row that was just claimed is to be answered with it, whichever replica accepted it; the others see that
     * it is no longer theirs.
     *
     * @param limit of rows
     * @return with what had joined it before its last replica died; oldest first
     */
    Uni<List<InboxEntry>> join(InboxEntry leader, int limit) {
        return list(
                """
                update inbox
                   set state = 'processing', owner = $2, joined_to = $1,
                       lease_until = now() + $3 * interval '1 millisecond'
                 where id in (select id from inbox
                               where account_id = $4 and channel = $5 and session_id = $6 and id > $1 and kind = 'text'
                                 and (joined_to = $1 and state = 'processing'
                                      or state = 'received' and provider = $7 and $9)
                               order by id limit $8 for update)
                returning""" + COLUMNS,
                Tuple.tuple()
                        .addLong(leader.id())
                        .addString(owner)
                        .addLong(leaseMillis())
                        .addString(leader.accountId())
                        .addString(leader.channel().wireName())
                        .addString(leader.sessionId())
                        .addString(leader.provider())
                        .addInteger(limit)
                        .addBoolean(leader.attempts() <= 1));
    }

    /** Takes over the first unfinished row of each conversation whose lease ran out, but none that is in work here. */
    Uni<List<InboxEntry>> claimAbandoned(Collection<Long> inWork, int limit) {
        return list("""
                update inbox
                   set state = 'processing', attempts = attempts + 1, owner = $1,
                       lease_until = now() + $2 * interval '1 millisecond'
                 where id in (select i.id from inbox i
                               where i.state in ('received', 'processing') and i.lease_until < now()
                                 and i.id <> all($4)
                                 and not exists (select 1 from inbox e
                                                  where e.account_id = i.account_id and e.channel = i.channel
                                                    and e.session_id = i.session_id and e.id < i.id
                                                    and (e.state in ('received', 'processing')
                                                         or e.delivery in ('sending', 'in_doubt')))
                               order by i.id limit $3 for update skip locked)
                returning""" + COLUMNS, Tuple.of(owner, leaseMillis(), limit, inWork.toArray(Long[]::new)));
    }

    /** Keeps the rows that are still in work here. What another statement holds is left for the next time: waiting can deadlock. */
    Uni<Void> renew(Collection<Long> ids) {
        return execute("""
                update inbox set lease_until = now() + $3 * interval '1 millisecond'
                 where id in (select id from inbox where (id = any($1) or joined_to = any($1)) and owner = $2
                                 and state in ('received', 'processing') order by id for update skip locked)""", Tuple.of(ids.toArray(Long[]::new), owner, leaseMillis()))
                .replaceWithVoid();
    }

    /** Lets other replicas take at once what this one will not finish. */
    Uni<Void> release() {
        return execute("""
                update inbox set lease_until = now()
                 where owner = $1 and state in ('received', 'processing')""", Tuple.of(owner)).replaceWithVoid();
    }

    /** The same for an agent that does not keep one person's channels together. */
    Uni<Optional<InboxEntry>> finish(long id, State state, OutboundMessage reply, Delivery delivery) {
        return finish(id, state, reply, delivery, false);
    }

    /**
     * Stores the answer, with which those that joined the row are done too. An answer to a conversation that a person of the business
     * was given meanwhile (table {@code takeover}) is dropped, unless it is the one that tells of it: nothing is said then. May be
     * repeated when nobody knows whether it was committed.
     *
     * @param delivery {@code SENDING}: this replica sends it at once
     * @param onePerson the agent keeps one person's channels together
     * @return what is stored; empty when the row was lost to another replica, whose answer then counts
     */
    Uni<Optional<InboxEntry>> finish(
            long id, State state, OutboundMessage reply, Delivery delivery, boolean onePerson) {
        Tuple values = Tuple.tuple()
                .addLong(id)
                .addString(owner)
                .addString(state.wireName())
                .addString(reply.text())
                .addString(reply.action().wireName())
                .addString(delivery.wireName())
                .addLong(leaseMillis())
                .addBoolean(onePerson);
        return first("""
                with silent as (
                    select exists (
                        select 1 from takeover t join inbox i on t.account_id = i.account_id
                         where i.id = $1 and i.kind <> 'staff' and t.state in ('waiting', 'held')
                           and t.asked_in is distinct from i.message_id
                           and (t.thread = 'c:' || i.channel || ':' || i.session_id or $8 and t.thread = 'p:' || i.sender)) as yes),
                done as (update inbox
                   set state = $3, reply_text = case when id = $1 and not silent.yes then $4 else '' end,
                       reply_action = case when id = $1 and not silent.yes then $5 else 'say' end,
                       delivery = case when id = $1 and not silent.yes then $6 else 'direct' end, finished_at = now(),
                       push_attempts = case when id = $1 and $6 = 'sending' and not silent.yes then 1 else 0 end,
                       sending_since = now(), lease_until = now() + $7 * interval '1 millisecond'
                  from silent
                 where (id = $1 or joined_to = $1) and owner = $2 and state in ('processing', $3)
                returning inbox.*)
                select""" + COLUMNS + " from done where id = $1", values);
    }

    /** Takes an answer for sending; empty when another replica does it or it is done. */
    Uni<Optional<InboxEntry>> claimDelivery(long id) {
        return first("""
                update inbox
                   set delivery = 'sending', owner = $2, push_attempts = push_attempts + 1, sending_since = now(),
                       lease_until = now() + $3 * interval '1 millisecond'
                 where id = $1 and delivery = 'pending'
                returning""" + COLUMNS, Tuple.of(id, owner, leaseMillis()));
    }

    /** The answer cannot go by the response: taken for sending; empty when it was lost or is delivered otherwise. */
    Uni<Optional<InboxEntry>> takeBack(long id) {
        return first("""
                update inbox
                   set delivery = 'sending', push_attempts = push_attempts + 1, sending_since = now(),
                       lease_until = now() + $3 * interval '1 millisecond'
                 where id = $1 and owner = $2 and delivery = 'direct' and state in ('answered', 'failed')
                returning""" + COLUMNS, Tuple.of(id, owner, leaseMillis()));
    }

    /** Answers that wait to be sent and whose time has come. */
    Uni<List<InboxEntry>> dueDeliveries(Collection<String> providers, int limit) {
        return list("select" + COLUMNS + """
                 from inbox
                 where delivery = 'pending' and lease_until < now() and provider = any($1)
                 order by id limit $2""", Tuple.of(providers.toArray(String[]::new), limit));
    }

    /** Keeps an answer that is being sent; false when its lease ran out and its outcome is in doubt. */
    Uni<Boolean> keepSending(long id) {
        return execute("""
                update inbox set sending_since = now(), lease_until = now() + $3 * interval '1 millisecond'
                 where id = $1 and owner = $2 and delivery = 'sending'""", Tuple.of(id, owner, leaseMillis())).map(rows -> rows.rowCount() > 0);
    }

    /**
     * One more part of a long answer was taken by the provider, also when that was known too late. May be repeated.
     *
     * @param messageId the provider's, empty when it told none
     * @param last nothing follows
     * @return false when the lease ran out meanwhile
     */
    Uni<Boolean> partTaken(InboxEntry entry, int partsSent, String messageId, boolean last) {
        Tuple values = Tuple.tuple()
                .addLong(entry.id())
                .addString(owner)
                .addInteger(partsSent)
                .addBoolean(last)
                .addLong(leaseMillis())
                .addString(entry.provider())
                .addString(messageId);
        return execute("""
                with part as (
                    update inbox set parts_sent = $3, delivery = case when $4 then 'sent' else 'sending' end,
                           sending_since = now(), lease_until = now() + $5 * interval '1 millisecond'
                     where id = $1 and owner = $2 and (delivery in ('sending', 'in_doubt') or delivery = 'unknown' and $4)
                    returning id),
                taken as (
                    insert into sent_message (provider, message_id, inbox_id, status, part)
                    select $6, $7, $1, 'accepted', $3 - 1 where $7 <> ''
                    on conflict (provider, message_id) do update set inbox_id = excluded.inbox_id, part = excluded.part)
                select id from part""", values).map(rows -> rows.size() > 0);
    }

    Uni<Void> delivered(long id, Delivery delivery, Duration nextAttempt) {
        return execute("""
                update inbox set delivery = $2, lease_until = now() + $3 * interval '1 millisecond'
                 where id = $1 and owner = $4 and delivery = 'sending'""", Tuple.of(id, delivery.wireName(), nextAttempt.toMillis(), owner))
                .replaceWithVoid();
    }

    /** Nobody began to send these: whether they had been taken for it is not known, because the database's answer was lost. */
    Uni<Void> giveBack(Collection<Long> ids) {
        return execute("""
                update inbox set delivery = 'pending', lease_until = now()
                 where id = any($1) and owner = $2 and delivery in ('sending', 'in_doubt', 'unknown')""", Tuple.of(ids.toArray(Long[]::new), owner)).replaceWithVoid();
    }

    /** Deletes by an array of ids: the planner would read the whole table for a join with a limit that it does not know. */
    Uni<Integer> purge(int limit) {
        return execute("""
                delete from inbox where id = any(array(
                    select id from inbox where finished_at < now() - $1 * interval '1 millisecond'
                     order by finished_at limit $2))""", Tuple.of(config.retention().toMillis(), limit)).map(RowSet::rowCount);
    }

    /** False, and nothing done, while one of them is in work or its answer on its way. */
    Uni<Boolean> erase(ConversationKey key, @Nullable Instant after, Instant until) {
        Instant from = after == null ? Instant.EPOCH : after;
        return execute(
                        """
                with found as (
                    select id, state in ('received', 'processing') or delivery in ('pending', 'sending', 'in_doubt') as busy from inbox
                     where account_id = $1 and channel = $2 and session_id = $3 and received_at > $4 and received_at <= $5
                       for update),
                erased as (
                    update inbox set body = '', sender = null, metadata = '{"erased":true}', reply_text = '',
                           session_id = case when channel = 'web' then session_id else 'erased' end
                     where id in (select id from found) and not exists (select 1 from found where busy)
                    returning 1)
                select (select count(*) from found where busy) as busy, (select count(*) from erased) as erased""",
                        Tuple.of(
                                key.accountId(),
                                key.channel().wireName(),
                                key.id(),
                                from.atOffset(ZoneOffset.UTC),
                                until.atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.iterator().next().getLong("busy") == 0);
    }

    Uni<Integer> eraseSender(String accountId, String sender) {
        return execute("""
                update inbox set body = '', sender = null, metadata = '{"erased":true}', reply_text = '', session_id = 'erased'
                 where account_id = $1 and sender = $2 and finished_at is not null
                   and delivery not in ('pending', 'sending', 'in_doubt')
                   and not exists (select 1 from inbox o
                                    where o.account_id = $1 and o.sender = $2 and o.finished_at is null)""", Tuple.of(accountId, sender)).map(RowSet::rowCount);
    }

    /** The conversation after row {@code after}, oldest first, without what was erased: the last {@code limit} rows. */
    Uni<List<InboxEntry>> transcript(ConversationKey key, long after, int limit) {
        return list(
                "select" + COLUMNS + """
                 from (
                    select * from inbox
                     where account_id = $1 and channel = $2 and session_id = $3 and id > $4
                       and metadata ->> 'erased' is null
                     order by id desc limit $5) tail
                 order by id""",
                Tuple.of(key.accountId(), key.channel().wireName(), key.id(), after, limit));
    }

    /** What this person last wrote to this number of ours, if it was not erased. */
    Uni<Optional<InboxEntry>> lastOf(ConversationKey key, String called) {
        return first(
                "select" + COLUMNS + """
                 from inbox
                 where account_id = $1 and channel = $2 and session_id = $3 and called = $4 and sender is not null
                 order by id desc limit 1""",
                Tuple.of(key.accountId(), key.channel().wireName(), key.id(), called));
    }

    /** The first row whose answer ended the conversation or handed it over. */
    Uni<Optional<InboxEntry>> closedBy(ConversationKey key) {
        return first(
                "select" + COLUMNS + """
                 from inbox
                 where account_id = $1 and channel = $2 and session_id = $3 and reply_action in ('transfer', 'end_call')
                 order by id limit 1""",
                Tuple.of(key.accountId(), key.channel().wireName(), key.id()));
    }

    /** Whose rows these are: this life of this process. */
    String owner() {
        return owner;
    }

    private long leaseMillis() {
        return config.lease().toMillis();
    }

    private Uni<RowSet<Row>> execute(String sql, Tuple values) {
        return pool.preparedQuery(sql).execute(values);
    }

    private Uni<Optional<InboxEntry>> first(String sql, Tuple values) {
        return execute(sql, values)
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(InboxRows::entry)
                        .findFirst());
    }

    private Uni<List<InboxEntry>> list(String sql, Tuple values) {
        return execute(sql, values).map(rows -> {
            List<InboxEntry> entries = new ArrayList<>(rows.size());
            rows.forEach(row -> entries.add(InboxRows.entry(row)));
            entries.sort((a, b) -> Long.compare(a.id(), b.id()));
            return entries;
        });
    }
}
