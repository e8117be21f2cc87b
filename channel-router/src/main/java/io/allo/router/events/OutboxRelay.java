// SPDX-License-Identifier: Apache-2.0
package io.allo.router.events;

import io.allo.contracts.events.Topics;
import io.allo.router.history.Outbox;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Sends what is in the outbox: claim, send one after the other, delete. Without a broker the rows wait. An event may go out
 * twice, with the same id; of two events of one conversation the later may come first when several replicas relay.
 */
@Singleton
class OutboxRelay {
    private static final Logger LOG = Logger.getLogger(OutboxRelay.class);
    private static final int BATCH = 50;
    private static final Duration ROUND = Duration.ofMillis(250);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration SEND_LIMIT = Duration.ofSeconds(10);
    private static final URI SOURCE = URI.create("/allo/channel-router");

    private final Vertx vertx;
    private final Outbox outbox;
    private final MutinyEmitter<String> emitter;
    private final AtomicBoolean relaying = new AtomicBoolean();
    private volatile boolean stopped;

    OutboxRelay(Vertx vertx, Outbox outbox, @Channel("conversation-events") MutinyEmitter<String> emitter) {
        this.vertx = vertx;
        this.outbox = outbox;
        this.emitter = emitter;
    }

    void start(@Observes StartupEvent event) {
        vertx.setPeriodic(ROUND.toMillis(), timer -> tick());
    }

    void stop(@Observes ShutdownEvent event) {
        stopped = true;
    }

    private void tick() {
        if (stopped || !relaying.compareAndSet(false, true)) {
            return;
        }
        round().eventually(() -> relaying.set(false))
                .subscribe()
                .with(
                        full -> {
                            if (full) {
                                tick(); // more is waiting
                            }
                        },
                        failure -> LOG.debugf(failure, "events wait for the broker or the database"));
    }

    /** True when the batch was full. */
    private Uni<Boolean> round() {
        return outbox.claim(Topics.CONVERSATION_EVENTS, BATCH, LEASE)
                .chain(batch -> batch.isEmpty()
                        ? Uni.createFrom().item(false)
                        : sendAll(batch).map(sent -> batch.size() == BATCH));
    }

    private Uni<Void> sendAll(List<Outbox.Message> batch) {
        return Multi.createFrom()
                .iterable(batch)
                .onItem()
                .transformToUniAndConcatenate(event -> send(event).chain(() -> outbox.delete(List.of(event.id()))))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> send(Outbox.Message event) {
        Message<String> message = Message.of(event.payload())
                .addMetadata(OutgoingKafkaRecordMetadata.<String>builder()
                        .withKey(event.key())
                        .build())
                .addMetadata(OutgoingCloudEventMetadata.builder()
                        .withId(event.eventId())
                        .withType(event.type())
                        .withSource(SOURCE)
                        .withSubject(event.key())
                        .build());
        return emitter.sendMessage(message).ifNoItem().after(SEND_LIMIT).fail();
    }
}
