// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static io.restassured.RestAssured.given;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.access.Role;
import io.allo.testkit.HttpEndpoints;
import io.allo.toolexecutor.door.StubKeySet;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every endpoint of this service as another account finds it: it sees nothing of a restaurant that is not its own and changes
 * nothing there. Endpoints are read from the classes, so that a new one is tried too.
 */
@QuarkusTest
class ForeignAccountTest {
    private static final String MARK = "Viktoria";

    /** Answered without any credentials of ours: session-config-service decides, or the link is signed. */
    private static final Set<String> RELAYED = Set.of(
            "GET /api/ai",
            "POST /api/login",
            "POST /api/login/refresh",
            "POST /api/logout",
            "GET /calendar-file/{name}");

    /** Lists of the caller's own: 200, and nothing of others in it. New restaurants are the caller's own. */
    private static final Set<String> OWN = Set.of(
            "GET /api/admin/servers",
            "POST /api/restaurants",
            "POST /api/calendars",
            "POST /api/knowledge",
            "POST /api/knowledge/pages",
            "GET /api/knowledge/search",
            "POST /api/ai/tools/answer-question");

    private static final Map<String, Object> LOAD = Map.of(
            "type", "other",
            "startAt", Instant.now().plusSeconds(3600).toString(),
            "endAt", Instant.now().plusSeconds(7200).toString());

    /** Fields that one endpoint takes otherwise than the rest. */
    private static final Map<String, Map<String, Object>> FIELDS = Map.ofEntries(
            entry("POST /api/planning/external-loads", LOAD),
            entry("PATCH /api/planning/external-loads", LOAD),
            entry("PATCH /api/orders", Map.of("status", "ready")),
            entry("POST /api/ai/tools/cancel-order", Map.of("order_number", 1)),
            entry("POST /api/delivery/check", Map.of("customerAddress", "1 rue X")),
            entry("POST /api/reservations", Map.of("reservationTime", "2030-01-01T20:00")),
            entry("PATCH /api/reservations", Map.of("status", "confirmed")),
            entry("PATCH /api/delivery-trips/{id}", Map.of("action", "start")),
            entry("POST /api/appointments", Map.of("start", "2030-01-01T12:00:00Z")),
            entry("PATCH /api/appointments", Map.of("status", "done")),
            entry("POST /api/dining-services", Map.of("dayOfWeek", List.of(1))));

    private static final String CALENDAR = """
            {"accountId":"%s","name":"%s","timezone":"Europe/Paris","services":[{"id":"other","name":"%s","durationMin":30}],
             "hours":{"2":[{"open":"00:00","close":"23:00"}]},"horizonDays":366,"faqs":[{"question":"%s ?","answer":"%s"}]}""";

    private static @Nullable Victim victim;

    /** A restaurant with one of everything. */
    private record Victim(String restaurant, Map<String, String> ids, String before) {}

    private static synchronized Victim victim() {
        if (victim == null) {
            String restaurant = UUID.randomUUID().toString();
            Demo.imported(restaurant, Demo.document().replace("Pizzeria Allô", MARK))
                    .then()
                    .statusCode(200);
            Map<String, String> ids = new LinkedHashMap<>();
            for (String path : List.of(
                    "/api/faq",
                    "/api/messages",
                    "/api/blocked-phones",
                    "/api/customers",
                    "/api/rooms",
                    "/api/tables",
                    "/api/dining-services",
                    "/api/offers",
                    "/api/planning/external-loads",
                    "/api/menu")) {
                Response made = Demo.account()
                        .body(body("POST " + path, restaurant, null))
                        .post(path);
                assertThat(made.statusCode())
                        .as("%s: %s", path, made.asString())
                        .isBetween(200, 201);
                String id = made.path("id");
                ids.put(path, id);
            }
            String calendar = UUID.randomUUID().toString();
            Demo.service()
                    .body(CALENDAR.formatted(Demo.ACCOUNT, MARK, MARK, MARK, MARK))
                    .put("/internal/calendars/" + calendar)
                    .then()
                    .statusCode(200);
            ids.put("/api/calendars", calendar);
            ids.put("/api/appointments", appointment(calendar));
            victim = new Victim(restaurant, ids, everything(restaurant, calendar));
        }
        return victim;
    }

