// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.arc.Arc;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Walks every endpoint of the service, found by its annotations so that none is forgotten, with what no client should send: an answer
 * below 500 in JSON that tells nothing of the inside, and none at all without a key.
 */
@QuarkusTest
class EveryEndpointTest {
    /** As much as comes in: more is a 413 before anything is read (DoorTest), and the door is not under test here. */
    private static final Map<String, Object> ALMOST_A_MEGABYTE =
            Map.of("name", "x".repeat(900_000), "content", "x".repeat(90_000));

    private static final List<String> HOSTILE = List.of(
            "",
            " ",
            "no-uuid",
            "<script>alert('x')</script>",
            "'; drop table orders; --",
            "🍕👩‍👩‍👧‍👦\u202Eمرحبا",
            "nul\u0000",
            "-1",
            "9999999999999999999999",
            "2027-02-30",
            "x".repeat(300),
            "../../etc/passwd");
    private static final List<String> BODIES =
            List.of("", "{", "[]", "null", "5", "\"text\"", "{}", "[[1]]", "[".repeat(3_000), "{\"a\":".repeat(2_000));
    private static final List<Object> VALUES = List.of(
            "",
            "no-uuid",
            "<b>'; drop table orders; --",
            "\u202Eمرحبا 🍕 \u0000",
            "x".repeat(5_000),
            -1,
            99_999_999_999L,
            1e300,
            true,
            List.of(),
            List.of(Map.of(), 5, "x"),
            Map.of("a", Map.of()));
    private static final List<String> FIELDS = List.of(
                    "id action answer available byCaller callId call_id callerPhone caller_phone caseId category categoryId channel"
                            .split(" "),
                    "content costAi customerId customer_id customerName customerPhone dayOfWeek deliveryAddress delivery_fee description"
                            .split(" "),
                    "diningRoomId driverName durationMin durationSec endAt endTime estimatedReadyAt firstName intensity isRead isUrgent"
                            .split(" "),
                    "item_map items label last_availability_check mode name notes offerId options orderId orderIds orderType order_number"
                            .split(" "),
                    "order_type outcome partySize payment_method phone planningConfig price question reason requestedTime reservationTime"
                            .split(" "),
                    "resources seats serviceId startAt startTime startedAt status stopId tableIds timezone total transcript type tool"
                            .split(" "),
                    "calendarId callId slotId bookingId userName userEmail userPhoneNumber question range service start customerEmail date"
                            .split(" "),
                    "arguments context conversationId toolCallId accountId agentId epoch customerAddress customerLat customerLng"
                            .split(" "))
            .stream()
            .flatMap(Arrays::stream)
            .toList();

    /** Relayed to session-config-service, which has a door of its own; where the pages are; and links that carry their own proof. */
    private static final List<String> RELAYED = List.of(
            "/api/ai", "/api/login", "/api/login/refresh", "/api/logout", "/pages/links.json", "/calendar-file/{name}");

    private String restaurant;

    /** @param queries names of its query parameters */
    record Endpoint(String method, String path, List<String> queries) {
        boolean takesBody() {
            return !method.equals("GET") && !method.equals("DELETE");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
    }

    @Test
    @DisplayName("every endpoint is found")
    void theyAreFound() {
        assertThat(endpoints())
                .extracting(Endpoint::toString)
                .contains("GET /api/calls", "POST /api/ai/tools/confirm-order", "PATCH /api/orders", "GET /api/stats")
                .hasSizeGreaterThan(40);
    }

    @Test
    @DisplayName("A16: nothing comes in without a key")
    void noDoorIsOpen() {
        for (Endpoint endpoint : endpoints()) {
            if (!RELAYED.contains(endpoint.path())) {
                Response answer = send(RestAssured.given().contentType(ContentType.JSON), endpoint, Map.of());
                assertThat(answer.statusCode()).as(endpoint.toString()).isEqualTo(401);
            }
        }
    }

    @Test
    void hostileQueriesAreRefusedInWords() {
        for (Endpoint endpoint : endpoints()) {
            for (String text : HOSTILE) {
                Map<String, String> all = new HashMap<>();
                endpoint.queries().forEach(name -> all.put(name, text));
                wellAnswered(endpoint, text, send(door(endpoint), endpoint, all));
                all.computeIfPresent("restaurantId", (name, old) -> restaurant);
                wellAnswered(endpoint, text, send(door(endpoint), endpoint, all));
            }
        }
    }

