// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Qdrant's REST API: collections with cosine distance, payload indexes, points, deletion and {@code points/query} with
 * filters. It refuses what Qdrant refuses: a wrong key 401, a collection that is not there 404, one that is 409, and 400 for vectors
 * of another length, ids that are neither UUID nor number, and conditions it does not know. Any thread.
 */
public final class QdrantServer implements AutoCloseable {
    private static final Set<String> DISTANCES = Set.of("Cosine", "Euclid", "Dot", "Manhattan");

    private final ObjectMapper json = new ObjectMapper();
    private final String key;
    private final Map<String, Collection> collections = new ConcurrentHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private volatile boolean away;
    private @Nullable HttpServer server;

    private record Collection(int size, String distance, Map<String, Point> points, Set<String> fields) {}

    private record Point(String id, double[] vector, JsonNode payload) {}

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    public QdrantServer(String key) {
        this.key = key;
    }

    public QdrantServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
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
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
    }

    /** Answers 503 from now on, or no longer. */
    public void away(boolean now) {
        away = now;
    }

    /** Method and path of all requests. */
    public List<String> requests() {
        return List.copyOf(requests);
    }

    /** Points of a collection. */
    public int points(String collection) {
        Collection found = collections.get(collection);
        return found == null ? 0 : found.points().size();
    }

    private void serve(HttpExchange exchange) throws IOException {
        requests.add(
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath());
        byte[] body = exchange.getRequestBody().readAllBytes();
        int status = 200;
        Object answer;
        try {
            if (away) {
                throw new Refused(503, "not now");
            }
            if (!key.equals(exchange.getRequestHeaders().getFirst("api-key"))) {
                throw new Refused(401, "Must provide an API key or an Authorization bearer token");
            }
            JsonNode request = body.length == 0 ? json.nullNode() : json.readTree(body);
            Object result = answer(
                    exchange.getRequestMethod() + " ",
                    exchange.getRequestURI().getPath().split("/"),
                    request);
            answer = Map.of("time", 0.001, "status", "ok", "result", result);
        } catch (Refused e) {
            status = e.status;
            Map<String, @Nullable Object> refusal = new LinkedHashMap<>();
            refusal.put("time", 0.001);
            refusal.put("status", Map.of("error", String.valueOf(e.getMessage())));
            refusal.put("result", null);
            answer = refusal;
        }
        byte[] bytes = json.writeValueAsBytes(answer);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Object answer(String method, String[] path, JsonNode request) {
        if (path.length < 3 || !path[1].equals("collections")) {
            throw new Refused(404, "");
        }
        String name = path[2];
        String action = method + String.join("/", List.of(path).subList(3, path.length));
        return switch (action) {
            case "PUT " -> create(name, request);
            case "GET " -> {
                Collection found = collection(name);
                yield Map.of(
                        "status", "green",
                        "points_count", found.points().size(),
                        "config",
                                Map.of(
                                        "params",
                                        Map.of("vectors", Map.of("size", found.size(), "distance", found.distance()))));
            }
            case "PUT index" -> {
                collection(name).fields().add(required(request, "field_name").asText());
                required(request, "field_schema");
                yield done();
            }
            case "PUT points" -> upsert(collection(name), request);
            case "POST points/delete" -> delete(collection(name), request);
            case "POST points/query" -> query(collection(name), request);
            default -> throw new Refused(404, "");
        };
    }

    private Object create(String name, JsonNode request) {
        JsonNode vectors = required(request, "vectors");
        int size = vectors.path("size").asInt();
        String distance = vectors.path("distance").asText();
        if (size < 1 || !DISTANCES.contains(distance)) {
            throw new Refused(400, "Format error in JSON body: vectors");
        }
        if (collections.putIfAbsent(
                        name, new Collection(size, distance, new ConcurrentHashMap<>(), ConcurrentHashMap.newKeySet()))
                != null) {
            throw new Refused(409, "Wrong input: Collection `" + name + "` already exists!");
        }
        return true;
    }

    private Collection collection(String name) {
        Collection found = collections.get(name);
        if (found == null) {
            throw new Refused(404, "Not found: Collection `" + name + "` doesn't exist!");
        }
        return found;
    }

    private Object upsert(Collection collection, JsonNode request) {
        List<Point> points = new ArrayList<>();
        for (JsonNode point : required(request, "points")) {
            points.add(new Point(
                    id(required(point, "id")), vector(collection, required(point, "vector")), point.path("payload")));
        }
        points.forEach(point -> collection.points().put(point.id(), point));
        return done();
    }

    private Object delete(Collection collection, JsonNode request) {
        if (request.has("points")) {
            request.get("points").forEach(id -> collection.points().remove(id(id)));
        } else {
            JsonNode filter = required(request, "filter");
            collection.points().values().removeIf(point -> matches(filter, point));
        }
        return done();
    }

    private Object query(Collection collection, JsonNode request) {
        double[] asked = vector(collection, required(request, "query"));
        int limit = request.path("limit").asInt(10);
        double least = request.path("score_threshold").asDouble(-1);
        JsonNode filter = request.path("filter");
        return Map.of(
                "points",
                collection.points().values().stream()
                        .filter(point -> filter.isMissingNode() || matches(filter, point))
                        .map(point -> Map.<String, Object>of(
                                "id", point.id(), "version", 1, "score", cosine(asked, point.vector())))
                        .filter(point -> (double) point.get("score") >= least)
                        .sorted(Comparator.comparingDouble((Map<String, Object> point) -> (double) point.get("score"))
                                .reversed())
                        .limit(limit)
                        .toList());
    }

    private static boolean matches(JsonNode filter, Point point) {
        boolean all = true;
        for (JsonNode condition : filter.path("must")) {
            all &= holds(condition, point);
        }
        for (JsonNode condition : filter.path("must_not")) {
            all &= !holds(condition, point);
        }
        boolean any = filter.path("should").isEmpty();
        for (JsonNode condition : filter.path("should")) {
            any |= holds(condition, point);
        }
        return all && any;
    }

    private static boolean holds(JsonNode condition, Point point) {
        if (condition.has("is_empty")) {
            JsonNode value = point.payload().path(condition.at("/is_empty/key").asText());
            return value.isMissingNode() || value.isNull() || value.isArray() && value.isEmpty();
        }
        if (condition.has("match")) {
            JsonNode wanted = required(condition.get("match"), "value");
            return point.payload().path(required(condition, "key").asText()).equals(wanted);
        }
        if (condition.has("must") || condition.has("should") || condition.has("must_not")) {
            return matches(condition, point);
        }
        throw new Refused(400, "Format error in JSON body: data did not match any variant of untagged enum Condition");
    }

    private static String id(JsonNode id) {
        if (id.isIntegralNumber() && id.asLong() >= 0) {
            return id.asText();
        }
        try {
            return UUID.fromString(id.asText()).toString();
        } catch (IllegalArgumentException e) {
            throw new Refused(400, "Format error in JSON body: value " + id + " is not a valid point ID");
        }
    }

    private static double[] vector(Collection collection, JsonNode values) {
        if (!values.isArray() || values.size() != collection.size()) {
            throw new Refused(
                    400,
                    "Wrong input: Vector dimension error: expected dim: " + collection.size() + ", got "
                            + values.size());
        }
        double[] vector = new double[values.size()];
        for (int i = 0; i < vector.length; i++) {
            vector[i] = values.get(i).asDouble();
        }
        return vector;
    }

    private static double cosine(double[] one, double[] other) {
        double product = 0;
        double first = 0;
        double second = 0;
        for (int i = 0; i < one.length; i++) {
            product += one[i] * other[i];
            first += one[i] * one[i];
            second += other[i] * other[i];
        }
        return first == 0 || second == 0 ? 0 : product / Math.sqrt(first * second);
    }

    private static JsonNode required(JsonNode object, String field) {
        if (!object.has(field)) {
            throw new Refused(400, "Format error in JSON body: missing field `" + field + "`");
        }
        return object.get(field);
    }

    private static Object done() {
        return Map.of("operation_id", 1, "status", "completed");
    }

    @Override
    public void close() {
        HttpServer http = server;
        if (http != null) {
            http.stop(0);
        }
    }
}
