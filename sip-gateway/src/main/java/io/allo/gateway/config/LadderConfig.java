// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long the messages of calls are kept in memory. */
@ConfigMapping(prefix = "allo.ladder")
public interface LadderConfig {

    /** Calls kept, living ones included; the eldest goes. A call takes about 10 kB. */
    @WithDefault("2000")
    @Min(1)
    @Max(100_000)
    int calls();

    /** How long a call is kept after its end. */
    @WithDefault("1h")
    Duration keep();
}
