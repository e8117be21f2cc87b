// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** What concerns the whole gateway. */
@ConfigMapping(prefix = "allo")
public interface GatewayConfig {

    /** Shared by the four services; opens internal endpoints and the media socket. At least 16 characters. */
    Optional<String> serviceKey();

    /** Folder for spooled events. */
    @WithDefault(".allo")
    String dataDir();

    /** Put before every Kafka topic's name. */
    Optional<String> topicPrefix();
}
