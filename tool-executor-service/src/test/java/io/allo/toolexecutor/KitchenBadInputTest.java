// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every changing or reading endpoint around the kitchen, each field of its body replaced by each hostile value: the answer is
 * below 500, in the path's own envelope, and says nothing of the inside.
 */
@QuarkusTest
class KitchenBadInputTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** JSON texts. */
    private static final List<String> HOSTILE = List.of(
            "null",
            "\"\"",
            "\"<script>alert(1)</script>\"",
            "\"'; drop table orders; --\"",
            "\"\\u202E\\u05D0\\uD83C\\uDF55\\u0000\"",
            "\"" + "x".repeat(5000) + "\"",
            "-1",
            "1e999999999",
            "99999999999999999999",
            "true",
            "[]",
            "[null]",
            "{}",
            "\"+999999999-12-31T23:59:59Z\"");

    private String restaurant;
    private String order;
    private String trip;
    private String load;

    record Endpoint(String method, String path, String body) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static Stream<Endpoint> endpoints() throws IOException {
        try (InputStream in = KitchenBadInputTest.class.getResourceAsStream("/bad-input/kitchen.json")) {
            List<Endpoint> all = new ArrayList<>();
            JSON.readTree(in)
                    .forEach(row -> all.add(new Endpoint(
                            row.get("method").asText(),
                            row.get("path").asText(),
                            row.get("body").toString())));
            return all.stream();
        }
    }

    @BeforeEach
    void somethingOfEach() {
        restaurant = Demo.imported();
        order = created(
                "/api/orders",
                "{\"restaurantId\":\"R\",\"orderType\":\"delivery\",\"items\":[{\"name\":\"P\",\"quantity\":1,\"unitPrice\":9.5}]}");
        trip = created("/api/delivery-trips", "{\"restaurantId\":\"R\"}");
        load = created(
                "/api/planning/external-loads",
                "{\"restaurantId\":\"R\",\"startAt\":\"2026-11-21T19:30:00Z\",\"endAt\":\"2026-11-21T20:30:00Z\"}");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endpoints")
    void everyFieldHostile(Endpoint endpoint) throws IOException {
        JsonNode good = JSON.readTree(filled(endpoint.body()));
        List<String> failures = new ArrayList<>();
        for (JsonNode bad : variants(good)) {
            Response answer = send(Demo.account(), endpoint, bad.toString());
            if (answer.statusCode() >= 500 || !inItsEnvelope(endpoint, answer)) {
                String sent = bad.toString();
                failures.add(sent.substring(0, Math.min(300, sent.length())) + " -> " + answer.statusCode() + " "
                        + answer.asString());
            }
        }
        assertThat(failures).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endpoints")
    void unreadableBodies(Endpoint endpoint) {
        for (String body : List.of(
                "", "{", "[]", "null", "\"text\"", "{\"a\":1}", "{\"restaurantId\":\"" + UUID.randomUUID() + "\"}")) {
            Response answer = send(Demo.account(), endpoint, body);
            boolean unknownRestaurant = endpoint.path().startsWith("/api/availability") && answer.statusCode() == 200;
            assertThat(answer.statusCode() == 400 || answer.statusCode() == 404 || unknownRestaurant)
                    .as("%s -> %s %s", body, answer.statusCode(), answer.asString())
                    .isTrue();
            assertThat(inItsEnvelope(endpoint, answer)).as(answer.asString()).isTrue();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endpoints")
    void aForeignAccountSeesNothing(Endpoint endpoint) {
        Response answer = send(
                Demo.service().header("X-Allo-Account", "another"),
                endpoint,
                filled(endpoint.body()).replace("\"restaurantId\":null", "\"restaurantId\":\"" + restaurant + "\""));
        if (endpoint.path().startsWith("/api/availability")) {
            assertThat(answer.jsonPath().getString("reason")).isEqualTo("restaurant_not_found");
        } else {
            assertThat(answer.statusCode()).isEqualTo(404);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endpoints")
    void almostAMegabyte(Endpoint endpoint) {
        // More than that is a 413 before anything is read (DoorTest).
        String body = "{\"restaurantId\":\"" + restaurant + "\",\"notes\":\"" + "x".repeat(1_000_000) + "\"}";
        Response answer = send(Demo.account(), endpoint, body);
        assertThat(answer.statusCode()).isLessThan(500);
        assertThat(inItsEnvelope(endpoint, answer)).isTrue();
        assertThat(Demo.account()
                        .get("/api/orders?restaurantId=" + restaurant)
                        .jsonPath()
                        .getList("id"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/orders?restaurantId=%s&status=eaten",
        "/api/orders?status=ready",
        "/api/orders/status?restaurantId=%s",
        "/api/planning/available-slots?restaurantId=%s&orderType=drone",
        "/api/planning/available-slots?restaurantId=%s&itemCount=many",
        "/api/planning/available-slots?restaurantId=%s&itemCount=0",
        "/api/planning/available-slots?restaurantId=%s&transitMin=-5",
        "/api/planning/available-slots",
        "/api/planning/timeline",
        "/api/planning/external-loads",
        "/api/delivery-trips",
        "/api/delivery-trips?restaurantId=%s&status=flying"
    })
    void badQueries(String path) {
        Demo.account().get(path.formatted(restaurant)).then().statusCode(400);
        String foreign = path.replaceAll("&.*", "").formatted(restaurant);
        if (foreign.contains("restaurantId") && !foreign.contains("/status")) {
            Demo.service()
                    .header("X-Allo-Account", "another")
                    .get(foreign)
                    .then()
                    .statusCode(404);
        }
    }

    /** The body with each field, at any depth, replaced by each hostile value or left out. */
    private static List<JsonNode> variants(JsonNode good) {
        List<JsonNode> variants = new ArrayList<>();
        good.fieldNames().forEachRemaining(name -> {
            ObjectNode without = good.deepCopy();
            without.remove(name);
            variants.add(without);
            HOSTILE.forEach(text -> variants.add(with(good, name, raw(text))));
            JsonNode value = good.get(name);
            JsonNode inner = value.isArray() && !value.isEmpty() ? value.get(0) : value;
            if (inner.isObject()) {
                variants(inner)
                        .forEach(changed -> variants.add(with(
                                good,
                                name,
                                value.isArray() ? JSON.createArrayNode().add(changed) : changed)));
            }
        });
        return variants;
    }

    private static JsonNode with(JsonNode good, String name, JsonNode value) {
        ObjectNode changed = good.deepCopy();
        changed.set(name, value);
        return changed;
    }

    /** Text that Jackson writes out as it is: a number such as 1e999999999 must not be rewritten here. */
    private static JsonNode raw(String text) {
        return JSON.getNodeFactory().rawValueNode(new RawValue(text));
    }

    private static boolean inItsEnvelope(Endpoint endpoint, Response answer) {
        if (answer.statusCode() < 400) {
            return true;
        }
        String body = answer.asString();
        boolean marked = !endpoint.path().startsWith("/api/ai/tools") || body.contains("\"success\":false");
        return marked
                && body.contains("\"error\":\"")
                && !body.contains("Exception")
                && !body.contains("org.hibernate");
    }

    private Response send(RequestSpecification request, Endpoint endpoint, String body) {
        return request.body(body).request(endpoint.method(), endpoint.path().replace("/T", "/" + trip));
    }

    private String filled(String body) {
        return body.replace("\"R\"", "\"" + restaurant + "\"")
                .replace("\"O\"", "\"" + order + "\"")
                .replace("\"L\"", "\"" + load + "\"");
    }

    private String created(String path, String body) {
        return Demo.account()
                .body(filled(body))
                .post(path)
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }
}
