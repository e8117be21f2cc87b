// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceKeyTest {
    @Test
    void startIsRefusedWithoutAKey() {
        assertThatThrownBy(() -> key(null))
                .hasMessageContaining("ALLO_SERVICE_KEY")
                .hasMessageContaining("16");
    }

    @Test
    void startIsRefusedWithAShortKey() {
        assertThatThrownBy(() -> key("fifteen-letters"))
                .hasMessageContaining("has 15 characters")
                .hasMessageNotContaining("fifteen-letters");
    }

    @Test
    void onlyTheWholeKeyMatches() {
        ServiceKey key = key("sixteen-letters!");
        assertThat(key.matches("sixteen-letters!")).isTrue();
        assertThat(key.matches("sixteen-letters")).isFalse();
        assertThat(key.matches("")).isFalse();
    }

    private static ServiceKey key(String value) {
        return new ServiceKey(new ServiceConfig() {
            @Override
            public Optional<String> serviceKey() {
                return Optional.ofNullable(value);
            }

            @Override
            public Optional<String> topicPrefix() {
                return Optional.empty();
            }

            @Override
            public String dataDir() {
                return ".allo";
            }
        });
    }
}
