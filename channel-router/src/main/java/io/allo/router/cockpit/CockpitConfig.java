// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The supervisor's cockpit. */
@ConfigMapping(prefix = "allo.cockpit")
public interface CockpitConfig {

    /** A written conversation in which nothing was said for this long is not shown as running. */
    @WithDefault("30M")
    Duration quiet();

    /**
     * The gateways, {@code http://host:port} each, where there are several: their trunks stand together on the wallboard, and the one
     * that had a call is found. Not set: the one at {@code ALLO_SIP_GATEWAY_URL}.
     */
    Optional<List<URI>> gateways();

    /** Open pages on this replica; more are refused. */
    @WithDefault("200")
    int maxSockets();
}
