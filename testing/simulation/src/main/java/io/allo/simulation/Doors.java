// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.launcher.settings.AlloService;
import io.allo.launcher.stack.StackPlan;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where the Allo under test is: its SIP address, and the HTTP doors of an account.
 *
 * @param urls by the name of {@code ${…}} in a scenario: the services' base URLs and whatever else a scenario may name
 * @param key the account's API key, null when there is none: then records are not looked at
 */
public record Doors(
        InetSocketAddress sip,
        Map<String, String> urls,
        @Nullable String key) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String RECORDS = AlloService.CHANNEL_ROUTER.module();

    public Doors {
        urls = Map.copyOf(urls);
    }

    /** A running {@code ./allo up} of this machine. */
    public static Doors of(StackPlan plan) {
        Map<String, String> urls = new TreeMap<>();
        for (AlloService service : AlloService.values()) {
            urls.put(service.module(), plan.ports().url(service));
        }
        return new Doors(
                new InetSocketAddress("127.0.0.1", plan.ports().sip()),
                urls,
                plan.keys().demoKey());
    }

    boolean hasRecords() {
        return key != null && urls.containsKey(RECORDS);
    }

    /** The conversation of a call by this caller, empty when there is none yet. */
    Optional<JsonNode> conversation(String caller, Instant since) {
        JsonNode list = get("${" + RECORDS + "}/api/conversations?channel=voice&limit=50");
        for (JsonNode one : list.path("conversations")) {
            if (one.path("caller").asText().equals(caller)
                    && Instant.parse(one.path("startedAt").asText()).isAfter(since)) {
                return Optional.of(get(
                        "${" + RECORDS + "}/api/conversations/" + one.path("id").asText()));
            }
        }
        return Optional.empty();
    }

    /** @param url with {@code ${…}} */
    JsonNode get(String url) {
        String address = filled(url);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(15));
        if (key != null) {
            request.header("X-API-Key", key);
        }
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 401) {
                throw new ScenarioFailure("GET " + address
                        + " does not know the account's key (expected: ALLO_DATA_DIR here is that of ./allo up)");
            }
            if (answer.statusCode() / 100 != 2) {
                throw new ScenarioFailure("GET " + address + " answered " + answer.statusCode());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new ScenarioFailure("GET " + address + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ScenarioFailure("interrupted", e);
        }
    }

    Doors with(String name, String value) {
        Map<String, String> more = new TreeMap<>(urls);
        more.put(name, value);
        return new Doors(sip, more, key);
    }

    private String filled(String url) {
        String text = url;
        for (Map.Entry<String, String> one : urls.entrySet()) {
            String value = one.getValue().contains("://")
                    ? one.getValue()
                    : URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8);
            text = text.replace("${" + one.getKey() + "}", value);
        }
        if (text.contains("${")) {
            throw new ScenarioFailure("nobody said where this is: " + text);
        }
        return text;
    }

    @Override
    public String toString() {
        return "Doors[" + sip + "]";
    }
}
