// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.events.ConversationEvent;
import io.allo.contracts.events.Topics;
import io.allo.contracts.pricing.ConversationCost;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Events written in the transaction of the change that they tell, and sent later by {@code events}. A claim is a lease: what a
 * dead relay had claimed goes out when it lapses, perhaps for the second time, with the same event id.
 */
@Singleton
@RegisterForReflection(
        targets = {
            ConversationEvent.class,
            ConversationEvent.ConversationStarted.class,
            ConversationEvent.ConversationHandedOver.class,
            ConversationEvent.ConversationEnded.class,
            ConversationEvent.ConversationErased.class,
            ConversationCost.class,
            ConversationCost.ModelUse.class,
            EndReason.class,
            EndReason.Category.class
        })
public class Outbox {
    private final Pool pool;
    private final ObjectMapper mapper;

    Outbox(Pool pool, ObjectMapper mapper) {
        this.pool = pool;
        this.mapper = mapper;
    }

    /** In the place of a topic: reports of ended conversations to the business, by HTTP. */
    public static final String REPORTS = "business-reports";

    /** In the place of a topic: ended calls, for the address that their agent names. */
    public static final String CALL_ENDS = "call-end-webhooks";

    /** In the place of a topic: ended conversations, for the e-mail that their agent may want. */
    public static final String TRANSCRIPTS = "transcript-mails";

    /**
     * One event to be sent.
     *
     * @param attempts how often it was tried in vain
     */
    public record Message(
            long id, String eventId, String topic, String key, String type, String payload, int attempts) {}

    Uni<Void> add(SqlConnection connection, ConversationEvent event) {
        return add(connection, event.eventId(), Topics.CONVERSATION_EVENTS, event);
    }

    /** The business is told of the end too; what it is told is read from the record when it is sent. */
    Uni<Void> addReport(SqlConnection connection, ConversationEvent event) {
        return add(connection, event.conversationId() + "/report", REPORTS, event);
    }

    /** So is whatever server the agent names; whether it names one is asked when it is sent. */
    Uni<Void> addCallEnd(SqlConnection connection, ConversationEvent event) {
        return add(connection, event.conversationId() + "/call-end", CALL_ENDS, event);
    }

    /** Whether anybody wants its words by e-mail is asked when it is sent. */
    Uni<Void> addTranscript(SqlConnection connection, ConversationEvent event) {
        return add(connection, event.conversationId() + "/transcript", TRANSCRIPTS, event);
    }

    private Uni<Void> add(SqlConnection connection, String id, String topic, ConversationEvent event) {
        return connection
                .preparedQuery("""
                        insert into outbox (event_id, topic, msg_key, type, payload) values ($1, $2, $3, $4, $5)
                        on conflict (event_id) do nothing""")
                .execute(Tuple.of(id, topic, event.conversationId(), event.type(), json(event)))
                .replaceWithVoid();
    }

    /** Takes up to so many of a topic for the time of the lease, oldest first. */
    public Uni<List<Message>> claim(String topic, int most, Duration lease) {
        return pool.preparedQuery("""
                        update outbox set claimed_until = now() + $2 * interval '1 millisecond'
                        where id in (select id from outbox where claimed_until < now() and topic = $3 order by id limit $1
                          for update skip locked)
                        returning id, event_id, topic, msg_key, type, payload, attempts""")
                .execute(Tuple.of(most, lease.toMillis(), topic))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(Outbox::message)
                        .sorted(Comparator.comparingLong(Message::id))
                        .toList());
    }

    private static Message message(Row row) {
        return new Message(
                row.getLong("id"),
                row.getString("event_id"),
                row.getString("topic"),
                row.getString("msg_key"),
                row.getString("type"),
                row.getString("payload"),
                row.getInteger("attempts"));
    }

    /** They were sent. */
    public Uni<Void> delete(List<Long> ids) {
        return pool.preparedQuery("delete from outbox where id = any($1)")
                .execute(Tuple.of(ids.toArray(Long[]::new)))
                .replaceWithVoid();
    }

    /** It could not be sent: nobody takes it before this time is over. */
    public Uni<Void> postpone(long id, Duration pause) {
        return pool.preparedQuery(
                        "update outbox set claimed_until = now() + $2 * interval '1 millisecond', attempts = attempts + 1"
                                + " where id = $1")
                .execute(Tuple.of(id, pause.toMillis()))
                .replaceWithVoid();
    }

    private String json(ConversationEvent event) {
        try {
            return mapper.writerFor(ConversationEvent.class).writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON", e);
        }
    }
}
