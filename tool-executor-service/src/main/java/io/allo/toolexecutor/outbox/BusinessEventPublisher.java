// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Sends one fact to {@code business-events} as a CloudEvent; done when the broker has it. */
@ApplicationScoped
class BusinessEventPublisher implements FactSender {
    private final MutinyEmitter<String> emitter;

    BusinessEventPublisher(@Channel("business-events") MutinyEmitter<String> emitter) {
        this.emitter = emitter;
    }

    @Override
    public Uni<Void> send(OutboxRepository.Fact fact) {
        var cloudEvent = OutgoingCloudEventMetadata.<String>builder()
                .withId("outbox-" + fact.id())
                .withType(fact.type())
                .withSubject(fact.key())
                .withDataContentType("application/json")
                .build();
        var record = OutgoingKafkaRecordMetadata.<String>builder()
                .withKey(fact.key())
                .build();
        return emitter.sendMessage(Message.of(fact.payload(), Metadata.of(cloudEvent, record)));
    }
}
