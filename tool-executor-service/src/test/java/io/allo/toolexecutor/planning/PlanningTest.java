// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan as confirmations fill it and as the staff see it. */
@QuarkusTest
class PlanningTest {
    @Inject
    Pool pool;

    private String restaurant;
    private Object itemMap;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
        itemMap = Demo.context(restaurant).get("item_map");
    }

    @Test
    @DisplayName("A67: a confirmed order gets its size, its start of cooking and its hand-off")
    void aConfirmedOrderIsScheduled() {
        // Given
        Instant promised = Instant.now().plus(Duration.ofMinutes(90)).truncatedTo(ChronoUnit.SECONDS);

        // When
        confirm(1, promised);

        // Then
        JsonPath order =
                Demo.account().get("/api/orders?restaurantId=" + restaurant).jsonPath();
        assertThat(order.getString("[0].orderSize")).isEqualTo("S");
        assertThat(order.getString("[0].cookStartAt"))
                .isEqualTo(promised.minus(Duration.ofMinutes(25)).toString());
        assertThat(order.getString("[0].handoffAt"))
                .isEqualTo(promised.minus(Duration.ofMinutes(5)).toString());
        assertThat(order.getString("[0].estimatedReadyAt")).isEqualTo(promised.toString());
    }

    @Test
    @DisplayName("A67: parallel confirmations never overfill a slot; who finds no place is accepted unscheduled")
    void parallelConfirmationsShareTheKitchen() throws Exception {
        // Given
        Instant promised = Instant.now().plus(Duration.ofMinutes(60));

        // When
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> orders = IntStream.range(0, 20)
                    .<Future<?>>mapToObj(i -> executor.submit(() -> confirm(6, promised)))
                    .toList();
            for (Future<?> order : orders) {
                order.get();
            }
        }

        // Then: an order of six lines takes 5 of at most 10 points for 20 minutes
        JsonPath timeline = timeline();
        List<Map<String, Integer>> free = timeline.getList("slots.free");
        assertThat(free)
                .hasSize(48)
                .allSatisfy(slot -> assertThat(slot.values()).allMatch(points -> points >= 0));
        int scheduled = timeline.getList("orders").size();
        assertThat(scheduled).isBetween(6, 16);
        List<String> starts = Demo.account()
                .get("/api/orders?restaurantId=" + restaurant)
                .jsonPath()
                .getList("cookStartAt");
        assertThat(starts).hasSize(20);
        assertThat(starts.stream().filter(Objects::nonNull)).hasSize(scheduled);
        assertThat(timeline.getList("blocks")).hasSize(scheduled * 3);
    }

    @ParameterizedTest
    @DisplayName("A67: a plan that cannot be made never blocks the order")
    @ValueSource(
            strings = {
                "update restaurants set planning_config = '{\"enabled\": true, \"slotMinutes\": 0}' where id = '%s'",
                "update restaurants set planning_config = '[\"no plan\"]' where id = '%s'"
            })
    void aBrokenPlanDoesNotBlock(String breakage) {
        execute(breakage.formatted(restaurant));
        assertThat(confirm(2, null)).isTrue();
        assertThat(cookStart()).isNull();
    }

    @Test
    @DisplayName("A67: a failing statement of the plan is undone alone, the order is stored")
    void aFailingStatementDoesNotBlock() {
        execute("alter table kitchen_loads rename to kitchen_loads_away");
        try {
            assertThat(confirm(2, null)).isTrue();
        } finally {
            execute("alter table kitchen_loads_away rename to kitchen_loads");
        }
        assertThat(cookStart()).isNull();
        assertThat(confirm(1, null)).isTrue();
        assertThat(cookStart()).isNotNull();
    }

    @Test
    @DisplayName("A92: slots are feasible from now + 25 minutes on, and not beside a full kitchen")
    void availableSlots() {
        // Given
        Instant now = Instant.now();
        JsonPath slots = slots("");
        assertThat(slots.getList("$")).hasSize(48);
        Instant first = Instant.parse(slots.getString("find { it.feasible }.time"));
        assertThat(Duration.between(now, first)).isBetween(Duration.ofMinutes(24), Duration.ofMinutes(31));
        Instant large = Instant.parse(
                slots("&itemCount=6&orderType=delivery&transitMin=20").getString("find { it.feasible }.time"));
        assertThat(Duration.between(now, large)).isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));

        // When
        load(Map.of(
                        "type",
                        "incident",
                        "intensity",
                        "high",
                        "startAt",
                        now.toString(),
                        "endAt",
                        now.plusSeconds(3600).toString()))
                .statusCode(201)
                .body("points", equalTo(7))
                .body("resources", equalTo(List.of("cuisine")));

        // Then: 7 of 10 points leave room for a small order in the rush, 7 of 8 do not
        Instant large2 = Instant.parse(slots("&itemCount=6").getString("find { it.feasible }.time"));
        assertThat(Duration.between(now, large2)).isGreaterThan(Duration.ofMinutes(89));
        assertThat(timeline().getList("externalLoads")).hasSize(1);
    }

    @Test
    @DisplayName("A92: a restaurant's own planning comes with its document, counts when enabled and is checked")
    void ownPlanning() throws IOException {
        // Given
        ObjectNode document = (ObjectNode) new ObjectMapper().readTree(Demo.document());
        document.putObject("planningConfig")
                .put("enabled", true)
                .put("slotMinutes", 10)
                .put("horizonSlots", 24);

        // When
        Demo.imported(restaurant, document.toString()).then().statusCode(200);

        // Then
        JsonPath timeline = timeline();
        assertThat(timeline.getList("slots")).hasSize(24);
        assertThat(Duration.between(
                        Instant.parse(timeline.getString("slots[0].time")),
                        Instant.parse(timeline.getString("slots[1].time"))))
                .hasMinutes(10);
        Demo.account()
                .get("/api/restaurants?id=" + restaurant)
                .then()
                .body("planningConfig.slotMinutes", equalTo(10))
                .body("checkOpeningHours", equalTo(false));
        document.putObject("planningConfig").put("enabled", true).put("slotMinutes", 0);
        Demo.imported(restaurant, document.toString())
                .then()
                .statusCode(400)
                .body("error", containsString("slotMinutes"));
    }

    @Test
    void externalLoadsAreChangedAndDeleted() {
        // Given
        Instant now = Instant.now();
        Map<String, Object> body =
                Map.of("startAt", now.toString(), "endAt", now.plusSeconds(600).toString());
        String id = load(body).statusCode(201).extract().path("id");

        // Then
        Demo.account()
                .body(Map.of("id", id, "intensity", "low", "resources", List.of("comptoir", "livraison")))
                .patch("/api/planning/external-loads")
                .then()
                .statusCode(200)
                .body("points", equalTo(2))
                .body("type", equalTo("other"))
                .body("resources", equalTo(List.of("comptoir", "livraison")));
        Demo.service()
                .header("X-Allo-Account", "another")
                .delete("/api/planning/external-loads?id=" + id)
                .then()
                .statusCode(404);
        Demo.account().delete("/api/planning/external-loads?id=" + id).then().statusCode(200);
        Demo.account().delete("/api/planning/external-loads?id=" + id).then().statusCode(404);
        Demo.account()
                .get("/api/planning/external-loads?restaurantId=" + restaurant)
                .then()
                .body("size()", equalTo(0));
    }

    @Test
    @DisplayName("A90: unknown types, intensities and resources are refused with those that are known")
    void unknownValuesAreNamed() {
        String now = Instant.now().toString();
        load(Map.of("startAt", now, "endAt", now, "type", "party"))
                .statusCode(400)
                .body("error", containsString("prep_batch"));
        load(Map.of("startAt", now, "endAt", now, "intensity", "huge"))
                .statusCode(400)
                .body("error", containsString("medium"));
        load(Map.of("startAt", now, "endAt", now, "resources", List.of("kitchen")))
                .statusCode(400)
                .body("error", containsString("cuisine, preparation, comptoir, livraison"));
        load(Map.of("type", "phone")).statusCode(400).body("error", containsString("startAt"));
    }

    private ValidatableResponse load(Map<String, ?> change) {
        Map<String, Object> body = new HashMap<>(change);
        body.put("restaurantId", restaurant);
        return Demo.account().body(body).post("/api/planning/external-loads").then();
    }

    private boolean confirm(int lines, Instant promised) {
        List<Map<String, Object>> items = IntStream.rangeClosed(1, lines)
                .<Map<String, Object>>mapToObj(number -> Map.of("id", number, "quantity", 1, "unit_price", 5))
                .toList();
        Map<String, Object> body = new HashMap<>();
        body.put("restaurantId", restaurant);
        body.put("order_type", "pickup");
        body.put("items", items);
        body.put("item_map", itemMap);
        body.put("total", 5 * lines);
        body.put("call_id", UUID.randomUUID().toString());
        body.put("caller_phone", Demo.CALLER);
        body.put("last_availability_check", promised == null ? null : Map.of("estimatedTimeISO", promised.toString()));
        return Demo.account()
                .body(body)
                .post("/api/ai/tools/confirm-order")
                .jsonPath()
                .getBoolean("success");
    }

    private String cookStart() {
        return Demo.account()
                .get("/api/orders?restaurantId=" + restaurant)
                .jsonPath()
                .getString("[0].cookStartAt");
    }

    private JsonPath slots(String parameters) {
        return Demo.account()
                .get("/api/planning/available-slots?restaurantId=" + restaurant + parameters)
                .jsonPath();
    }

    private JsonPath timeline() {
        return Demo.account()
                .get("/api/planning/timeline?restaurantId=" + restaurant)
                .jsonPath();
    }

    private void execute(String sql) {
        pool.query(sql).execute().await().indefinitely();
    }
}
