// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Google's Geocoding API, {@code GET /maps/api/geocode/json}: every answer to a well-formed request is a 200 whose
 * {@code status} says how it went; a wrong key is {@code REQUEST_DENIED}, neither address nor components {@code INVALID_REQUEST}, an
 * address that was not put {@code ZERO_RESULTS}. Any thread.
 */
public final class GoogleGeocodingServer implements AutoCloseable {
    private static final String PATH = "/maps/api/geocode/json";

    private final ObjectMapper json = new ObjectMapper();
    private final String key;
    private final Map<String, ObjectNode> places = new ConcurrentHashMap<>();
    private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();
    private volatile @Nullable String refusal;
    private @Nullable HttpServer server;

    public GoogleGeocodingServer(String key) {
        this.key = key;
    }

    public GoogleGeocodingServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            http.createContext("/", this::serve);
            http.start();
            server = http;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI uri() {
        HttpServer http = server;
        if (http == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + PATH);
    }

    /** The address, exactly as it will be asked for, is found here with the precision of a house. */
    public void put(String address, String formatted, double latitude, double longitude) {
        ObjectNode result = json.createObjectNode().put("formatted_address", formatted);
        ObjectNode geometry = result.putObject("geometry").put("location_type", "ROOFTOP");
        geometry.putObject("location").put("lat", latitude).put("lng", longitude);
        places.put(address, result);
    }

    /** From now on every request is answered with this status, for example {@code OVER_QUERY_LIMIT}; null = normally again. */
    public void refuse(@Nullable String status) {
        refusal = status;
    }

    /** The parameters of every request. */
    public List<Map<String, String>> requests() {
        return List.copyOf(requests);
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestURI().getPath().equals(PATH)
                    || !exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            Map<String, String> parameters = parameters(exchange.getRequestURI().getRawQuery());
            requests.add(parameters);
            byte[] body = answer(parameters).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=UTF-8");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ObjectNode answer(Map<String, String> parameters) {
        ObjectNode answer = json.createObjectNode();
        var results = answer.putArray("results");
        String address = parameters.getOrDefault("address", "");
        if (refusal != null) {
            return answer.put("status", refusal);
        }
        if (!key.equals(parameters.get("key"))) {
            return answer.put("status", "REQUEST_DENIED").put("error_message", "The provided API key is invalid.");
        }
        if (address.isBlank() && parameters.getOrDefault("components", "").isBlank()) {
            return answer.put("status", "INVALID_REQUEST");
        }
        ObjectNode place = places.get(address);
        if (place == null) {
            return answer.put("status", "ZERO_RESULTS");
        }
        results.add(place);
        return answer.put("status", "OK");
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : (query == null ? "" : query).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                parameters.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return parameters;
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
