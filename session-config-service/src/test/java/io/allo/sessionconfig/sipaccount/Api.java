// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import static io.restassured.RestAssured.given;

import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The service as its peers and administrators see it. */
public final class Api {
    public static final String BUSINESS = "11110000-0000-4000-8000-000000000001";
    public static final String KEY = "sip-account-key-0123456789";
    public static final String OTHER_BUSINESS = "11110000-0000-4000-8000-000000000002";
    public static final String OTHER_KEY = "other-sip-account-key-0123";

    private Api() {}

    /** Another service. */
    public static RequestSpecification service() {
        return given().header("X-API-Key", "test-service-key-0123456789").contentType("application/json");
    }

    /** A business with its own key. */
    public static RequestSpecification business(String key) {
        return given().header("X-API-Key", key).contentType("application/json");
    }

    /** Creates a business, with an agent at this number when there is one. */
    public static void importBusiness(String id, String key, @Nullable String number) {
        List<Map<String, Object>> agents = number == null ? List.of() : List.of(agent(id, number));
        service()
                .body(Map.of(
                        "name",
                        "B",
                        "region",
                        "FR",
                        "keys",
                        List.of(Map.of("label", "k", "key", key)),
                        "agents",
                        agents))
                .put("/internal/accounts/" + id)
                .then()
                .statusCode(200);
    }

    private static Map<String, Object> agent(String business, String number) {
        return Map.of(
                "id",
                business.replace("1111", "2222"),
                "name",
                "Agent",
                "model",
                "built-in",
                "voice",
                "sage",
                "languages",
                List.of("fr"),
                "ringTimeoutSeconds",
                1.5,
                "maxCallDurationSec",
                600,
                "addresses",
                List.of(Map.of("channel", "voice", "address", number)));
    }

    /** Who takes a call? */
    public static Response resolve(String called, @Nullable Integer sipAccount, @Nullable Integer workflow) {
        Map<String, Object> body = new HashMap<>(Map.of("channel", "voice", "called", called));
        body.put("sipAccountId", sipAccount);
        body.put("workflowId", workflow);
        return service().body(body).post("/internal/contacts/resolve");
    }
}
