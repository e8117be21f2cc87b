// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What the inbox shows; every statement is bound to one account. */
@ApplicationScoped
class InboxQueries {
    private static final String ITEM = """
            select c.id, c.account_id, c.channel, c.session_id, c.caller, c.agent_id, c.agent_name, c.language, c.started_at, c.last_at,
                   c.ended_at, t.state, t.reason, t.note, t.asked_at, t.due_at, t.holder, t.holder_name, t.taken_at, t.thread,
                   w.role as last_role, w.text as last_text, w.at as last_words_at,
                   (select count(*) from turns u
                     where u.conversation_id = c.id and u.role = 'user' and t.id is not null
                       and u.at > coalesce(t.seen_at, c.started_at - interval '1 second')) as unread
              from conversations c
              left join lateral (select * from takeover o
                                  where o.account_id = c.account_id and o.state <> 'over'
                                    and (o.conversation_id = c.id
                                         or o.state in ('waiting', 'held')
                                            and o.thread in ('c:' || c.channel || ':' || c.session_id, 'p:' || c.caller))
                                  order by o.state in ('waiting', 'held') desc limit 1) t on true
              left join lateral (select role, text, at from turns
                                  where conversation_id = c.id and text <> '' order by number desc limit 1) w on true
            """;

    private final Pool pool;

    InboxQueries(Pool pool) {
        this.pool = pool;
    }

    /**
     * A conversation as the inbox lists it.
     *
     * @param thread of what is open about it, null when nothing is
     */
    record Item(InboxItem shown, String sessionId, @Nullable String thread) {}

    /** Newest first. @param state one of {@code waiting held missed callback}; null = all conversations */
    Uni<List<Item>> page(
            String accountId, @Nullable String state, @Nullable String channel, Instant before, int limit) {
        String wanted = state == null
                ? ""
                : " and t.state = $5 and t.conversation_id = c.id"
                        + " and c.id in (select conversation_id from takeover where account_id = $1 and state = $5)";
        Tuple values = Tuple.of(accountId, before.atOffset(ZoneOffset.UTC), channel, limit);
        return pool.preparedQuery(ITEM + """
                         where c.account_id = $1 and c.last_at < $2 and ($3::text is null or c.channel = $3)
                           and c.erased_at is null""" + wanted + " order by c.last_at desc, c.id limit $4")
                .execute(state == null ? values : values.addString(state))
                .map(InboxQueries::items);
    }

    Uni<Optional<Item>> one(String accountId, String id) {
        return pool.preparedQuery(ITEM + " where c.account_id = $1 and c.id = $2 and c.erased_at is null")
                .execute(Tuple.of(accountId, id))
                .map(rows -> items(rows).stream().findFirst());
    }

