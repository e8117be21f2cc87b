// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.LaunchFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadinessTest {
    private final Readiness readiness = new Readiness(HttpClient.newHttpClient());
    private final AtomicInteger requests = new AtomicInteger();

    @TempDir
    Path folder;

    private HttpServer server;
    private int readyAfter;

    @BeforeEach
    void startServer() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/q/health/ready", exchange -> {
            exchange.sendResponseHeaders(requests.incrementAndGet() > readyAfter ? 200 : 503, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stopServer() {
        server.stop(0);
    }

    @Test
    void serviceThatIsNotReadyYetIsAskedAgain() {
        readyAfter = 2;

        assertThatCode(() -> await(true, Duration.ofSeconds(30))).doesNotThrowAnyException();
    }

    @Test
    void serviceThatNeverBecomesReadyIsNamedWithItsLog() {
        readyAfter = Integer.MAX_VALUE;

        assertThatThrownBy(() -> await(true, Duration.ofMillis(300)))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("channel-router did not become ready")
                .hasMessageContaining(log().toString());
    }

    @Test
    void serviceThatDiedIsNotWaitedForAndItsCauseIsExplained() throws Exception {
        // Given
        readyAfter = Integer.MAX_VALUE;
        Files.writeString(log(), "… FlywayValidateException: checksum mismatch …");

        // Then
        assertThatThrownBy(() -> await(false, Duration.ofMinutes(5)))
                .isInstanceOf(LaunchFailure.class)
                .hasMessageContaining("ended while it started")
                .hasMessageContaining("./allo reset");
    }

    private void await(boolean alive, Duration limit) throws InterruptedException {
        readiness.await(
                AlloService.CHANNEL_ROUTER,
                "http://127.0.0.1:" + server.getAddress().getPort(),
                () -> alive,
                limit,
                log());
    }

    private Path log() {
        return folder.resolve("channel-router.log");
    }
}
