// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.conversation.ChatModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** A chat model made as the application makes it, at an address that a test chooses. */
public final class ChatServices {
    private ChatServices() {}

    public static ChatModel openAi(Vertx vertx, String model, String url, String key) {
        ObjectMapper mapper = new ObjectMapper();
        ChatServerClient client = new ChatServerClient(
                vertx,
                vertx.createHttpClient(),
                mapper,
                Clock.systemUTC(),
                new ChatServerClient.Target(URI.create(url), Map.of("Authorization", "Bearer " + key)),
                new ChatServerClient.Limits(Duration.ofSeconds(10), Duration.ofSeconds(10)));
        return new OpenAiChatModel(
                model,
                new OpenAiChatModel.Parts(
                        vertx,
                        client,
                        new ChatRequests(mapper, ModelSettings.plain(model)),
                        new RetryPolicy(2, Duration.ofSeconds(4), () -> 1),
                        new ChatMeters(new SimpleMeterRegistry())));
    }
}
