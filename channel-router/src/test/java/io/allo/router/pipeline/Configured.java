// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.Map;

/** Configuration as the service reads it, defaults included. */
final class Configured {
    private Configured() {}

    static <T> T by(Class<T> mapping, Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(mapping)
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withConverter(Duration.class, 200, new DurationConverter())
                .build()
                .getConfigMapping(mapping);
    }
}
