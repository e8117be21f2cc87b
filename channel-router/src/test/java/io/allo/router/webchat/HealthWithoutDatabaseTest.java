// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The health of the web chat asks nobody: here there is no chat, no database and no engine at all. */
class HealthWithoutDatabaseTest {
    private final WebChatConfig config = (WebChatConfig) Proxy.newProxyInstance(
            WebChatConfig.class.getClassLoader(),
            new Class<?>[] {WebChatConfig.class},
            (_, method, _) -> method.getReturnType() == int.class ? (Object) 5000 : Optional.empty());

    @Test
    void healthAnswersWithTheDatabaseDown_E36() {
        ConnectionCount connections = new ConnectionCount(config, new SimpleMeterRegistry());
        connections.streamOpened();

        assertThat(new ChatResource(null, config, connections).health())
                .isEqualTo(new ChatResource.Health("ok", 1, -1));
    }
}
