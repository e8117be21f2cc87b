// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.UserTurn;
import io.allo.testkit.provider.ChatServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A strict server on loopback, and models that ask it. */
final class ChatWorld implements AutoCloseable {
    static final String KEY = "sk-test";
    static final String MODEL = "gpt-4o-mini";
    static final Duration LIMIT = Duration.ofSeconds(10);
    static final String DATA_UNTOUCHED = "kept";

    final ChatServer server = new ChatServer(KEY, MODEL).start();
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final ChatMeters chatMeters = new ChatMeters(meters);
    final ObjectMapper mapper = new ObjectMapper();
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(256));

    OpenAiChatModel model() {
        return model(MODEL, KEY, server.baseUrl());
    }

    OpenAiChatModel model(String name, String key, String base) {
        ChatServerClient client = new ChatServerClient(
                vertx,
                http,
                mapper,
                Clock.systemUTC(),
                new ChatServerClient.Target(URI.create(base), Map.of("Authorization", "Bearer " + key)),
                new ChatServerClient.Limits(Duration.ofMillis(2500), Duration.ofMillis(2000)));
        return new OpenAiChatModel(
                name,
                new OpenAiChatModel.Parts(
                        vertx,
                        client,
                        new ChatRequests(mapper, ModelSettings.plain(name)),
                        new RetryPolicy(2, Duration.ofSeconds(4), () -> 1),
                        chatMeters));
    }

    static ChatModel.Request request(Message... messages) {
        return request(Channel.VOICE, messages);
    }

    static ChatModel.Request request(Channel channel, Message... messages) {
        return new ChatModel.Request(
                List.of("fr", "en"),
                channel,
                session(),
                Map.of(),
                List.of(messages),
                Map.of(DATA_UNTOUCHED, 1),
                Instant.EPOCH,
                null);
    }

    static Message said(String text) {
        return new Message.User(UserTurn.Input.SPEECH, text);
    }

    private static SessionConfig session() {
        Map<String, Object> people = Map.of("people", Map.of("type", "integer"));
        List<ToolDefinition> tools = List.of(
                new ToolDefinition(
                        "function", "check_availability", "Tables", Map.of("type", "object", "properties", people)),
                new ToolDefinition("function", "end_call", "Ends", Map.of()),
                new ToolDefinition("function", "not a name of a tool", "", Map.of()));
        return new SessionConfig(
                "Tu es l'accueil.",
                tools,
                null,
                "greet",
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                0,
                false,
                false,
                false,
                null,
                false,
                null,
                null);
    }

    static List<Event> answer(ChatModel model, ChatModel.Request request) {
        return model.respond(request).collect().asList().await().atMost(LIMIT);
    }

    List<Event> answer(Message... messages) {
        return answer(model(), request(messages));
    }

    static String text(List<Event> events) {
        return events.stream()
                .filter(Event.Text.class::isInstance)
                .map(event -> ((Event.Text) event).delta())
                .collect(Collectors.joining());
    }

    static List<Event.ToolCall> calls(List<Event> events) {
        return events.stream()
                .filter(Event.ToolCall.class::isInstance)
                .map(Event.ToolCall.class::cast)
                .toList();
    }

    @Override
    public void close() {
        server.close();
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
