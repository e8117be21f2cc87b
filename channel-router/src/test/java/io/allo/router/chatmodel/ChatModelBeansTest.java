// SPDX-License-Identifier: Apache-2.0
package io.allo.router.chatmodel;

import static io.allo.router.chatmodel.ChatWorld.request;
import static io.allo.router.chatmodel.ChatWorld.said;
import static io.allo.router.chatmodel.ChatWorld.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModels;
import io.allo.router.guard.GuardMeters;
import io.allo.testkit.provider.ChatReply;
import io.allo.testkit.provider.ChatServer;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Multi;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** D22: which models an agent can name, by configuration alone. */
class ChatModelBeansTest {
    private final ChatWorld world = new ChatWorld();
    private final ChatServer local = new ChatServer("none", "llama").start();
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        world.close();
        local.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private ChatModels models(Map<String, String> configuration) {
        ChatConfig config = new SmallRyeConfigBuilder()
                .withMapping(ChatConfig.class)
                .withConverter(Duration.class, 100, new DurationConverter())
                .withSources(new PropertiesConfigSource(configuration, "test", 100))
                .build()
                .getConfigMapping(ChatConfig.class);
        return new ChatModelBeans()
                .models(
                        config,
                        List.of(new BuiltIn()),
                        vertx,
                        world.mapper,
                        world.chatMeters,
                        new GuardMeters(world.meters),
                        Clock.systemUTC());
    }

    private static String answer(ChatModels models, String agentsModel) {
        return text(ChatWorld.answer(models.of(agentsModel), request(said("Bonjour"))));
    }

    @Test
    void withoutAKeyEverybodyIsAnsweredByTheBuiltInModel() {
        ChatModels models = models(Map.of());

        assertThat(answer(models, "gpt-4o-mini")).isEqualTo("built in");
        assertThat(answer(models, "gpt-realtime")).isEqualTo("built in");
    }

    @Test
    void aKeyIsEnoughAndAlsoStandsInForSpeechModels() {
        world.server.then(ChatReply.text("un"), ChatReply.text("deux"));
        ChatModels models =
                models(Map.of("allo.chat.api-key", ChatWorld.KEY, "allo.chat.base-url", world.server.baseUrl()));

        assertThat(answer(models, "gpt-4o-mini")).isEqualTo("un");
        assertThat(answer(models, "gpt-realtime")).isEqualTo("deux");
        assertThat(answer(models, "built-in")).isEqualTo("built in");
    }

    @Test
    void aServerOfItsOwnNeverSeesTheCommonKeyAndTheNextModelAnswers() {
        world.server.then(ChatReply.text("de l'autre"));
        ChatModels models = models(Map.of(
                "allo.chat.api-key",
                ChatWorld.KEY,
                "allo.chat.base-url",
                world.server.baseUrl(),
                "allo.chat.models.mine.base-url",
                local.baseUrl(),
                "allo.chat.models.mine.model",
                "llama",
                "allo.chat.models.mine.fallback",
                "gpt-4o-mini"));

        assertThat(answer(models, "mine")).isEqualTo("de l'autre");
        assertThat(local.refusals()).containsExactly("wrong key");
    }

    @Test
    void settingsOfAModelReachItsServer() {
        ChatModels models = models(Map.of(
                "allo.chat.models.mine.base-url", local.baseUrl() + "/?api-version=1",
                "allo.chat.models.mine.api-key", "none",
                "allo.chat.models.mine.model", "llama",
                "allo.chat.models.mine.max-tokens-field", "max_tokens",
                "allo.chat.models.mine.max-tokens", "50",
                "allo.chat.models.mine.temperature", "0.45",
                "allo.chat.models.mine.usage-in-stream", "false",
                "allo.chat.models.mine.extra.top_k", "7"));

        assertThat(answer(models, "mine")).isEqualTo("Bien sûr.");
        assertThat(local.requests().getFirst().toString())
                .contains("\"max_tokens\":50", "\"temperature\":0.45", "\"top_k\":7", "\"model\":\"llama\"")
                .doesNotContain("stream_options");
    }

    @Test
    void aMistakeInTheConfigurationIsNamed() {
        assertThatThrownBy(() -> models(Map.of("allo.chat.models.mine.fallback", "nobody")))
                .hasMessageContaining("allo.chat.models.mine.fallback")
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> models(Map.of("allo.chat.stand-in", "nobody"))).hasMessageContaining("nobody");
    }

    private static final class BuiltIn implements ChatModel {
        @Override
        public String name() {
            return "built-in";
        }

        @Override
        public Multi<Event> respond(Request request) {
            return Multi.createFrom().items(new Event.Text("built in"), new Event.Done(Map.of(), null));
        }
    }
}
