// SPDX-License-Identifier: Apache-2.0
package io.allo.router.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Size;
import java.util.Optional;

/** What every part of the router shares. */
@ConfigMapping(prefix = "allo")
public interface ServiceConfig {

    /**
     * Shared secret of the four services, at least 16 characters ({@code ALLO_SERVICE_KEY}). Checked before anything else starts:
     * without it the router does not start.
     */
    @WithDefault("missing")
    @Size(
            min = 16,
            message =
                    "ALLO_SERVICE_KEY is missing or too short: expected the same secret of at least 16 characters in all four"
                            + " services; make one with: openssl rand -hex 24")
    String serviceKey();

    /** Put before every Kafka topic and consumer group; tests use it to stay apart. */
    Optional<String> topicPrefix();

    /** Where this process keeps what must outlive it: spools, generated keys. */
    @WithDefault(".allo")
    String dataDir();
}
