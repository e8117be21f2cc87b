// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The supervisor's cockpit. */
@ConfigMapping(prefix = "allo.cockpit")
public interface CockpitConfig {

    /** A written conversation in which nothing was said for this long is not shown as running. */
    @WithDefault("30M")
    Duration quiet();

    /** Open pages on this replica; more are refused. */
    @WithDefault("200")
    int maxSockets();
}
