// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.events.TrunkEvent.TrunkChanged;
import io.allo.sessionconfig.config.ServiceConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;

/**
 * Tells the gateways which trunks changed, whoever changed them: the tables' triggers leave a row in {@code trunk_outbox}, it is
 * claimed with a lease, sent, and deleted when the broker has it. While the broker is away the rows wait; the gateways look
 * by themselves now and then.
 */
@ApplicationScoped
class TrunkChangeRelay {
    private static final Logger LOG = Logger.getLogger(TrunkChangeRelay.class);
    private static final int BATCH = 50;
    /** Above Kafka's own delivery limit, so that a send that is given up is really over. */
    private static final Duration SEND_LIMIT = Duration.ofSeconds(12);

    private static final String CLAIM = """
            update trunk_outbox set claimed_until = now() + interval '60 seconds'
             where id in (select id from trunk_outbox where claimed_until < now() order by id limit $1
                             for update skip locked)
            returning id, sip_account_id, revision, occurred_at
            """;
    private static final String RELEASE = "update trunk_outbox set claimed_until = '-infinity' where id = any($1)";

    private final Pool pool;
    private final MutinyEmitter<String> emitter;
    private final ObjectMapper json;
    private final Vertx vertx;
    private final ServiceConfig config;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer = -1;

    TrunkChangeRelay(
            Pool pool,
            @Channel("trunk-changes") MutinyEmitter<String> emitter,
            ObjectMapper json,
            Vertx vertx,
            ServiceConfig config) {
        this.pool = pool;
        this.emitter = emitter;
        this.json = json;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.sipAccounts().announce().toMillis(), tick -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        claim().chain(this::sendAll)
                .onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("trunk changes wait cause=%s", failure.toString()));
    }

    private record Change(long id, TrunkChanged event) {}

    private Uni<List<Change>> claim() {
        return pool.preparedQuery(CLAIM)
                .execute(Tuple.of(BATCH))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(TrunkChangeRelay::change)
                        .sorted(Comparator.comparingLong(Change::id))
                        .toList());
    }

    private static Change change(Row row) {
        long id = row.getLong("id");
        TrunkChanged event = new TrunkChanged(
                "trunk-" + id,
                row.getOffsetDateTime("occurred_at").toInstant(),
                row.getInteger("sip_account_id"),
                row.getLong("revision"));
        return new Change(id, event);
    }

    /** One after the other; what is not sent is free again at once. */
    private Uni<Void> sendAll(List<Change> changes) {
        return Multi.createFrom()
                .iterable(changes)
                .onItem()
                .transformToUniAndConcatenate(change -> send(change.event())
                        .ifNoItem()
                        .after(SEND_LIMIT)
                        .fail()
                        .chain(() -> pool.preparedQuery("delete from trunk_outbox where id = $1")
                                .execute(Tuple.of(change.id()))))
                .collect()
                .asList()
                .replaceWithVoid()
                .onFailure()
                .call(() -> pool.preparedQuery(RELEASE)
                        .execute(Tuple.of(changes.stream().map(Change::id).toArray(Long[]::new))));
    }

    private Uni<Void> send(TrunkChanged event) {
        String key = Integer.toString(event.sipAccountId());
        var cloudEvent = OutgoingCloudEventMetadata.<String>builder()
                .withId(event.eventId())
                .withType(event.type())
                .withSubject(key)
                .withDataContentType("application/json")
                .build();
        var record = OutgoingKafkaRecordMetadata.<String>builder().withKey(key).build();
        return emitter.sendMessage(Message.of(text(event), Metadata.of(cloudEvent, record)));
    }

    private String text(TrunkChanged event) {
        try {
            return json.writeValueAsString(event);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event is written as JSON", e);
        }
    }
}
