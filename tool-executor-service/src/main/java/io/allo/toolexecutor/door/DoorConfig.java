// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How account keys are checked. */
@ConfigMapping(prefix = "allo.door")
interface DoorConfig {
    /** How long a checked key, known or unknown, is believed. */
    @WithDefault("30s")
    Duration keyCache();

    /** How long a known key is still believed while session-config-service does not answer. */
    @WithDefault("10m")
    Duration keyCacheWhenAway();

    /** Limit of one check. */
    @WithDefault("3s")
    Duration checkTimeout();
}
