// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How costs are told. */
@ConfigMapping(prefix = "allo.cost")
public interface CostConfig {

    /** Currency of what is billed. Not set: the session's own. */
    Optional<String> currency();

    /** How often the price table is read; the last one stays while session-config-service is away. */
    @WithDefault("1m")
    Duration refresh();
}
