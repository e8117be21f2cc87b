// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.stack;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.launcher.settings.AlloService;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The public doors of a running Allo as an outsider uses them. */
public final class AlloApi {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WHATSAPP_NUMBER = "whatsapp:+33939240575";

    private final HttpClient http = HttpClient.newHttpClient();
    private final RunningAllo allo;

    public AlloApi(RunningAllo allo) {
        this.allo = allo;
    }

    /** Orders of the demo restaurant placed from this number, newest first. */
    public List<JsonNode> ordersOf(String phone) {
        JsonNode all = get(AlloService.TOOL_EXECUTOR_SERVICE, "/api/orders?restaurantId=" + allo.demoRestaurant());
        List<JsonNode> own = new ArrayList<>();
        for (JsonNode order : all) {
            if (order.toString().contains(phone)) {
                own.add(order);
            }
        }
        return own;
    }

    /** Conversations of a channel, newest first. */
    public JsonNode conversations(String channel) {
        return get(AlloService.CHANNEL_ROUTER, "/api/conversations?channel=" + channel + "&limit=50");
    }

    public JsonNode conversation(String id) {
        return get(AlloService.CHANNEL_ROUTER, "/api/conversations/" + id);
    }

    /** The call's recording as WAV. */
    public HttpResponse<byte[]> recording(String id) {
        return send(
                HttpRequest.newBuilder(uri(AlloService.CHANNEL_ROUTER, "/api/conversations/" + id + "/recording"))
                        .header("X-API-Key", allo.demoKey()),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** @return the status */
    public int erase(String id) {
        return send(HttpRequest.newBuilder(uri(AlloService.CHANNEL_ROUTER, "/api/conversations/" + id))
                        .header("X-API-Key", allo.demoKey())
                        .DELETE())
                .statusCode();
    }

    /** What Twilio would post; returns the TwiML. */
    public HttpResponse<String> whatsApp(String messageSid, String from, String body) {
        return whatsApp(WHATSAPP_NUMBER, messageSid, from, body);
    }

    /** The same, to another number of ours: {@code whatsapp:+33939240580}. */
    public HttpResponse<String> whatsApp(String to, String messageSid, String from, String body) {
        String form =
                Map.of("MessageSid", messageSid, "From", "whatsapp:" + from, "To", to, "Body", body).entrySet().stream()
                        .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), UTF_8))
                        .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(uri(AlloService.CHANNEL_ROUTER, "/api/whatsapp/webhook"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Somebody at a page's chat, by {@code POST /chat} and its event stream. */
    public WebVisitor visitor(String agent) {
        return new WebVisitor(http, allo.url(AlloService.CHANNEL_ROUTER), agent);
    }

    /** As the demo account; fails on any other status. */
    public JsonNode send(String method, AlloService service, String path, String json, int expected) {
        return send(allo.demoKey(), method, service, path, json, expected);
    }

    /** With the key of the services; fails on any other status. */
    public JsonNode asService(String method, AlloService service, String path, String json, int expected) {
        return send(allo.serviceKey(), method, service, path, json, expected);
    }

    private JsonNode send(String key, String method, AlloService service, String path, String json, int expected) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(uri(service, path))
                .header("X-API-Key", key)
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
        if (answer.statusCode() != expected) {
            throw new AssertionError(method + " " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " answered no JSON: " + answer.body(), e);
        }
    }

    /** As the demo account. */
    public JsonNode get(AlloService service, String path) {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(uri(service, path)).header("X-API-Key", allo.demoKey()));
        if (answer.statusCode() != 200) {
            throw new AssertionError("GET " + path + " answered " + answer.statusCode() + ": " + answer.body());
        }
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new AssertionError("GET " + path + " answered no JSON: " + answer.body(), e);
        }
    }

    private URI uri(AlloService service, String path) {
        return URI.create(allo.url(service) + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return send(request, HttpResponse.BodyHandlers.ofString());
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> body) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), body);
        } catch (IOException e) {
            throw new AssertionError("no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }
}
