// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.stack;

import io.allo.launcher.settings.AlloService;
import io.allo.launcher.settings.LaunchFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Asks a service's management port until it says that it is ready. */
final class Readiness {
    private static final Duration POLL = Duration.ofMillis(200);

    private final HttpClient http;

    Readiness(HttpClient http) {
        this.http = http;
    }

    /** @param alive whether its process runs: a dead one is not waited for */
    void await(AlloService service, String managementUrl, BooleanSupplier alive, Duration limit, Path log)
            throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(managementUrl + "/q/health/ready"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + limit.toNanos();
        while (!ready(request)) {
            if (!alive.getAsBoolean()) {
                throw new LaunchFailure(service.module() + " ended while it started; the log: " + log + hint(log));
            }
            if (System.nanoTime() > deadline) {
                throw new LaunchFailure(
                        service.module() + " did not become ready in time (ALLO_READY_SECONDS); the log: " + log);
            }
            Thread.sleep(POLL);
        }
    }

    /** The one cause that every developer meets: the stored tables are of another branch. */
    static String hint(Path log) {
        try {
            return Files.exists(log) && Files.readString(log).contains("FlywayValidateException")
                    ? "\n  The stored data were made by other migrations than these: ./allo reset empties them."
                    : "";
        } catch (IOException e) {
            return "";
        }
    }

    private boolean ready(HttpRequest request) throws InterruptedException {
        try {
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
