// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import static io.allo.router.conversation.ScriptedModel.call;
import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Transaction;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code POST /chat} and its stream of events. */
@QuarkusTest
class HttpChatTest {
    private static final Duration LIMIT = Duration.ofSeconds(15);

    @TestHTTPResource
    URI base;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    StreamRoute streams;

    @Inject
    Pool pool;

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String tenant = "web-" + UUID.randomUUID();

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        sessions.agent(tenant, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
        sessions.agent("demo", sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @Test
    void eachMessageGetsExactlyOneFinal_E26_E27_E28() {
        String id = post("bonjour", null, tenant).getString("conversation_id");
        Stream stream = stream(id, null);
        await().atMost(LIMIT).until(() -> stream.events("final").size() == 1);

        post("encore", id, tenant);
        await().atMost(LIMIT).until(() -> stream.events("final").size() == 2);

        assertThat(stream.events("final"))
                .extracting(event -> event.getString("text"))
                .containsExactly("you said bonjour", "you said encore");
        assertThat(stream.events("partial")).isNotEmpty();
        assertThat(stream.events("final").getFirst().getString("conv_state")).isEqualTo("START");
        stream.close();
    }

    @Test
    void aStreamOpenedAgainGoesOnWhereTheLastOneStopped() {
        String id = post("un", null, tenant).getString("conversation_id");
        Stream first = stream(id, null);
        await().atMost(LIMIT).until(() -> first.events("final").size() == 1);
        first.close();
        post("deux", id, tenant);

        Stream second = stream(id, null);
        await().atMost(LIMIT).until(() -> second.events("final").size() == 1);
        Stream replay = stream(id, "0");
        await().atMost(LIMIT).until(() -> replay.events("final").size() == 2);

        assertThat(second.events("final").getFirst().getString("text")).isEqualTo("you said deux");
        second.close();
        replay.close();
    }

    /** The row is locked as long as the database takes to note that the first answer went out. */
    @Test
    void anAnswerIsNotGivenAgainToWhoComesBackBeforeThatIsNoted_E26() {
        String id = post("un", null, tenant).getString("conversation_id");
        SqlConnection slow = pool.getConnection().await().atMost(LIMIT);
        Transaction lock = slow.begin().await().atMost(LIMIT);
        slow.preparedQuery("select 1 from web_conversation where id = $1 for update")
                .execute(Tuple.of(id))
                .await()
                .atMost(LIMIT);
        Stream first = stream(id, null);
        await().atMost(LIMIT).until(() -> first.events("final").size() == 1);
        first.close();
        post("deux", id, tenant);

        Stream second = stream(id, null);
        await().atMost(LIMIT).until(() -> !second.events("final").isEmpty());
        lock.rollback().await().atMost(LIMIT);
        slow.close().await().atMost(LIMIT);

        assertThat(second.events("final").getFirst().getString("text")).isEqualTo("you said deux");
        second.close();
    }

    @Test
    void theStreamClosesAfterTheEndAndDoesNotComeBack_E28() {
        model.then(say("Au revoir."), call("end_call", Map.of()));
        String id = post("au revoir", null, tenant).getString("conversation_id");

        Stream stream = stream(id, null);
        stream.ended.orTimeout(15, TimeUnit.SECONDS).join();

        assertThat(stream.events("final").getFirst().getString("conv_state")).isEqualTo("CONFIRMED");
        await().atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(get("/stream/" + id).statusCode()).isEqualTo(204));
    }

    @Test
    void keysChooseTheBusiness_E52() {
        assertThat(response("bonjour", null, null).statusCode()).isEqualTo(200);
        assertThat(response("bonjour", null, "nobody").statusCode()).isEqualTo(401);
    }

    @Test
    void whatCannotBeTakenIsRefused() {
        assertThat(response("", null, tenant).statusCode()).isEqualTo(400);
        assertThat(response("x".repeat(501), null, tenant).statusCode()).isEqualTo(400);
        assertThat(response("bonjour", "a b", tenant).statusCode()).isEqualTo(400);
        assertThat(response("bonjour", "x".repeat(65), tenant).statusCode()).isEqualTo(400);
        assertThat(get("/stream/" + UUID.randomUUID()).statusCode()).isEqualTo(404);
        assertThat(get("/stream/x").statusCode()).isEqualTo(404);
        assertThat(send(request("/chat")
                                .POST(HttpRequest.BodyPublishers.ofString("{broken"))
                                .header("Content-Type", "application/json"))
                        .statusCode())
                .isEqualTo(400);
    }

    /** The session's id is the client's where he gives one. */
    @Test
    void aClientMayNameItsConversation_E26_E27() {
        String own = "client-" + UUID.randomUUID();

        assertThat(post("un", own, tenant).getString("conversation_id")).isEqualTo(own);
        assertThat(post("deux", own, tenant).getString("conversation_id")).isEqualTo(own);
        Stream stream = stream(own, null);
        await().atMost(LIMIT).until(() -> stream.events("final").size() == 2);

        assertThat(sessions.fetches()).hasSize(1);
        assertThat(response("trois", own, null).statusCode()).isEqualTo(404); // another business
        stream.close();
    }

    @Test
    void anIdleStreamIsPurged_E50() {
        Stream stream = stream(post("bonjour", null, tenant).getString("conversation_id"), null);
        await().atMost(LIMIT).until(() -> stream.events("final").size() == 1);
        int before = new JsonObject(get("/health").body()).getInteger("streams");

        streams.purge(Instant.now().plus(Duration.ofMinutes(16)));

        stream.ended.orTimeout(15, TimeUnit.SECONDS).join();
        await().atMost(LIMIT).until(() -> new JsonObject(get("/health").body()).getInteger("streams") < before);
    }

    @Test
    void theRouteOfSlotsSaysThatThereIsNoCalendar() {
        assertThat(get("/debug/slots").body()).isEqualTo("{\"free_slots\":-1,\"slots\":[]}");
    }

    @Test
    void aConversationOfTheWidgetIsClosedToThisDoor() {
        try (ChatClient client = ChatClient.open(base, tenant)) {
            String id = client.start().getString("conversationId");

            assertThat(response("bonjour", id, tenant).statusCode()).isEqualTo(404);
            assertThat(get("/stream/" + id).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void healthCountsStreams() {
        JsonObject health = new JsonObject(get("/health").body());

        assertThat(health.fieldNames()).containsExactlyInAnyOrder("status", "streams", "free_slots");
        assertThat(health.getString("status")).isEqualTo("ok");
        assertThat(health.getInteger("free_slots")).isEqualTo(-1);
    }

    @Test
    void thePageAllowsNothingButItsOwnFiles() {
        HttpResponse<String> page = get("/demo/chat");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.body()).doesNotContain("<script>").doesNotContain("style=");
        HttpResponse<String> widget = get("/widget/allo-chat.js");
        assertThat(widget.headers().firstValue("Access-Control-Allow-Origin")).hasValue("*");
        assertThat(widget.headers().firstValue("Content-Type").orElse("")).contains("javascript");
    }

    @Test
    void thePageKitIsServedUnderThePagesPolicy() {
        HttpResponse<String> shell = get("/pages/shell.js");

        assertThat(shell.statusCode()).isEqualTo(200);
        assertThat(shell.headers().firstValue("Content-Type").orElse("")).contains("javascript");
        assertThat(shell.headers().allValues("Cache-Control")).containsExactly("no-cache");
        assertThat(shell.headers().firstValue("Last-Modified")).isPresent();
        assertThat(shell.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(get("/pages/tokens.css").body()).contains("prefers-color-scheme: dark");
    }

    @Test
    @DisplayName("B1: GET /demo/technician is a page, under the pages' policy")
    void theTechnicianConsoleIsAPage() {
        HttpResponse<String> page = get("/demo/technician");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("script-src 'self'");
        assertThat(page.body()).contains("/demo/technician/technician.js").doesNotContain("style=");
        assertThat(get("/demo/technician/words.js").body()).contains("Appeler");
        assertThat(get("/demo/technician/overview").body()).contains("/overview/overview.js");
    }

    private JsonObject post(String message, String conversationId, String tenantKey) {
        HttpResponse<String> response = response(message, conversationId, tenantKey);
        assertThat(response.statusCode()).isEqualTo(200);
        return new JsonObject(response.body());
    }

    private HttpResponse<String> response(String message, String conversationId, String tenantKey) {
        JsonObject body = new JsonObject().put("message", message);
        if (conversationId != null) {
            body.put("conversation_id", conversationId);
        }
        HttpRequest.Builder request = request("/chat")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.encode()));
        return send(tenantKey == null ? request : request.header("X-Tenant-Key", tenantKey));
    }

    private HttpResponse<String> get(String path) {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString())
                .join();
    }

    private Stream stream(String id, String lastEventId) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve("/stream/" + id));
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        Stream stream = new Stream();
        stream.response = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
                .thenAcceptAsync(response -> {
                    response.body().forEach(stream::line);
                    stream.ended.complete(null);
                });
        return stream;
    }

    /** What came over one stream. */
    private static final class Stream {
        private final List<JsonObject> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<Void> ended = new CompletableFuture<>();
        private CompletableFuture<Void> response;

        void line(String line) {
            if (line.startsWith("data: ")) {
                events.add(new JsonObject(line.substring("data: ".length())));
            }
        }

        List<JsonObject> events(String type) {
            return events.stream()
                    .filter(event -> event.getString("type").equals(type))
                    .toList();
        }

        void close() {
            response.cancel(true);
        }
    }
}
