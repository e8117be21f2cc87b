// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;

/** Chooses the stubs' ports before the application reads its configuration. Found by the service loader. */
public final class StubPorts implements QuarkusTestResourceLifecycleManager {
    static final String SESSION_CONFIG_PORT = "stub.session-config-port";
    static final String TOOL_EXECUTOR_PORT = "stub.tool-executor-port";
    static final String CHAT_PORT = "stub.chat-port";
    static final String CUSTOMER_PORT = "stub.customer-port";

    @Override
    public Map<String, String> start() {
        try (ServerSocket one = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket three = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServerSocket four = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Map.of(
                    SESSION_CONFIG_PORT,
                    Integer.toString(one.getLocalPort()),
                    TOOL_EXECUTOR_PORT,
                    Integer.toString(two.getLocalPort()),
                    "quarkus.rest-client.session-config.url",
                    "http://127.0.0.1:" + one.getLocalPort(),
                    "quarkus.rest-client.tool-executor.url",
                    "http://127.0.0.1:" + two.getLocalPort(),
                    CHAT_PORT,
                    Integer.toString(three.getLocalPort()),
                    "allo.chat.models." + StubChatModel.NAME + ".base-url",
                    "http://127.0.0.1:" + three.getLocalPort() + "/v1",
                    "allo.chat.models." + StubChatModel.NAME + ".api-key",
                    StubChatModel.KEY,
                    CUSTOMER_PORT,
                    Integer.toString(four.getLocalPort()),
                    "allo.egress.allowed-origins",
                    "127.0.0.1:" + four.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("no free port", e);
        }
    }

    @Override
    public void stop() {
        // the stubs end with the application
    }
}
