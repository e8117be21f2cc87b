// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.testkit.provider.RealtimeServer;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The speech-to-speech provider of the service under test: agents of tests name it {@code gpt-realtime}. */
@Startup
@Singleton
public class RealtimeStandIn {
    public final RealtimeServer server = new RealtimeServer();

    RealtimeStandIn(@ConfigProperty(name = RealtimePort.PORT) int port) {
        server.start(port);
    }

    @PreDestroy
    void stop() {
        server.close();
    }
}
