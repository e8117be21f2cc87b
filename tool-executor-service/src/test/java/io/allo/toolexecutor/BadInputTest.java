// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.emptyOrNullString;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client should send, on every endpoint that stores something: refused in words, or stored as it is; never a 500. */
@QuarkusTest
class BadInputTest {
    private static final List<String> HOSTILE = List.of(
            "<script>alert('x')</script>",
            "'; drop table reservations; --",
            "🍕👩‍👩‍👧‍👦",
            "\u202Eمرحبا\u202C",
            "{{7*7}} ${jndi:ldap://x}",
            "line\nfeed\ttab",
            "nul\u0000nul");

    private String restaurant;

    /** An endpoint, a body that it takes, and a text of that body. */
    record Endpoint(String path, Map<String, Object> body, String text) {
        @Override
        public String toString() {
            return path + " " + body.keySet();
        }
    }

    static Stream<Endpoint> endpoints() {
        return Stream.of(
                new Endpoint("rooms", Map.of("name", "X"), "name"),
                new Endpoint("tables", Map.of("name", "X", "seats", 2), "name"),
                new Endpoint(
                        "dining-services",
                        Map.of("name", "X", "dayOfWeek", List.of(1), "startTime", "19:00", "endTime", "22:00"),
                        "name"),
                new Endpoint("offers", Map.of("name", "X"), "description"),
                new Endpoint("menu", Map.of("type", "category", "name", "X"), "name"),
                new Endpoint("menu", Map.of("type", "item", "name", "X", "price", 5), "description"),
                new Endpoint(
                        "reservations",
                        Map.of(
                                "customerPhone", "+33612345678",
                                "partySize", 1,
                                "reservationTime", "2027-03-01T20:00",
                                "status", "cancelled"),
                        "notes"),
                new Endpoint("messages", Map.of("content", "X"), "content"),
                new Endpoint("faq", Map.of("question", "X"), "question"),
                new Endpoint("customers", Map.of("phone", "0612345678"), "firstName"));
    }

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void whatIsMissingMistypedOrForeignIsRefused(Endpoint endpoint) {
        for (String body : new String[] {"", "[]", "\"text\"", "{", "null", "{}"}) {
            refused(Demo.account().body(body).post("/api/" + endpoint.path()));
        }
        refused(post(endpoint, Map.of("restaurantId", 5)));
        refused(post(endpoint, Map.of("restaurantId", List.of())));
        refused(post(endpoint, Map.of("restaurantId", UUID.randomUUID().toString())));
        refused(post(endpoint, Map.of(endpoint.text(), Map.of("a", 1))));
        refused(Demo.service()
                .header("X-Allo-Account", "another")
                .body(with(endpoint, Map.of()))
                .post("/api/" + endpoint.path()));
        endpoint.body().keySet().stream()
                .filter(field -> !field.equals("type") && !field.equals("status"))
                .forEach(field -> {
                    Map<String, Object> body = with(endpoint, Map.of());
                    body.remove(field);
                    refused(Demo.account().body(body).post("/api/" + endpoint.path()));
                });
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void hostileTextIsTextAndTooMuchIsRefused(Endpoint endpoint) {
        for (String text : HOSTILE) {
            Response answer = post(endpoint, Map.of(endpoint.text(), text));
            assertThat(answer.statusCode()).as(text).isLessThan(500);
            if (answer.statusCode() < 300) {
                assertThat(answer.jsonPath().getString(endpoint.text()))
                        .isEqualTo(text.replace("\0", "").strip());
            }
        }
        // A customer's fields are cut, since they come from a model; all else is refused.
        int tooLong = post(endpoint, Map.of(endpoint.text(), "x".repeat(5000))).statusCode();
        assertThat(tooLong).isEqualTo(endpoint.path().equals("customers") ? 200 : 400);
        // More than a megabyte is a 413 before anything is read (DoorTest).
        assertThat(post(endpoint, Map.of(endpoint.text(), "x".repeat(1_000_000)))
                        .statusCode())
                .isEqualTo(tooLong);
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void aRepetitionWithItsKeyGetsTheFirstAnswer(Endpoint endpoint) {
        String key = UUID.randomUUID().toString();
        List<String> answers = Stream.of(1, 2)
                .map(i -> Demo.account()
                        .header("Idempotency-Key", key)
                        .body(with(endpoint, Map.of()))
                        .post("/api/" + endpoint.path())
                        .asString())
                .toList();
        assertThat(answers.getFirst()).isEqualTo(answers.getLast()).contains("\"id\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rooms",
                "tables",
                "dining-services",
                "offers",
                "menu",
                "reservations",
                "messages",
                "faq",
                "restaurants"
            })
    void changesNeedAKnownId(String path) {
        for (Object id : new Object[] {"", "no-uuid", 5, List.of()}) {
            refused(Demo.account().body(Map.of("id", id)).patch("/api/" + path));
        }
        refused(Demo.account().body("{}").patch("/api/" + path));
        refused(Demo.account().body("[]").patch("/api/" + path));
        Demo.account()
                .body(Map.of("id", UUID.randomUUID().toString(), "status", "confirmed", "answer", "x", "name", "x"))
                .patch("/api/" + path)
                .then()
                .statusCode(path.equals("faq") ? 400 : 404);
    }

    private Response post(Endpoint endpoint, Map<String, ?> changes) {
        return Demo.account().body(with(endpoint, changes)).post("/api/" + endpoint.path());
    }

    private Map<String, Object> with(Endpoint endpoint, Map<String, ?> changes) {
        Map<String, Object> body = new HashMap<>(endpoint.body());
        body.put("restaurantId", restaurant);
        body.putAll(changes);
        return body;
    }

    private static void refused(Response answer) {
        assertThat(answer.statusCode()).isBetween(400, 404);
        answer.then().body("error", not(emptyOrNullString()));
    }
}
