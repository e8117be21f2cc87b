// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.testkit.provider.WhatsAppCloudServer;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The real client, pointed at a stand-in of Meta whose port is known only at run time. */
@Mock
@RestClient
@ApplicationScoped
public class MetaOnLoopback implements MetaMessagesClient {
    public static final WhatsAppCloudServer SERVER =
            new WhatsAppCloudServer().start(0).approve("rdv_rappel", 3);

    private final MetaMessagesClient client =
            QuarkusRestClientBuilder.newBuilder().baseUri(SERVER.graphUrl()).build(MetaMessagesClient.class);

    @Override
    public Uni<JsonNode> send(String phoneNumberId, String authorization, Map<String, Object> message) {
        return client.send(phoneNumberId, authorization, message);
    }
}
