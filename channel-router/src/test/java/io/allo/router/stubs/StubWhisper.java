// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.testkit.provider.OpenAiSpeechServer;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whisper, as strict as the real one, for the technician console. */
@Startup
@Singleton
public class StubWhisper {
    private final OpenAiSpeechServer server;

    StubWhisper(@ConfigProperty(name = ConsolePort.WHISPER_PORT) int port) {
        server = new OpenAiSpeechServer(ConsolePort.WHISPER_KEY).start(port);
    }

    public OpenAiSpeechServer server() {
        return server;
    }

    @PreDestroy
    void close() {
        server.close();
    }
}
