// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.smallrye.reactive.messaging.ce.IncomingCloudEventMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Reads the call events back from the broker, as channel-router would. */
@ApplicationScoped
public class CallEventReader {
    private final List<IncomingCloudEventMetadata<?>> heard = new CopyOnWriteArrayList<>();

    @ConfigProperty(name = "quarkus.management.test-port")
    int managementPort;

    @Incoming("call-events-read-back")
    CompletionStage<Void> event(Message<byte[]> message) {
        message.getMetadata(IncomingCloudEventMetadata.class).ifPresent(heard::add);
        return message.ack();
    }

    /** CloudEvent types of one call, in order of arrival. */
    public List<String> typesOf(String callId) {
        return heard.stream()
                .filter(event -> event.getSubject().filter(callId::equals).isPresent())
                .map(IncomingCloudEventMetadata::getType)
                .toList();
    }

    public int managementPort() {
        return managementPort;
    }
}
