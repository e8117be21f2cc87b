// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Calls that no worker takes at once. */
@ConfigMapping(prefix = "allo.waiting")
public interface WaitingConfig {

    /** Calls that may wait while every worker is full; the next one is refused with 486. */
    @WithDefault("50")
    @Min(0)
    int seats();

    /** Longest wait of one call; then 486. */
    @WithDefault("30s")
    Duration patience();

    /** Without any worker for this long, OPTIONS gets 503 and callers hear an announcement. */
    @WithDefault("10s")
    Duration desertedAfter();
}