    @Test
    void hostileBodiesAreRefusedInWords() {
        for (Endpoint endpoint : endpoints()) {
            if (endpoint.takesBody()) {
                BODIES.forEach(body -> wellAnswered(endpoint, body, post(endpoint, body)));
                VALUES.forEach(value -> wellAnswered(endpoint, value, post(endpoint, body(value))));
                wellAnswered(endpoint, "almost a megabyte", post(endpoint, ALMOST_A_MEGABYTE));
            }
        }
    }

    private Map<String, Object> body(Object value) {
        Map<String, Object> body = new LinkedHashMap<>();
        FIELDS.forEach(field -> body.put(field, value));
        body.put("restaurantId", restaurant);
        return body;
    }

    private Response post(Endpoint endpoint, Object body) {
        return door(endpoint).body(body).request(endpoint.method(), filled(endpoint));
    }

    private Response send(RequestSpecification request, Endpoint endpoint, Map<String, String> queries) {
        RequestSpecification filled = endpoint.takesBody() ? request.body("{}") : request;
        return filled.queryParams(queries).request(endpoint.method(), filled(endpoint));
    }

    private RequestSpecification door(Endpoint endpoint) {
        return endpoint.path().startsWith("/internal") ? Demo.service() : Demo.account();
    }

    /** A path parameter is an id that nobody has, or the first of its words. */
    private static String filled(Endpoint endpoint) {
        return endpoint.path()
                .replaceAll("\\{\\w+:(\\w[\\w-]*)[^}]*}", "$1")
                .replaceAll("\\{[^}]+}", UUID.randomUUID().toString());
    }

    private static void wellAnswered(Endpoint endpoint, Object sent, Response answer) {
        String shown = String.valueOf(sent);
        String what = endpoint + " with " + shown.substring(0, Math.min(40, shown.length()));
        boolean relayed = RELAYED.contains(endpoint.path()) && List.of(502, 503).contains(answer.statusCode());
        assertThat(answer.statusCode() < 500 || relayed)
                .as(what + " → " + answer.statusCode() + " " + answer.asString())
                .isTrue();
        if (answer.statusCode() >= 400) {
            assertThat(answer.jsonPath().getString("error")).as(what).isNotBlank();
        }
        assertThat(answer.asString()).as(what).doesNotContain("Exception", "io.allo", "org.hibernate", "PgException");
    }

    private static List<Endpoint> endpoints() {
        return Arc.container().beanManager().getBeans(Object.class, Any.Literal.INSTANCE).stream()
                .map(Bean::getBeanClass)
                .distinct()
                .filter(type -> type.isAnnotationPresent(Path.class) && !type.isInterface())
                .filter(type -> Stream.of("io.allo.toolexecutor", "io.allo.loginrelay", "io.allo.pages")
                        .anyMatch(root -> type.getName().startsWith(root + ".")))
                .flatMap(EveryEndpointTest::of)
                .sorted(Comparator.comparing(Endpoint::toString))
                .toList();
    }

    private static Stream<Endpoint> of(Class<?> type) {
        String root = type.getAnnotation(Path.class).value();
        return Arrays.stream(type.getDeclaredMethods())
                .flatMap(method -> verb(method).map(verb -> {
                    Path own = method.getAnnotation(Path.class);
                    String path = own == null ? root : root + (own.value().startsWith("/") ? "" : "/") + own.value();
                    return new Endpoint(verb, path, queries(method));
                }));
    }

    private static Stream<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(Annotation::annotationType)
                .filter(type -> type.isAnnotationPresent(HttpMethod.class))
                .map(type -> type.getAnnotation(HttpMethod.class).value());
    }

    private static List<String> queries(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(RestQuery.class))
                .map(parameter ->
                        parameter.getAnnotation(RestQuery.class).value().isEmpty()
                                ? parameter.getName()
                                : parameter.getAnnotation(RestQuery.class).value())
                .toList();
    }
}
