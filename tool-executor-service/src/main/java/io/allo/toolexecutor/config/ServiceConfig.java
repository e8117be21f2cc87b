// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What every feature of the service shares. */
@ConfigMapping(prefix = "allo")
public interface ServiceConfig {
    /** Key between the services, at least 16 characters: {@code X-API-Key} on {@code /internal/**}. */
    @WithDefault("")
    String serviceKey();

    /** Put before every Kafka topic; tests use one per module. Outside tests it is empty, which counts as absent. */
    Optional<String> topicPrefix();
}
