// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.config;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** What every feature of the service shares. */
@ConfigMapping(prefix = "allo")
interface ServiceConfig {
    /** Secret between the services, at least 16 characters ({@code ALLO_SERVICE_KEY}); see {@link ServiceKey}. */
    Optional<String> serviceKey();

    /** Put before every Kafka topic by the channels' configuration; tests use one per module. */
    Optional<String> topicPrefix();
}
