// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.calcom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.testkit.provider.CalComServer;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.Mock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The real client, pointed at a stand-in of Cal.com whose port is known only at run time. */
@Mock
@RestClient
@ApplicationScoped
public class CalComOnLoopback implements CalComClient {
    public static final CalComServer SERVER = new CalComServer("cal_test_key", Map.of(4711L, 30, 4712L, 90)).start();

    private final CalComClient client = client(SERVER);

    private static CalComClient client(CalComServer server) {
        return QuarkusRestClientBuilder.newBuilder().baseUri(server.uri()).build(CalComClient.class);
    }

    /** What asks this server with this key. */
    public static CalCom asking(CalComServer server, Optional<String> key) {
        return new CalCom(client(server), new Settings(key), new ObjectMapper());
    }

    private record Settings(Optional<String> apiKey) implements CalComConfig {
        @Override
        public Optional<String> account() {
            return Optional.empty();
        }

        @Override
        public String bookingsVersion() {
            return "2024-08-13";
        }

        @Override
        public String slotsVersion() {
            return "2024-09-04";
        }

        @Override
        public String accountVersion() {
            return "2024-06-14";
        }

        @Override
        public Duration timeout() {
            return Duration.ofSeconds(10);
        }
    }

    @Override
    public Uni<JsonNode> me(String authorization, String version) {
        return client.me(authorization, version);
    }

    @Override
    public Uni<JsonNode> slots(
            String authorization, String version, long eventTypeId, String start, String end, String moving) {
        return client.slots(authorization, version, eventTypeId, start, end, moving);
    }

    @Override
    public Uni<JsonNode> book(String authorization, String version, Map<String, Object> booking) {
        return client.book(authorization, version, booking);
    }

    @Override
    @SuppressWarnings("checkstyle:ParameterNumber")
    public Uni<JsonNode> bookings(
            String authorization,
            String version,
            String status,
            String eventTypeIds,
            String afterStart,
            String beforeEnd,
            String sortStart,
            int take) {
        return client.bookings(authorization, version, status, eventTypeIds, afterStart, beforeEnd, sortStart, take);
    }

    @Override
    public Uni<JsonNode> booking(String authorization, String version, String uid) {
        return client.booking(authorization, version, uid);
    }

    @Override
    public Uni<JsonNode> reschedule(String authorization, String version, String uid, Map<String, Object> change) {
        return client.reschedule(authorization, version, uid, change);
    }

    @Override
    public Uni<JsonNode> cancel(String authorization, String version, String uid, Map<String, Object> reason) {
        return client.cancel(authorization, version, uid, reason);
    }
}
