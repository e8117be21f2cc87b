// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reach;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Writing to the caller of a running call. */
@ConfigMapping(prefix = "allo.reach")
public interface ReachConfig {

    /** How long what a person writes goes into the call that has asked for it. */
    @WithDefault("5m")
    Duration answerTime();

    /** How long it waits for a pause of the call; then it is an ordinary message. */
    @WithDefault("45s")
    Duration pauseTime();

    /** Most messages to one number within {@code window}. */
    @WithDefault("10")
    int perNumber();

    /** What {@code per-number} counts in. */
    @WithDefault("1h")
    Duration window();
}
