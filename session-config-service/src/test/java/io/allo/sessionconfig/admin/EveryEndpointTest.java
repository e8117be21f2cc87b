// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.admin;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.sessionconfig.sipaccount.Api;
import io.allo.sessionconfig.user.People;
import io.allo.testkit.HttpEndpoints;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every endpoint of this service, as another account finds it and as somebody who means harm does. An endpoint that is not in
 * the table fails the test.
 */
@QuarkusTest
class EveryEndpointTest {
    /** Answered without any credentials. */
    private static final Set<String> OPEN = Set.of(
            "GET /.well-known/jwks.json",
            "GET /pages/links.json",
            "POST /api/login",
            "POST /api/login/refresh",
            "POST /api/logout",
            "GET /api/login/oidc",
            "GET /api/login/oidc/state",
            "GET /api/login/oidc/callback",
            "GET /api/setup",
            "POST /api/setup");

    /** Not an account's own: the same for all. */
    private static final Set<String> SHARED = Set.of(
            "GET /api/ai-pricing",
            "GET /api/workers",
            "GET /api/me",
            "PUT /api/me/password",
            "GET /api/admin/sip-accounts/presets");

    /** 200 with what is the caller's own, and nothing of others in it. */
    private static final Set<String> OWN =
            Set.of("POST /api/admin/explain-call", "POST /api/knowledge", "POST /api/knowledge/pages");

    private static final String MCP_SERVER = "{\"name\":\"x\",\"url\":\"https://mcp.example/mcp\"}";

    private static final String TOOL = "{\"name\":\"x\",\"description\":\"x\",\"parameters\":{\"type\":\"object\"}}";

    /** A body that would be taken from the owner; {@code %s} is the victim's account. */
    private static final Map<String, String> BODIES = Map.ofEntries(
            entry("POST /api/accounts", "{\"name\":\"x\"}"),
            entry("PUT /api/accounts/{id}", "{\"name\":\"x\"}"),
            entry("POST /api/account-keys", "{\"label\":\"x\",\"accountId\":\"%s\"}"),
            entry("POST /api/agents", "{\"name\":\"x\",\"accountId\":\"%s\"}"),
            entry("PUT /api/agents/{id}", "{\"name\":\"x\"}"),
            entry("POST /api/agents/{id}/preview", "{\"prompt\":\"x\"}"),
            entry("POST /api/agents/{agentId}/try-tool", "{\"tool\":\"x\"}"),
            entry("POST /api/admin/explain-call", "{\"called\":\"x\"}"),
            entry("POST /api/admin/sip-accounts/{id}/test-calls", "{\"to\":\"x\",\"workflowId\":1}"),
            entry("POST /api/knowledge", "x"),
            entry("POST /api/knowledge/pages", "{\"url\":\"x\"}"),
            entry("PUT /api/agents/{id}/brain", "{\"prompt\":\"x\",\"tools\":[]}"),
            entry("POST /api/agents/{agentId}/tools", TOOL),
            entry("PUT /api/agents/{agentId}/tools/{id}", TOOL),
            entry("POST /api/agents/{agentId}/mcp-servers", MCP_SERVER),
            entry("PUT /api/agents/{agentId}/mcp-servers/{id}", MCP_SERVER),
            entry("POST /api/agents/{agentId}/phone-lines", "{\"phoneNumber\":\"+33939250001\"}"),
            entry("PUT /api/agents/{agentId}/phone-lines/{id}", "{\"isActive\":false}"),
            entry("PUT /api/phone-lines", "{\"restaurantId\":\"%r\",\"phoneNumber\":\"+33939250002\"}"),
            entry("POST /api/final-customers", "{\"name\":\"x\",\"accountId\":\"%s\"}"),
            entry("PUT /api/final-customers/{id}", "{\"name\":\"x\"}"),
            entry(
                    "POST /api/users",
                    "{\"email\":\"x@example.com\",\"name\":\"x\",\"role\":\"staff\",\"password\":\"" + People.PASSWORD
                            + "\",\"accountId\":\"%s\"}"),
            entry("PUT /api/users/{id}", "{\"name\":\"x\"}"),
            entry("PUT /api/ai-pricing", "{\"defaultMarginPct\":1}"),
            entry(
                    "POST /api/admin/sip-accounts",
                    "{\"label\":\"x\",\"trunk_uri\":\"sip:u@h.example.org\",\"account_id\":\"%s\"}"),
            entry("PATCH /api/admin/sip-accounts/{id}", "{\"label\":\"x\"}"),
            entry("POST /api/admin/sip-accounts/migrate-from-global", ""),
            entry(
                    "POST /api/workflows",
                    "{\"slug\":\"x\",\"definition\":[{\"kind\":\"agent\"}],\"sip_account_id\":%i}"),
            entry("PATCH /api/workflows/{id}", "{\"slug\":\"x\"}"));

    private static final List<String> HARM = List.of(
            "<script>alert(1)</script>",
            "'; drop table agents; --",
            "🍕\u202Eabc",
            "\\u0000",
            "مرحبا بالعالم",
            "${jndi:ldap://x}",
            "%s%n",
            "x".repeat(900_000));

    private static @Nullable Victim victim;
    private static @Nullable Stranger stranger;

    private record Stranger(String key, String token) {}

    static Stream<String> endpoints() {
        return Stream.of("io.allo.sessionconfig", "io.allo.pages").flatMap(root -> HttpEndpoints.below(root).stream());
    }

    static Stream<String> changing() {
        return endpoints().filter(endpoint -> !endpoint.startsWith("GET") && !endpoint.startsWith("DELETE"));
    }

    private static synchronized Stranger stranger() {
        if (stranger == null) {
            String key = "stranger-key-" + UUID.randomUUID();
            stranger = new Stranger(key, People.token(People.account(key), "owner"));
        }
        return stranger;
    }

