// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.toolexecutor.config.ServiceKey;
import io.allo.toolexecutor.servers.VoiceServer.Servers;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the administration page learns of the voice server (rows A110, A111). */
class VoiceServerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> asked = new ArrayList<>();
    private Uni<JsonNode> workers = json("{\"workers\":[{\"workerId\":\"w\"}]}");
    private Uni<JsonNode> agents = json("[{\"id\":\"a\"}]");

    @Test
    void wrappedAndBareListsAreUnderstood() {
        Servers servers = look(Optional.empty(), Optional.empty());

        assertThat(servers.workers().toString()).isEqualTo("[{\"workerId\":\"w\"}]");
        assertThat(servers.agents().toString()).isEqualTo("[{\"id\":\"a\"}]");
        assertThat(servers.serverOnline()).isTrue();
        assertThat(asked)
                .containsExactlyInAnyOrder("workers 0123456789abcdef account", "agents 0123456789abcdef account");
    }

    @Test
    void oneThatDoesNotAnswerLeavesTheOther() {
        workers = Uni.createFrom().nothing();

        Servers servers = look(Optional.empty(), Optional.empty());

        assertThat(servers.workers()).isEmpty();
        assertThat(servers.agents()).hasSize(1);
        assertThat(servers.serverOnline()).isTrue();
    }

    @Test
    void aServerThatIsDownIsOfflineWithEmptyLists() {
        workers = Uni.createFrom().failure(new IllegalStateException("refused"));
        agents = json("{\"error\":\"x\"}");
        assertThat(look(Optional.empty(), Optional.empty()).agents()).isEmpty();
        agents = Uni.createFrom().failure(new IllegalStateException("refused"));

        Servers servers = look(Optional.empty(), Optional.empty());

        assertThat(servers).isEqualTo(new Servers(JSON.createArrayNode(), JSON.createArrayNode(), false));
    }

    @Test
    void ourServiceKeyNeverGoesToAForeignServer() {
        look(Optional.of(URI.create("https://voice.example.org")), Optional.of("theirs"));
        look(Optional.of(URI.create("https://voice.example.org")), Optional.empty());

        assertThat(asked)
                .containsExactlyInAnyOrder(
                        "workers theirs null", "agents theirs null", "workers null null", "agents null null");
    }

    private Servers look(Optional<URI> url, Optional<String> key) {
        VoiceServerClient client = new VoiceServerClient() {
            @Override
            public Uni<JsonNode> workers(@Nullable String key, @Nullable String account) {
                asked.add("workers " + key + " " + account);
                return workers;
            }

            @Override
            public Uni<JsonNode> agents(@Nullable String key, @Nullable String account) {
                asked.add("agents " + key + " " + account);
                return agents;
            }
        };
        return new VoiceServer(client, new Config(url, key), new Key())
                .look("account")
                .await()
                .indefinitely();
    }

    private static Uni<JsonNode> json(String text) {
        return Uni.createFrom().item(() -> {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private record Config(Optional<URI> url, Optional<String> key) implements VoiceServerConfig {
        @Override
        public Duration timeout() {
            return Duration.ofMillis(50);
        }
    }

    private static final class Key extends ServiceKey {
        Key() {
            super("0123456789abcdef");
        }
    }
}