    /**
     * What was written and said, newest first.
     *
     * @param person of all his conversations; null = of this place only
     */
    Uni<List<InboxItem.Message>> messages(
            Item item, String accountId, @Nullable String person, Instant before, int limit) {
        return pool.preparedQuery("""
                        with place as (
                            select id, channel from conversations
                             where account_id = $1 and erased_at is null
                               and (channel = $2 and session_id = $3 or $4::text is not null and caller = $4))
                        select * from (
                            select p.id as conversation_id, p.channel, 'turn-' || t.number as id, t.role, null as author, t.text, t.at,
                                   null as delivery, t.number
                              from turns t join place p on p.id = t.conversation_id
                             where t.role in ('user', 'agent') and t.text <> '' and t.at < $5
                            union all
                            select p.id, p.channel, m.id, 'human', m.author_name, m.text, m.at,
                                   coalesce((select s.status from sent_message s where s.inbox_id = m.inbox_id
                                              order by s.changed_at desc limit 1), i.delivery, 'pending'), 0
                              from staff_message m join place p on p.id = m.conversation_id
                              left join inbox i on i.id = m.inbox_id
                             where m.account_id = $1 and m.at < $5) shown
                         order by at desc, number desc limit $6""")
                .execute(Tuple.of(
                        accountId,
                        item.shown().channel(),
                        item.sessionId(),
                        person,
                        before.atOffset(ZoneOffset.UTC),
                        limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(InboxQueries::message)
                        .toList());
    }

    /** The written conversations of a person, the latest first. */
    Uni<List<Item>> written(String accountId, String person, @Nullable String channel) {
        return pool.preparedQuery(ITEM + """
                         where c.account_id = $1 and c.caller = $2 and c.channel in ('whatsapp', 'sms')
                           and ($3::text is null or c.channel = $3) and c.erased_at is null
                         order by c.last_at desc limit 10""")
                .execute(Tuple.of(accountId, person, channel))
                .map(InboxQueries::items);
    }

    /** What somebody of the business wrote; the same id is the same message. */
    Uni<Void> keep(String accountId, String conversationId, String id, long inboxId, Actor author, String text) {
        return pool.preparedQuery("""
                        insert into staff_message (id, account_id, conversation_id, inbox_id, author, author_name, text)
                        values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing""")
                .execute(Tuple.tuple()
                        .addString(id)
                        .addString(accountId)
                        .addString(conversationId)
                        .addLong(inboxId)
                        .addString(author.id())
                        .addString(author.name())
                        .addString(text))
                .replaceWithVoid();
    }

    /** What was said since then: lines such as {@code Person: …}, oldest first, bounded. */
    Uni<List<String>> saidSince(Takeover takeover, Duration before) {
        return pool.preparedQuery("""
                        with place as (
                            select distinct c.account_id, c.channel, c.session_id from conversations c
                             where c.account_id = $1 and c.erased_at is null
                               and $2 in ('c:' || c.channel || ':' || c.session_id, 'p:' || c.caller))
                        select * from (
                            select case when i.kind = 'text' then 'Person' else coalesce(i.metadata ->> 'by', 'Assistant') end as who,
                                   i.body, i.received_at
                              from inbox i join place p on p.account_id = i.account_id and p.channel = i.channel
                                                       and p.session_id = i.session_id
                             where i.kind in ('text', 'staff') and i.body <> '' and i.received_at > $3
                             order by i.id desc limit 20) last
                         order by received_at""")
                .execute(Tuple.of(
                        takeover.accountId(),
                        takeover.thread(),
                        takeover.askedAt().minus(before).atOffset(ZoneOffset.UTC)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("who") + ": " + row.getString("body"))
                        .toList());
    }

    private static List<Item> items(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false)
                .map(InboxQueries::item)
                .toList();
    }

    private static Item item(Row row) {
        String state = row.getString("state");
        String holder = row.getString("holder");
        InboxItem shown = new InboxItem(
                row.getString("id"),
                row.getString("channel"),
                row.getString("caller"),
                new InboxItem.Agent(row.getString("agent_id"), row.getString("agent_name")),
                row.getString("language"),
                state == null ? "agent" : state,
                row.getString("reason"),
                row.getString("note"),
                instant(row.getOffsetDateTime("asked_at")),
                instant(row.getOffsetDateTime("due_at")),
                holder == null ? null : new InboxItem.Holder(holder, row.getString("holder_name")),
                instant(row.getOffsetDateTime("taken_at")),
                lastWords(row),
                row.getOffsetDateTime("last_at").toInstant(),
                instant(row.getOffsetDateTime("ended_at")),
                row.getInteger("unread"));
        return new Item(shown, row.getString("session_id"), row.getString("thread"));
    }

    private static InboxItem.@Nullable LastWords lastWords(Row row) {
        String role = row.getString("last_role");
        return role == null
                ? null
                : new InboxItem.LastWords(
                        role,
                        row.getString("last_text"),
                        row.getOffsetDateTime("last_words_at").toInstant());
    }

    private static InboxItem.Message message(Row row) {
        return new InboxItem.Message(
                row.getString("id"),
                row.getString("conversation_id"),
                row.getString("channel"),
                row.getString("role"),
                row.getString("author"),
                row.getString("text"),
                row.getOffsetDateTime("at").toInstant(),
                row.getString("delivery"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }
}
