// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.allo.testkit.provider.TwilioMessagesServer;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Form;
import java.util.Set;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The real client, pointed at a stand-in of Twilio whose port is known only at run time. */
@Mock
@RestClient
@ApplicationScoped
public class TwilioOnLoopback implements TwilioMessagesClient {
    public static final TwilioMessagesServer SERVER = new TwilioMessagesServer(
                    "AC00000000000000000000000000000001", "0123456789abcdef0123456789abcdef", Set.of("+33939240575"))
            .start();

    private final TwilioMessagesClient client =
            QuarkusRestClientBuilder.newBuilder().baseUri(SERVER.uri()).build(TwilioMessagesClient.class);

    @Override
    public Uni<Accepted> send(String account, String authorization, Form message) {
        return client.send(account, authorization, message);
    }
}
