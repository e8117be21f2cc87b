// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.outage;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of the packaged service's {@code confirm-order} that go away while it works, and come back. */
@ExtendWith(AlloStack.class)
class DroppedClientIT {
    private static final int CLIENTS = 40;
    private static final int STEP_MS = 5;
    /** About a dozen answers of the database make an order: it takes as long as the last client waits. */
    private static final Duration SLOW = Duration.ofMillis(15);

    private final String restaurant = UUID.randomUUID().toString();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    @DisplayName(
            "A74, A75: the client gone at every 5 ms of a slowed order, and back: one order and one answer for each")
    void aVanishedClient(RunningAllo allo) throws Exception {
        new AlloApi(allo)
                .asService(
                        "PUT",
                        AlloService.TOOL_EXECUTOR_SERVICE,
                        "/internal/restaurants/" + restaurant,
                        """
                        {"accountId":"%s","name":"Chez Nous"}
                        """.formatted(allo.demoAccount()),
                        200);
        confirm(allo, CLIENTS);
        allo.relays().postgres().slow(SLOW);
        try {
            for (int client = 0; client < CLIENTS; client++) {
                resetAfter(allo, client, Duration.ofMillis((long) STEP_MS * client));
            }
        } finally {
            allo.relays().postgres().slow(Duration.ZERO);
        }

        for (int client = 0; client < CLIENTS; client++) {
            String first = confirm(allo, client);
            assertThat(first).contains("\"success\":true");
            assertThat(confirm(allo, client)).isEqualTo(first);
        }
        JsonNode orders =
                new AlloApi(allo).get(AlloService.TOOL_EXECUTOR_SERVICE, "/api/orders?restaurantId=" + restaurant);
        assertThat(orders.size()).isEqualTo(CLIENTS + 1);
        assertThat(orders.valueStream().map(order -> order.path("orderNumber").asLong()))
                .doesNotHaveDuplicates()
                .allMatch(number -> number <= CLIENTS + 1);
        ConnectionsOfExecutor.areAllFree(allo);
    }

    private String confirm(RunningAllo allo, int client) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(allo.url(AlloService.TOOL_EXECUTOR_SERVICE) + "/api/ai/tools/confirm-order"))
                .header("X-API-Key", allo.demoKey())
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key(client))
                .POST(HttpRequest.BodyPublishers.ofString(body(client)))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private String key(int client) {
        return restaurant + "-" + client;
    }

    private String body(int client) {
        return """
                {"restaurantId":"%s","order_type":"pickup","call_id":"gone-%d","total":19.0,"item_map":{},
                 "items":[{"id":1,"quantity":2,"unit_price":9.5}]}
                """.formatted(restaurant, client);
    }

    private void resetAfter(RunningAllo allo, int client, Duration time) throws Exception {
        byte[] bytes = body(client).getBytes(UTF_8);
        URI server = URI.create(allo.url(AlloService.TOOL_EXECUTOR_SERVICE));
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.connect(new InetSocketAddress("127.0.0.1", server.getPort()));
            socket.getOutputStream()
                    .write(("POST /api/ai/tools/confirm-order HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n"
                                    + "X-API-Key: " + allo.demoKey() + "\r\nIdempotency-Key: " + key(client)
                                    + "\r\nContent-Length: " + bytes.length + "\r\n\r\n")
                            .getBytes(US_ASCII));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            // Real time is the point: the reset falls at another moment of the order each time.
            Thread.sleep(time);
            socket.setSoLinger(true, 0);
        }
    }
}
