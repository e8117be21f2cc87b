// SPDX-License-Identifier: Apache-2.0
package io.allo.router.stubs;

import io.allo.testkit.provider.ChatServer;
import io.quarkus.runtime.Startup;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The strict chat completions server behind the agents' model {@link #NAME}. */
@Startup
@Singleton
public class StubChatModel {
    public static final String NAME = "chat-under-test";
    static final String KEY = "sk-chat-under-test";

    private final ChatServer server;

    StubChatModel(@ConfigProperty(name = StubPorts.CHAT_PORT) int port) {
        server = new ChatServer(KEY, NAME).start(port);
    }

    public ChatServer server() {
        return server;
    }

    @PreDestroy
    void close() {
        server.close();
    }
}
