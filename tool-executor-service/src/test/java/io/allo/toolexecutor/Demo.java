// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor;

import static io.restassured.RestAssured.given;

import io.allo.contracts.ServiceKeys;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The demo restaurant as the tests use it: one import each, under an id of its own, so that tests never meet. */
public final class Demo {
    public static final String SERVICE_KEY = "test-service-key-0123456789";
    public static final String ACCOUNT = "11110000-0000-4000-8000-000000000001";
    public static final String CALLER = "+33612345678";

    private Demo() {}

    /** The launcher's own file: what is tested is what is shipped. */
    public static String document() {
        Path root = Path.of(System.getProperty("build.root", ".."));
        try {
            return Files.readString(root.resolve("dev-launcher/src/main/resources/demo/restaurant.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Imports the demo under a fresh id and returns the id. */
    public static String imported() {
        String id = UUID.randomUUID().toString();
        imported(id, document()).then().statusCode(200);
        return id;
    }

    public static Response imported(String id, String document) {
        return service().body(document).put("/internal/restaurants/" + id);
    }

    /** A request with the service key. */
    public static RequestSpecification service() {
        return given().header(ServiceKeys.API_KEY_HEADER, SERVICE_KEY).contentType(ContentType.JSON);
    }

    /** A request of the demo account. */
    public static RequestSpecification account() {
        return service().header(ServiceKeys.ACCOUNT_HEADER, ACCOUNT);
    }

    /** Runs a tool as channel-router does. */
    public static Response execute(
            String conversation, String toolCall, String tool, Map<String, ?> arguments, Map<String, ?> context) {
        return execute(conversation, toolCall, tool, arguments, context, 1);
    }

    public static Response execute(
            String conversation,
            String toolCall,
            String tool,
            Map<String, ?> arguments,
            Map<String, ?> context,
            int epoch) {
        Map<String, Object> body = new HashMap<>();
        body.put("conversationId", conversation);
        body.put("toolCallId", toolCall);
        body.put("accountId", ACCOUNT);
        body.put("agentId", "22220000-0000-4000-8000-000000000001");
        body.put("tool", tool);
        body.put("arguments", arguments);
        body.put("context", context);
        body.put("epoch", epoch);
        return service().body(body).post("/internal/tools/execute");
    }

    /** The context of a conversation with this restaurant; {@code #1} and {@code #4} as the menu numbers them. */
    public static Map<String, Object> context(String restaurantId) {
        Map<String, Object> itemMap = new HashMap<>();
        List<Map<String, Object>> categories = service()
                .get("/internal/restaurants/" + restaurantId + "/session-facts")
                .jsonPath()
                .getList("categories.items.flatten()");
        for (int i = 0; i < categories.size(); i++) {
            Map<String, Object> item = categories.get(i);
            itemMap.put(String.valueOf(i + 1), Map.of("id", item.get("id"), "name", item.get("name")));
        }
        Map<String, Object> context = new HashMap<>();
        context.put("restaurant_id", restaurantId);
        context.put("caller_phone", CALLER);
        context.put("item_map", itemMap);
        return context;
    }

    /** A pickup order of one Margherita (#4) and two starters (#1). */
    public static Map<String, Object> order() {
        return Map.of(
                "order_type",
                "pickup",
                "items",
                List.of(
                        Map.of("id", 4, "quantity", 1, "unit_price", 9.5),
                        Map.of("id", 1, "quantity", 2, "unit_price", 6.5)),
                "total",
                22.5);
    }
}
