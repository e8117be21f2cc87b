// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code POST /internal/tools/execute} over the real endpoints. */
@QuarkusTest
class ToolExecutionTest {
    private String restaurant;
    private Map<String, Object> context;
    private final String conversation = UUID.randomUUID().toString();
    private int calls;

    @BeforeEach
    void aRestaurant() {
        restaurant = Demo.imported();
        context = Demo.context(restaurant);
    }

    @Test
    @DisplayName("A11, A41, A50, A56: check_availability answers unchanged and is remembered")
    void availabilityIsRemembered() {
        // When
        JsonPath answer = run("check_availability", Map.of("mode", "pickup"));

        // Then
        assertThat(answer.getBoolean("result.available")).isTrue();
        assertThat(answer.getString("result.estimatedTime")).matches("\\d\\d:\\d\\d");
        assertThat(answer.getMap("contextUpdates.last_availability_check")).isEqualTo(answer.getMap("result"));
    }

    @Test
    @DisplayName("A11, A60, A71: a delivery check passes its address and coordinates on to the order")
    void aDeliveryGoesThrough() {
        // When
        JsonPath check = run(
                "check_availability",
                Map.of("mode", "delivery", "customer_address", "12 rue de Rivoli", "customer_postal_code", "75004"));
        context.putAll(check.getMap("contextUpdates"));
        JsonPath order = run(
                "confirm_order",
                Map.of(
                        "order_type",
                        "delivery",
                        "items",
                        List.of(Map.of("id", 4, "quantity", 2, "unit_price", 9.5)),
                        "delivery_fee",
                        3.5,
                        "total",
                        22.5));

        // Then
        assertThat(check.getBoolean("result.available")).isTrue();
        assertThat(check.getFloat("result.deliveryFee")).isEqualTo(3.5f);
        assertThat(check.getInt("result.googleApiCalls")).isZero();
        assertThat(check.getFloat("contextUpdates.customer_delivery_lat")).isEqualTo(48.8565f);
        assertThat(order.getBoolean("result.success")).isTrue();
        assertThat(order.getString("result.mode")).isEqualTo("livree");
        JsonPath stored =
                Demo.account().get("/api/orders?restaurantId=" + restaurant).jsonPath();
        assertThat(stored.getString("[0].deliveryAddress")).isEqualTo("12 rue de Rivoli, 75004 Paris");
        assertThat(stored.getString("[0].callId")).isEqualTo(conversation);
    }

    @Test
    @DisplayName("A59: a delivery out of zone is refused with its distance")
    void aDeliveryOutOfZoneIsRefused() {
        JsonPath answer = run(
                "check_availability",
                Map.of("mode", "delivery", "customer_address", "3 boulevard Exelmans", "customer_city", "Paris"));

        assertThat(answer.getBoolean("result.available")).isFalse();
        assertThat(answer.getString("result.reason")).matches("distance_\\d+\\.\\dkm_max_5km");
    }

    @Test
    @DisplayName("A44, A86: save_customer_info makes the customer, fills the context, keeps what is left out")
    void customerInfoIsSaved() {
        // When
        JsonPath first = run("save_customer_info", Map.of("first_name", "Zoé", "delivery_address", "1 rue Monge"));
        JsonPath second = run("save_customer_info", Map.of("first_name", "", "delivery_city", "Paris"));

        // Then
        assertThat(first.getMap("result")).containsOnlyKeys("success", "message");
        assertThat(first.getString("contextUpdates.customer_id")).isNotBlank();
        assertThat(second.getString("contextUpdates.customer_name")).isEqualTo("Zoé");
        JsonPath customer = Demo.account()
                .queryParam("phone", "06 12 34 56 78")
                .get("/api/customers?restaurantId=" + restaurant)
                .jsonPath();
        assertThat(customer.getString("deliveryAddress")).isEqualTo("1 rue Monge");
        assertThat(customer.getString("deliveryCity")).isEqualTo("Paris");
        JsonPath facts = Demo.service()
                .queryParam("callerPhone", Demo.CALLER)
                .get("/internal/restaurants/" + restaurant + "/session-facts")
                .jsonPath();
        assertThat(facts.getString("customer.firstName")).isEqualTo("Zoé");
    }

    @Test
    @DisplayName("A45, A46, A87: questions and messages are taken down")
    void notesAreTakenDown() {
        // When
        JsonPath question = run("log_new_faq", Map.of("question", "Prenez-vous les chiens ?", "category", "other"));
        run("log_new_faq", Map.of("question", "Prenez-vous les chiens ?", "category", "other"));
        JsonPath message = run(
                "leave_message", Map.of("content", "Rappelez-moi", "category", "callback_request", "is_urgent", true));

        // Then
        assertThat(question.getBoolean("result.success")).isTrue();
        assertThat(message.getBoolean("result.success")).isTrue();
        JsonPath faqs = Demo.account()
                .get("/api/faq?restaurantId=" + restaurant + "&status=pending")
                .jsonPath();
        assertThat(faqs.getInt("[0].askCount")).isEqualTo(2);
        assertThat(faqs.getString("[0].lastCallerPhone")).isEqualTo(Demo.CALLER);
        JsonPath messages =
                Demo.account().get("/api/messages?restaurantId=" + restaurant).jsonPath();
        assertThat(messages.getString("[0].content")).isEqualTo("Rappelez-moi");
        assertThat(messages.getBoolean("[0].isUrgent")).isTrue();
        assertThat(messages.getString("[0].callId")).isEqualTo(conversation);
    }

