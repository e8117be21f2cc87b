// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import org.junit.jupiter.api.Test;

class ServiceKeyTest {
    @Test
    void onlyTheWholeKeyMatches() {
        ServiceKey key = key("sixteen-letters!");
        assertThat(key.matches("sixteen-letters!")).isTrue();
        assertThat(key.matches("sixteen-letters")).isFalse();
        assertThat(key.matches("")).isFalse();
    }

    private static ServiceKey key(String value) {
        return new ServiceKey(new SmallRyeConfigBuilder()
                .withMapping(ServiceConfig.class)
                .withDefaultValue("allo.service-key", value)
                .build()
                .getConfigMapping(ServiceConfig.class));
    }
}
