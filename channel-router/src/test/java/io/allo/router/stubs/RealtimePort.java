// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.testkit.provider.RealtimeServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Chooses the port of the speech-to-speech stand-in. Found by the service loader. */
public final class RealtimePort implements QuarkusTestResourceLifecycleManager {
    static final String PORT = "stub.realtime-port";

    @Override
    public Map<String, String> start() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = socket.getLocalPort();
            return Map.of(
                    PORT,
                    Integer.toString(port),
                    "allo.realtime.base-url",
                    "ws://127.0.0.1:" + port + "/v1",
                    "allo.realtime.api-key",
                    RealtimeServer.KEY);
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    @Override
    public void stop() {
        // the stand-in ends with the application
    }
}
