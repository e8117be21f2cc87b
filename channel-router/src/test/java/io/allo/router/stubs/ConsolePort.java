// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** The technician console's number and telephone gateway, and where its speech is understood. Found by the service loader. */
public final class ConsolePort implements QuarkusTestResourceLifecycleManager {
    public static final String NUMBER = "+33939249011";
    static final String WHISPER_PORT = "stub.whisper-port";
    static final String GATEWAY_PORT = "stub.gateway-port";
    static final String WHISPER_KEY = "sk-console-whisper";

    @Override
    public Map<String, String> start() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket gateway = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(socket.getLocalPort());
            return Map.of(
                    GATEWAY_PORT,
                    Integer.toString(gateway.getLocalPort()),
                    "quarkus.rest-client.sip-gateway.url",
                    "http://127.0.0.1:" + gateway.getLocalPort(),
                    WHISPER_PORT,
                    port,
                    "allo.console.whisper.base-url",
                    "http://127.0.0.1:" + port + "/v1",
                    "allo.console.whisper.api-key",
                    WHISPER_KEY,
                    "allo.console.phone-number",
                    NUMBER,
                    "allo.console.websocket-url",
                    "https://media.example.com",
                    "allo.console.allowed-destinations",
                    "+33,+32");
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    @Override
    public void stop() {
        // the stub ends with the application
    }
}