    @Test
    @DisplayName("A47, A48, A80: status and cancellation by tool")
    void statusAndCancellation() {
        // Given
        int number = run("confirm_order", Demo.order()).getInt("result.order_number");

        // When
        JsonPath status = run("check_order_status", Map.of("customer_phone", Demo.CALLER));
        JsonPath cancelled = run("cancel_order", Map.of("order_number", number));
        JsonPath again = run("cancel_order", Map.of("order_number", number));

        // Then
        assertThat(status.getBoolean("result.found")).isTrue();
        assertThat(status.getInt("result.orders[0].orderNumber")).isEqualTo(number);
        assertThat(cancelled.getBoolean("result.success")).isTrue();
        assertThat(again.getBoolean("result.success")).isFalse();
        assertThat(again.getString("result.error")).contains("cancelled");
    }

    @Test
    @DisplayName("Who asks by a stranger's number learns the state of the order, and nothing of the stranger")
    void aStrangersOrderIsTakenWithoutWhatItSaysOfHim() {
        int number = run("confirm_order", Demo.order()).getInt("result.order_number");
        String own = Demo.CALLER;

        JsonPath asked = runAs("+33799999998", "check_order_status", Map.of("customer_phone", own));
        JsonPath unverified = runAs(null, "check_order_status", Map.of("customer_phone", own));
        JsonPath himself = runAs(own, "check_order_status", Map.of("customer_phone", "06 12 34 56 78"));

        assertThat(asked.getMap("result.orders[0]"))
                .containsEntry("orderNumber", number)
                .containsKeys("status", "estimatedReadyAt")
                .doesNotContainKeys("itemsSummary", "total", "id");
        assertThat(asked.getString("result.limited")).contains("numéro");
        assertThat(unverified.getMap("result.orders[0]")).doesNotContainKeys("itemsSummary", "total", "id");
        assertThat(himself.getMap("result.orders[0]")).containsKeys("itemsSummary", "total", "id");
    }

    @Test
    @DisplayName("Bad input: an argument that does not fit its schema becomes a clear refusal")
    void misfitsAreRefusedInWords() {
        assertThat(run("confirm_order", Map.of("order_type", "takeaway", "items", List.of(), "total", 0))
                        .getString("result.error"))
                .contains("order_type")
                .contains("takeaway")
                .contains("expected: one of pickup, delivery, dine_in");
        assertThat(run("confirm_order", Map.of("order_type", "pickup", "total", 1))
                        .getString("result.error"))
                .contains("items is missing");
        JsonPath wrongType = run(
                "confirm_order",
                Map.of(
                        "order_type",
                        "pickup",
                        "total",
                        1,
                        "items",
                        List.of(Map.of("id", "deux", "quantity", 1, "unit_price", 1))));
        assertThat(wrongType.getBoolean("result.success")).isFalse();
        assertThat(wrongType.getString("result.error")).contains("items.0.id").contains("expected: integer");
        JsonPath time = run("check_availability", Map.of("mode", "pickup", "requested_time", "vers midi"));
        assertThat(time.getBoolean("result.available")).isFalse();
        assertThat(time.getString("result.error")).contains("requested_time");
        assertThat(run("leave_message", Map.of("category", "other")).getBoolean("result.success"))
                .isFalse();
    }

    @Test
    @DisplayName("A53: an unknown tool is an error result that names it")
    void unknownToolsAreNamed() {
        assertThat(run("fly_to_moon", Map.of()).getString("result.error")).contains("fly_to_moon");
    }

    @Test
    @DisplayName("§2: a worker that was replaced is refused; the same epoch goes on")
    void lowerEpochsAreRefused() {
        // Given
        Demo.execute(conversation, "a", "check_availability", Map.of("mode", "pickup"), context, 2)
                .then()
                .statusCode(200);

        // When
        var stale = Demo.execute(conversation, "b", "confirm_order", Demo.order(), context, 1);

        // Then
        stale.then().statusCode(409).body("error", containsString("epoch 1"));
        Demo.execute(conversation, "c", "check_availability", Map.of("mode", "pickup"), context, 2)
                .then()
                .statusCode(200);
        assertThat(Demo.account()
                        .get("/api/orders?restaurantId=" + restaurant)
                        .jsonPath()
                        .getList("$"))
                .isEmpty();
    }

    @Test
    void aRestaurantOfAnotherAccountIsUnknown() {
        // Given
        Map<String, Object> body = new HashMap<>();
        body.put("conversationId", conversation);
        body.put("toolCallId", "x");
        body.put("accountId", "another-account");
        body.put("agentId", "agent");
        body.put("tool", "confirm_order");
        body.put("arguments", Demo.order());
        body.put("context", context);
        body.put("epoch", 1);

        // When
        JsonPath answer =
                Demo.service().body(body).post("/internal/tools/execute").jsonPath();

        // Then
        assertThat(answer.getBoolean("result.success")).isFalse();
        assertThat(answer.getString("result.error")).contains("unknown restaurant");
    }

    @Test
    void incompleteCallsAre400() {
        Demo.service()
                .body(Map.of("tool", "confirm_order"))
                .post("/internal/tools/execute")
                .then()
                .statusCode(400);
        Demo.execute("c".repeat(101), "x", "confirm_order", Map.of(), Map.of())
                .then()
                .statusCode(400)
                .body("error", containsString("conversationId"));
    }

    private JsonPath runAs(@Nullable String caller, String tool, Map<String, ?> arguments) {
        Map<String, Object> other = new HashMap<>(context);
        other.remove("caller_phone");
        if (caller != null) {
            other.put("caller_phone", caller);
        }
        return Demo.execute(conversation, "call-" + ++calls, tool, arguments, other)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private JsonPath run(String tool, Map<String, ?> arguments) {
        return Demo.execute(conversation, "call-" + ++calls, tool, arguments, context)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