    private static String appointment(String calendar) {
        String start = LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.next(DayOfWeek.TUESDAY)) + "T12:00:00Z";
        return Demo.account()
                .body(Map.of("calendarId", calendar, "start", start, "customerName", MARK))
                .post("/api/appointments")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static Map<String, Object> body(String endpoint, String restaurant, @Nullable String id) {
        Map<String, Object> body = new LinkedHashMap<>(Map.ofEntries(
                entry("restaurantId", restaurant),
                entry("restaurant_id", restaurant),
                entry("name", MARK),
                entry("firstName", MARK),
                entry("type", "category"),
                entry("phone", "+33612345678"),
                entry("callerPhone", "+33612345678"),
                entry("customerPhone", "+33612345678"),
                entry("customerName", MARK),
                entry("question", MARK + "?"),
                entry("answer", MARK),
                entry("content", MARK),
                entry("reason", MARK),
                entry("category", "other"),
                entry("seats", 4),
                entry("startTime", "12:00"),
                entry("endTime", "14:00"),
                entry("startsAt", "2030-01-01T12:00:00Z"),
                entry("endsAt", "2030-01-01T12:30:00Z"),
                entry("date", "2030-01-01"),
                entry("time", "12:30"),
                entry("partySize", 2),
                entry("mode", "pickup"),
                entry("orderType", "pickup"),
                entry("address", "1 rue X"),
                entry("minutes", 5),
                entry("items", List.of(Map.of("menuItemId", UUID.randomUUID().toString(), "quantity", 1))),
                entry("orderIds", List.of(UUID.randomUUID().toString())),
                entry("title", MARK)));
        if (id != null) {
            body.put("id", id);
        }
        if (victim != null) {
            body.put("calendarId", victim.ids().get("/api/calendars"));
            body.put("callId", "a call");
            body.put("userName", MARK);
            body.put("slotId", "abcdefg");
            body.put("bookingId", "abcdefg");
        }
        body.putAll(FIELDS.getOrDefault(endpoint, Map.of()));
        return body;
    }

    static Stream<String> endpoints() {
        return HttpEndpoints.below("io.allo.toolexecutor").stream()
                .flatMap(endpoint -> endpoint.contains("{things")
                        ? Stream.of("rooms", "tables", "dining-services", "offers")
                                .map(things -> endpoint.replaceAll("\\{things[^}]*}", things))
                        : Stream.of(endpoint));
    }

    @Test
    void thereAreAsManyEndpointsAsOneThinks() {
        assertThat(endpoints()).hasSizeGreaterThan(60);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void nothingIsOpen(String endpoint) {
        if (!RELAYED.contains(endpoint)) {
            assertThat(send(given().contentType("application/json"), endpoint).statusCode())
                    .as(endpoint)
                    .isEqualTo(401);
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void anotherAccountSeesNothingAndChangesNothing(String endpoint) {
        if (RELAYED.contains(endpoint) || OWN.contains(endpoint)) {
            return;
        }
        RequestSpecification key =
                Demo.service().header("X-Allo-Account", UUID.randomUUID().toString());
        RequestSpecification owner = given().header(
                        "Authorization", "Bearer " + StubKeySet.token(Role.OWNER, "another"))
                .contentType("application/json");
        for (RequestSpecification who : endpoint.contains(" /internal/") ? List.of(owner) : List.of(key, owner)) {
            Response answer = send(who, endpoint);

            String told = endpoint + ": " + answer.statusCode() + " " + answer.asString();
            assertThat(answer.asString()).as(told).doesNotContain(MARK);
            boolean refused = Set.of(401, 403, 404).contains(answer.statusCode())
                    || answer.asString().contains("\"success\":false")
                    || answer.asString().contains("\"available\":false")
                    || answer.asString().equals("[]");
            assertThat(refused).as(told).isTrue();
        }
        if (!endpoint.startsWith("GET")) {
            assertThat(everything(victim().restaurant(), victim().ids().get("/api/calendars")))
                    .as(endpoint)
                    .isEqualTo(victim().before());
        }
    }

    /** What the owner sees of the restaurant. */
    private static String everything(String restaurant, String calendar) {
        String appointments = Demo.account()
                .get("/api/appointments?calendarId=" + calendar + "&date="
                        + LocalDate.now(ZoneOffset.UTC).with(TemporalAdjusters.next(DayOfWeek.TUESDAY)))
                .then()
                .statusCode(200)
                .extract()
                .asString();
        String calendars =
                Demo.account().get("/api/calendars").jsonPath().getString("find { it.id == '" + calendar + "' }");
        return appointments
                + calendars
                + Stream.of(
                                "restaurants/export?id=",
                                "faq?restaurantId=",
                                "messages?restaurantId=",
                                "blocked-phones?restaurantId=",
                                "rooms?restaurantId=",
                                "tables?restaurantId=",
                                "dining-services?restaurantId=",
                                "offers?restaurantId=",
                                "orders?restaurantId=",
                                "reservations?restaurantId=",
                                "planning/external-loads?restaurantId=",
                                "menu?restaurantId=")
                        .map(path -> Demo.account()
                                .get("/api/" + path + restaurant)
                                .then()
                                .statusCode(200)
                                .extract()
                                .asString())
                        .collect(Collectors.joining("\n"));
    }

    private static Response send(RequestSpecification request, String endpoint) {
        String[] parts = endpoint.split(" ");
        String root = parts[1].replaceAll("/\\{.*", "");
        String id = victim().ids()
                .getOrDefault(
                        root,
                        root.endsWith("restaurants")
                                ? victim().restaurant()
                                : UUID.randomUUID().toString());
        request = request.queryParam("restaurantId", victim().restaurant())
                .queryParam("id", id)
                .queryParam("calendarId", victim().ids().get("/api/calendars"))
                .queryParam("phone", "+33612345678")
                .queryParam("type", "category")
                .queryParam("orderType", "pickup");
        if (!parts[0].equals("GET")) {
            request = request.body(body(endpoint, victim().restaurant(), id));
        }
        return request.request(parts[0], parts[1].replaceAll("\\{[^}]*}", id));
    }
}
