// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import static io.allo.router.conversation.ScriptedModel.say;
import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.media.Subprotocol;
import io.allo.router.conversation.ScriptedModel;
import io.allo.router.stubs.StubSessionConfig;
import io.allo.router.voice.MediaClient.Handshake;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call from a web page. */
@QuarkusTest
class BrowserVoiceTest {
    private final String token = "token-" + UUID.randomUUID();

    @TestHTTPResource("/webvoice")
    URI webvoice;

    @Inject
    StubSessionConfig sessions;

    @Inject
    ScriptedModel model;

    @Inject
    LiveCalls calls;

    private MediaClient page;

    @BeforeEach
    void reset() {
        sessions.reset();
        model.reset();
        sessions.agent(token, sessions.demoAgent(UUID.randomUUID().toString(), ScriptedModel.NAME));
    }

    @AfterEach
    void hangUp() {
        if (page != null) {
            page.close();
        }
        Awaitility.await("calls end").atMost(Duration.ofSeconds(20)).until(() -> calls.count() == 0);
    }

    @Test
    void thePageIsGreetedAtOnceAndItsKeysAreHeard() {
        // Given
        model.then(say("Bonjour !"));

        // When
        Handshake handshake = connect("?agent=" + token, Map.of());
        page = handshake.client().beating();

        // Then
        page.awaitFrames(1, 5);
        page.await("mark");
        page.send("{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"1\"}}");
        page.send("{\"event\":\"dtmf\",\"dtmf\":{\"digit\":\"#\"}}");
        page.awaitFrames(2, 5);
    }

    @Test
    void aPageOfAnotherHostIsRefused() {
        assertThat(connect("?agent=" + token, Map.of("Origin", "https://evil.example"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void anAgentThatDoesNotExistIsRefused() {
        assertThat(connect("?agent=nobody", Map.of()).status()).isEqualTo(404);
        assertThat(connect("", Map.of()).status()).isEqualTo(400);
    }

    private Handshake connect(String query, Map<String, String> headers) {
        URI uri = URI.create(webvoice.toString().replaceFirst("^http", "ws") + query);
        return MediaClient.connect(uri, headers, Subprotocol.BINARY);
    }
}
