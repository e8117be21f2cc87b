// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.events;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.gateway.config.GatewayConfig;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.ce.OutgoingCloudEventMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/** Kafka, CloudEvents in binary mode. */
@ApplicationScoped
public class KafkaEventBroker implements EventBroker {
    /** Above {@code delivery.timeout.ms} of the channel, so that a refused event cannot arrive behind its successor. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final URI SOURCE = URI.create("/sip-gateway");

    private final MutinyEmitter<byte[]> emitter;

    private final String topicPrefix;

    public KafkaEventBroker(@Channel("call-events") MutinyEmitter<byte[]> emitter, GatewayConfig config) {
        this.emitter = emitter;
        this.topicPrefix = config.topicPrefix().orElse("");
    }

    @Override
    public void send(SpooledEvent event) throws NotTakenException {
        try {
            emitter.sendMessage(Message.of(event.value(), metadata(event)))
                    .await()
                    .atMost(PATIENCE);
        } catch (TimeoutException e) {
            throw new NotTakenException("no acknowledgement in " + PATIENCE);
        } catch (RuntimeException e) {
            throw new NotTakenException(String.valueOf(e.getMessage()));
        }
    }

    private Metadata metadata(SpooledEvent event) {
        Map<String, String> headers = event.headers();
        RecordHeaders extra = new RecordHeaders();
        String traceparent = headers.get(CallEventPublisher.TRACEPARENT);
        if (traceparent != null) {
            extra.add(CallEventPublisher.TRACEPARENT, traceparent.getBytes(UTF_8));
        }
        return Metadata.from(List.of(
                OutgoingCloudEventMetadata.builder()
                        .withId(headers.getOrDefault(CallEventPublisher.CE_ID, event.key()))
                        .withType(headers.getOrDefault(CallEventPublisher.CE_TYPE, "io.allo.CallEvent"))
                        .withSource(SOURCE)
                        .withSubject(event.key())
                        .withTimestamp(Instant.parse(
                                        headers.getOrDefault(CallEventPublisher.CE_TIME, Instant.EPOCH.toString()))
                                .atZone(ZoneOffset.UTC))
                        .withDataContentType("application/json")
                        .build(),
                OutgoingKafkaRecordMetadata.<String>builder()
                        .withTopic(topicPrefix + event.topic())
                        .withKey(event.key())
                        .withHeaders(extra)
                        .build()));
    }
}
