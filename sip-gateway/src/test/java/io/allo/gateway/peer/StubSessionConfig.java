// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * session-config-service as far as the gateway asks it. What {@code /internal/trunks} and {@code /.well-known/jwks.json} answer is
 * PUT there by the test, which lives in another class loader.
 */
public final class StubSessionConfig implements QuarkusTestResourceLifecycleManager {
    public static final String URL_KEY = "quarkus.rest-client.session-config.url";

    /** Key of the business {@code business}. */
    public static final String ACCOUNT_KEY = "account-key";

    /** Key of the business {@code stranger}. */
    public static final String STRANGERS_KEY = "strangers-key";

    private volatile String trunks = "{\"trunks\":[]}";
    private volatile String keySet = "{\"keys\":[]}";
    private HttpServer server;

    @Override
    public Map<String, String> start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
        return Map.of(URL_KEY, "http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        String path = exchange.getRequestURI().getPath();
        switch (path) {
            case "/internal/trunks" -> {
                if (exchange.getRequestMethod().equals("PUT")) {
                    trunks = body;
                }
                send(exchange, 200, trunks);
            }
            case "/.well-known/jwks.json" -> {
                if (exchange.getRequestMethod().equals("PUT")) {
                    keySet = body;
                }
                send(exchange, 200, keySet);
            }
            case "/api/workflows/42" ->
                send(exchange, 200, "{\"id\":42,\"account_id\":\"business\",\"sip_account_id\":1,\"slug\":\"x\"}");
            case "/internal/accounts/authenticate" -> {
                boolean stranger = body.contains('"' + STRANGERS_KEY + '"');
                boolean known = stranger || body.contains('"' + ACCOUNT_KEY + '"');
                String account = stranger ? "stranger" : "business";
                send(
                        exchange,
                        known ? 200 : 404,
                        known ? "{\"accountId\":\"" + account + "\",\"name\":\"x\",\"region\":\"FR\"}" : "{}");
            }
            default -> send(exchange, 404, "{}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void stop() {
        if (server != null) {
            server.stop(0);
        }
    }
}
