// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.LaunchFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/** Loads the demo account, its restaurant and its hairdresser's calendar through the services' import endpoints, as an operator would. */
public final class DemoData {
    /** Id of the demo account. */
    public static final String ACCOUNT = "11110000-0000-4000-8000-000000000001";
    /** Id of the demo restaurant. */
    public static final String RESTAURANT = "5d0e0000-0000-4000-8000-000000000001";
    /** Id of the demo calendar. */
    public static final String CALENDAR = "ca1e0000-0000-4000-8000-000000000001";

    /** Id under which the technician console's demo knowledge is kept. */
    public static final String CONSOLE = "c0501e00-0000-4000-8000-000000000001";

    /** Who owns the demo account. */
    public static final String EMAIL = "demo@allo.example";

    private final HttpClient http;
    private final StackPlan plan;

    DemoData(HttpClient http, StackPlan plan) {
        this.http = http;
        this.plan = plan;
    }

    /** Loading twice changes nothing. */
    void load() throws InterruptedException {
        put(AlloService.TOOL_EXECUTOR_SERVICE, "/internal/restaurants/" + RESTAURANT, "restaurant.json");
        put(AlloService.TOOL_EXECUTOR_SERVICE, "/internal/calendars/" + CALENDAR, "calendar.json");
        put(AlloService.SESSION_CONFIG_SERVICE, "/internal/accounts/" + ACCOUNT, "account.json");
        loadKnowledge();
    }

    /** Callers of restaurant and salon are not answered out of it: it belongs to the console's customer. */
    private void loadKnowledge() throws InterruptedException {
        URI tools = URI.create(plan.ports().url(AlloService.TOOL_EXECUTOR_SERVICE));
        Map<String, String> proof = Map.of("X-API-Key", plan.keys().serviceKey(), "X-Allo-Account", ACCOUNT);
        try {
            new ConsoleKnowledge(http, tools, proof, CONSOLE).load(ConsoleKnowledge.demo());
        } catch (IOException e) {
            throw new LaunchFailure(
                    "the technician console's knowledge was not taken: " + e + "; the log: "
                            + plan.log(AlloService.TOOL_EXECUTOR_SERVICE),
                    e);
        }
    }

    private void put(AlloService service, String path, String resource) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(plan.ports().url(service) + path))
                .timeout(Duration.ofSeconds(30))
                .header("X-API-Key", plan.keys().serviceKey())
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(filled(resource)))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new LaunchFailure("%s refused the demo data (PUT %s: %d %s); the log: %s"
                        .formatted(service.module(), path, answer.statusCode(), answer.body(), plan.log(service)));
            }
        } catch (IOException e) {
            throw new LaunchFailure(
                    service.module() + " did not take the demo data: " + e + "; the log: " + plan.log(service), e);
        }
    }

    private String filled(String resource) {
        String text = read(resource);
        Map<String, String> values = Map.of(
                "ALLO_DEMO_KEY", plan.keys().demoKey(),
                "ALLO_DEMO_PASSWORD", plan.keys().demoPassword(),
                "ALLO_SESSION_CONFIG_URL", plan.ports().url(AlloService.SESSION_CONFIG_SERVICE),
                "ALLO_DEMO_MODEL", model("built-in"),
                // The built-in dialogue sells; the salon's is a reception.
                "ALLO_DEMO_SALON_MODEL", model("reception"));
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("${" + value.getKey() + "}", value.getValue());
        }
        return text;
    }

    private String model(String keyless) {
        return plan.environment().variables().getOrDefault("ALLO_DEMO_MODEL", keyless);
    }

    private static String read(String resource) {
        try (InputStream in = DemoData.class.getResourceAsStream("/demo/" + resource)) {
            if (in == null) {
                throw new LaunchFailure("demo/" + resource + " is missing in dev-launcher");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LaunchFailure("cannot read demo/" + resource, e);
        }
    }
}
