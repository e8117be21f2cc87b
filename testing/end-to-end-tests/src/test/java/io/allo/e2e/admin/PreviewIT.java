// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import io.allo.launcher.settings.AlloService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Looking and trying beforehand, across the services: the session of the demo's agents as Allo composes it, and one of their tools. */
@ExtendWith(AlloStack.class)
class PreviewIT {
    private static final String RESTAURANT = "22220000-0000-4000-8000-000000000001";
    private static final String SALON = "22220000-0000-4000-8000-000000000002";

    @Test
    void theSessionsOfRestaurantAndSalonAreComposedFromTheirData(RunningAllo allo) {
        var api = new AlloApi(allo);

        JsonNode restaurant = preview(api, RESTAURANT);
        assertThat(restaurant.path("composedBy").asText()).isEqualTo("allo");
        assertThat(restaurant.path("prompt").asText()).contains("Margherita");
        assertThat(restaurant.path("tools").findValuesAsText("name")).contains("check_availability", "confirm_order");
        assertThat(restaurant.path("context").path("restaurant_id").asText())
                .isEqualTo(allo.demoRestaurant().toString());
        assertThat(restaurant.toString()).doesNotContain("sipCredentials", "password");

        JsonNode salon = preview(api, SALON);
        assertThat(salon.path("composedBy").asText()).isEqualTo("allo");
        assertThat(salon.path("context").has("calendar_id")).isTrue();
    }

    @Test
    void aToolOfTheRestaurantIsTriedByHand(RunningAllo allo) {
        var api = new AlloApi(allo);
        String context = preview(api, RESTAURANT).path("context").toString();

        JsonNode tried = api.send(
                "POST",
                AlloService.SESSION_CONFIG_SERVICE,
                "/api/agents/" + RESTAURANT + "/try-tool",
                """
                {"tool":"check_availability","arguments":{"mode":"pickup"},"context":%s}""".formatted(context),
                200);

        assertThat(tried.path("problem").isNull()).as(tried.toString()).isTrue();
        assertThat(tried.path("request").path("url").asText()).contains("/api/");
        assertThat(tried.path("answer").path("status").asInt()).isEqualTo(200);
        assertThat(tried.path("told").isEmpty()).isFalse();
        assertThat(tried.toString()).doesNotContain(allo.serviceKey());
    }

    private static JsonNode preview(AlloApi api, String agent) {
        return api.send("POST", AlloService.SESSION_CONFIG_SERVICE, "/api/agents/" + agent + "/preview", "{}", 200);
    }
}
