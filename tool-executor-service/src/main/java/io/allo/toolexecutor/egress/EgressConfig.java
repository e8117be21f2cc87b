// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.egress;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Limits of requests to servers that customers name. */
@ConfigMapping(prefix = "allo.egress")
interface EgressConfig {

    /** Origins ({@code host:port}) that may be reached although their address is loopback, private or link-local. */
    Optional<Set<String>> allowedOrigins();

    /** Time to connect. */
    @WithDefault("3S")
    Duration connectTimeout();

    /** Largest answer in bytes. */
    @WithDefault("262144")
    int maxBody();
}
