// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for Cal.com's API v2: {@code /me}, {@code /slots} and {@code /bookings} with their own {@code cal-api-version}; a wrong one
 * gets the older shape of slots, and 404 for bookings. Slots are the half hours of 08:00–16:00 UTC that no booking takes. It refuses what
 * Cal.com refuses, in its words: a taken time, the past, an attendee without contact, moving or cancelling what does not stand. Any
 * thread; one request at a time changes something.
 */
public final class CalComServer implements AutoCloseable {
    private static final Duration STEP = Duration.ofMinutes(30);
    private static final String SLOTS = "2024-09-04";
    private static final String BOOKINGS = "2024-08-13";
    private static final String ACCOUNT = "2024-06-14";

    private final ObjectMapper json = new ObjectMapper();
    private final String key;
    private final Map<Long, Integer> types;
    private final Map<String, ObjectNode> bookings = new LinkedHashMap<>();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger uids = new AtomicInteger();
    private volatile @Nullable String failure;
    private @Nullable HttpServer server;

    /** @param version its {@code cal-api-version} */
    public record Request(
            String method, String path, @Nullable String version, Map<String, String> query, JsonNode body) {}

    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final int status;

        Refused(int status, String message) {
            super(message);
            this.status = status;
        }
    }

    /** @param types event type to its length in minutes */
    public CalComServer(String key, Map<Long, Integer> types) {
        this.key = key;
        this.types = Map.copyOf(types);
    }

    public CalComServer start() {
        try {
            HttpServer http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
            http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
            http.createContext("/v2", this::serve);
            http.start();
            server = http;
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands for {@code https://api.cal.com/v2}. */
    public URI uri() {
        HttpServer http = server;
        if (http == null) {
            throw new IllegalStateException("not started");
        }
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/v2");
    }

    /** From now on: {@code 500}, {@code lost} (done, but the connection closes without an answer), null = normally. */
    public void fail(@Nullable String how) {
        failure = how;
    }

    public List<Request> requests() {
        return List.copyOf(requests);
    }

    /** Requests of this method to this path. */
    public List<Request> requests(String method, String path) {
        return requests.stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(path))
                .toList();
    }

    /** Every booking, cancelled ones too. */
    public synchronized List<JsonNode> bookings() {
        return List.copyOf(bookings.values());
    }

    /** Someone books on the web page; its uid. */
    public synchronized String put(long type, Instant start, String name, String phone) {
        ObjectNode body = json.createObjectNode().put("start", start.toString()).put("eventTypeId", type);
        body.putObject("attendee").put("name", name).put("phoneNumber", phone).put("timeZone", "Europe/Paris");
        return create(body).path("uid").asText();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            JsonNode body = bytes.length == 0 ? json.createObjectNode() : json.readTree(bytes);
            String path = exchange.getRequestURI().getPath().substring("/v2".length());
            String version = exchange.getRequestHeaders().getFirst("cal-api-version");
            Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
            requests.add(new Request(exchange.getRequestMethod(), path, version, query, body));
            String how = failure;
            if ("500".equals(how)) {
                answer(exchange, 500, error("InternalServerErrorException", "Internal Server Error", path));
                return;
            }
            if (!("Bearer " + key).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 401, error("UnauthorizedException", "Invalid API Key", path));
                return;
            }
            try {
                JsonNode data = data(exchange.getRequestMethod(), path, String.valueOf(version), query, body);
                boolean made = exchange.getRequestMethod().equals("POST") && !path.endsWith("/cancel");
                if ("lost".equals(how) && exchange.getRequestMethod().equals("POST")) {
                    return;
                }
                ObjectNode answer = json.createObjectNode().put("status", "success");
                answer.set("data", data);
                answer(exchange, made ? 201 : 200, answer);
            } catch (Refused refused) {
                answer(exchange, refused.status, error("BadRequestException", refused.getMessage(), path));
            }
        }
    }

    private synchronized JsonNode data(
            String method, String path, String version, Map<String, String> query, JsonNode body) {
        if (path.equals("/me")) {
            wants(version, ACCOUNT);
            return json.createObjectNode().put("id", 1).put("username", "salon");
        }
        if (path.equals("/slots") && method.equals("GET")) {
            JsonNode slots = slots(query);
            return version.equals(SLOTS) ? slots : json.createObjectNode().set("slots", slots);
        }
        if (path.startsWith("/bookings")) {
            wants(version, BOOKINGS);
            String[] parts = path.split("/");
            if (parts.length == 2) {
                return method.equals("POST") ? create(body) : list(query);
            }
            ObjectNode booking = bookings.get(parts[2]);
            if (booking == null) {
                throw new Refused(404, "Booking with uid=" + parts[2] + " was not found");
            }
            if (parts.length == 3) {
                return booking;
            }
            return parts[3].equals("cancel") ? cancel(booking, body) : move(booking, body);
        }
        throw new Refused(404, "Cannot " + method + " " + path);
    }

    private static void wants(String version, String right) {
        if (!version.equals(right)) {
            throw new Refused(404, "this version has no such endpoint: " + version);
        }
    }

    private JsonNode slots(Map<String, String> query) {
        long type = Long.parseLong(query.getOrDefault("eventTypeId", "0"));
        Instant from = time(query.getOrDefault("start", ""));
        Instant to = time(query.getOrDefault("end", ""));
        int length = length(type);
        Map<String, ArrayNode> days = new TreeMap<>();
        Instant at = from.truncatedTo(ChronoUnit.HOURS);
        for (; at.isBefore(to); at = at.plus(STEP)) {
            int hour = at.atOffset(ZoneOffset.UTC).getHour();
            boolean open = hour >= 8 && hour < 16;
            if (open
                    && !at.isBefore(from)
                    && isFree(at, at.plus(Duration.ofMinutes(length)), query.get("bookingUidToReschedule"))) {
                days.computeIfAbsent(at.toString().substring(0, 10), day -> json.createArrayNode())
                        .addObject()
                        .put("start", at.toString());
            }
        }
        ObjectNode answer = json.createObjectNode();
        days.forEach(answer::set);
        return answer;
    }

    private boolean isFree(Instant start, Instant end, @Nullable String except) {
        return bookings.values().stream()
                .filter(CalComServer::stands)
                .filter(booking -> !booking.path("uid").asText().equals(except))
                .noneMatch(booking -> time(booking.path("start").asText()).isBefore(end)
                        && time(booking.path("end").asText()).isAfter(start));
    }

    private ObjectNode create(JsonNode body) {
        long type = body.path("eventTypeId").asLong();
        int length = length(type);
        JsonNode attendee = body.path("attendee");
        if (attendee.path("name").asText().isBlank()) {
            throw new Refused(400, "attendee.name should not be empty");
        }
        zone(attendee.path("timeZone").asText());
        if (attendee.path("email").asText().isBlank()
                && attendee.path("phoneNumber").asText().isBlank()) {
            throw new Refused(400, "Attendee must have at least one contact method - email or phone number.");
        }
        if (!body.path("start").asText().endsWith("Z")) {
            throw new Refused(400, "start must be in UTC");
        }
        Instant start = time(body.path("start").asText());
        requireFree(start, length, null);
        return store(type, start, length, attendee, body, null);
    }

    private void requireFree(Instant start, int length, @Nullable String except) {
        if (start.isBefore(Instant.now())) {
            throw new Refused(400, "Attempting to book a meeting in the past.");
        }
        if (!isFree(start, start.plus(Duration.ofMinutes(length)), except)) {
            throw new Refused(400, "User either already has booking at this time or is not available");
        }
    }

    private ObjectNode store(
            long type, Instant start, int length, JsonNode attendee, JsonNode source, @Nullable String from) {
        String uid = "uid" + uids.incrementAndGet();
        ObjectNode booking = json.createObjectNode()
                .put("id", uids.get())
                .put("uid", uid)
                .put("status", "accepted")
                .put("start", start.toString())
                .put("end", start.plus(Duration.ofMinutes(length)).toString())
                .put("duration", length)
                .put("eventTypeId", type);
        booking.putObject("eventType").put("id", type).put("slug", "type-" + type);
        if (from != null) {
            booking.put("rescheduledFromUid", from);
        }
        for (String field : List.of("metadata", "bookingFieldsResponses")) {
            booking.set(field, source.path(field).isObject() ? source.path(field) : json.createObjectNode());
        }
        ObjectNode person = attendee.deepCopy();
        person.put("displayEmail", attendee.path("email").asText());
        booking.putArray("attendees").add(person);
        bookings.put(uid, booking);
        return booking;
    }

    private ObjectNode move(ObjectNode booking, JsonNode body) {
        if (!stands(booking)) {
            throw new Refused(
                    400,
                    "Can't reschedule booking with uid=" + booking.path("uid").asText());
        }
        Instant start = time(body.path("start").asText());
        requireFree(start, booking.path("duration").asInt(), booking.path("uid").asText());
        booking.put("status", "cancelled");
        return store(
                booking.path("eventTypeId").asLong(),
                start,
                booking.path("duration").asInt(),
                booking.path("attendees").path(0),
                booking,
                booking.path("uid").asText());
    }

    private static ObjectNode cancel(ObjectNode booking, JsonNode body) {
        if (!stands(booking)) {
            throw new Refused(
                    400, "Can't cancel booking with uid=" + booking.path("uid").asText());
        }
        return booking.put("status", "cancelled")
                .put("cancellationReason", body.path("cancellationReason").asText());
    }

    private JsonNode list(Map<String, String> query) {
        Instant after = time(query.getOrDefault("afterStart", "2000-01-01T00:00:00Z"));
        Instant before = time(query.getOrDefault("beforeEnd", "2999-01-01T00:00:00Z"));
        List<String> wanted =
                new ArrayList<>(List.of(query.getOrDefault("eventTypeIds", "").split(",")));
        ArrayNode found = json.createArrayNode();
        bookings.values().stream()
                .filter(CalComServer::stands)
                .filter(booking -> wanted.contains("")
                        || wanted.contains(booking.path("eventTypeId").asText()))
                .filter(booking -> !time(booking.path("start").asText()).isBefore(after)
                        && !time(booking.path("end").asText()).isAfter(before))
                .forEach(found::add);
        return found;
    }

    private int length(long type) {
        Integer length = types.get(type);
        if (length == null) {
            throw new Refused(404, "Event type with id " + type + " not found");
        }
        return length;
    }

    private static boolean stands(JsonNode booking) {
        return booking.path("status").asText().equals("accepted");
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new Refused(400, text + " is no ISO 8601 time");
        }
    }

    private static void zone(String name) {
        try {
            ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new Refused(400, "attendee.timeZone must be a valid IANA time-zone");
        }
    }

    private ObjectNode error(String code, String message, String path) {
        ObjectNode answer = json.createObjectNode().put("status", "error").put("path", "/v2" + path);
        answer.putObject("error").put("code", code).put("message", message);
        return answer;
    }

    private static void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
        byte[] body = json.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static Map<String, String> query(@Nullable String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : (raw == null ? "" : raw).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop(0);
        }
    }
}