    private static synchronized Victim victim() {
        if (victim == null) {
            victim = new Victim();
        }
        return victim;
    }

    @Test
    void thereAreAsManyEndpointsAsOneThinks() {
        assertThat(endpoints())
                .hasSizeGreaterThan(50)
                .contains("PUT /api/agents/{id}/brain", "POST /internal/contacts/resolve");
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void nothingButTheListIsOpen(String endpoint) {
        int status = send(given().contentType("application/json"), endpoint, body(endpoint))
                .statusCode();

        assertThat(status == 401)
                .as("%s without credentials: %s", endpoint, status)
                .isEqualTo(!OPEN.contains(endpoint));
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void anotherAccountSeesNothingAndChangesNothing(String endpoint) {
        if (OPEN.contains(endpoint) || SHARED.contains(endpoint)) {
            return;
        }
        for (RequestSpecification who :
                List.of(Api.business(stranger().key()), People.bearer(stranger().token()))) {
            Response answer = send(who, endpoint, body(endpoint));

            assertThat(answer.asString()).as(endpoint).doesNotContain(Victim.MARK);
            boolean list = endpoint.startsWith("GET") && !endpoint.contains("{") || OWN.contains(endpoint);
            boolean refused = Set.of(401, 403, 404).contains(answer.statusCode())
                    || answer.asString().contains("there is no such")
                    || answer.asString().contains("no agent serves")
                    || endpoint.endsWith("migrate-from-global") && answer.statusCode() == 409;
            assertThat(refused || list)
                    .as("%s: %s %s", endpoint, answer.statusCode(), answer.asString())
                    .isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("changing")
    void whatMeansHarmIsRefusedOrKeptAsItIs(String endpoint) {
        List<String> bodies = new ArrayList<>(List.of(
                "",
                "{",
                "[]",
                "null",
                "\"x\"",
                "{}",
                "{\"name\":[],\"email\":{},\"role\":7,\"config\":\"x\",\"tools\":{}}"));
        String fit = body(endpoint);
        for (String harm : HARM) {
            if (fit.contains("\"x\"")) {
                bodies.add(fit.replaceFirst("\"x\"", Matcher.quoteReplacement("\"" + harm + "\"")));
            }
            if (harm.length() < 100) {
                bodies.add(
                        Stream.of("name", "label", "slug", "email", "password", "prompt", "refreshToken", "phoneNumber")
                                .map(field -> "\"" + field + "\":\"" + harm + "\"")
                                .collect(Collectors.joining(",", "{", "}")));
            }
        }
        for (String body : bodies) {
            Response answer = send(Api.service(), endpoint, body);

            assertThat(answer.statusCode())
                    .as("%s %.200s: %s", endpoint, body, answer.asString())
                    .isLessThan(500);
            assertThat(answer.asString())
                    .as(endpoint)
                    .doesNotContain("Exception")
                    .doesNotContain("io.allo");
        }
    }

    /** By hand: the answer comes before the body, and no client of ours waits for it. */
    @Test
    void aBodyBeyondTheLimitIsNotRead() throws IOException {
        try (Socket socket = new Socket("localhost", RestAssured.port)) {
            String head = "POST /api/agents HTTP/1.1\r\nHost: localhost\r\nX-API-Key: test-service-key-0123456789\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2000000\r\n\r\n{";
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            socket.getOutputStream().flush();
            socket.setSoTimeout(10_000);
            byte[] answer = socket.getInputStream().readNBytes(12);

            assertThat(new String(answer, US_ASCII)).isEqualTo("HTTP/1.1 413");
        }
    }

    @ParameterizedTest
    @MethodSource("endpoints")
    void anIdThatIsNoneOrUnknownIsRefused(String endpoint) {
        if (!endpoint.contains("{")) {
            return;
        }
        for (String id : List.of(
                "x", "0", "-1", "99999999999", UUID.randomUUID().toString(), "' or 1=1 --", "🍕", "x".repeat(3000))) {
            String path = endpoint.split(" ")[1].replaceAll("\\{[a-zA-Z]+}", "{id}");
            RequestSpecification request = Api.service();
            String body = body(endpoint);
            if (!body.isEmpty()) {
                request.body(body);
            }
            Object[] ids = path.split("\\{id}", -1).length == 3 ? new Object[] {id, id} : new Object[] {id};
            int status = request.request(endpoint.split(" ")[0], path, ids).statusCode();

            boolean created = endpoint.equals("PUT /internal/accounts/{id}");
            assertThat(status).as("%s %s", endpoint, id).isBetween(created ? 200 : 400, 499);
        }
    }

    private static String body(String endpoint) {
        return BODIES.getOrDefault(endpoint, "")
                .replace("%s", victim().account)
                .replace("%r", victim().restaurant)
                .replace("%i", Integer.toString(victim().sipAccount));
    }

    private static Response send(RequestSpecification request, String endpoint, String body) {
        String[] parts = endpoint.split(" ");
        String path = victim().path(parts[1])
                .replaceAll("\\{[a-zA-Z]+}", UUID.randomUUID().toString());
        String query =
                path.equals("/api/phone-lines") && parts[0].equals("GET") ? "?restaurantId=" + victim().restaurant : "";
        if (!body.isEmpty()) {
            request = request.body(body);
        }
        return request.request(parts[0], path + query);
    }

    @Test
    void everyEndpointThatTakesABodyHasOneHere() {
        assertThat(changing()
                        .filter(endpoint -> !endpoint.contains(" /internal/")
                                && !OPEN.contains(endpoint)
                                && !SHARED.contains(endpoint)
                                && !BODIES.containsKey(endpoint)))
                .isEmpty();
    }
}
