// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.idempotency;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long actions are remembered. */
@ConfigMapping(prefix = "allo.idempotency")
interface IdempotencyConfig {
    /** After this time an equal key is a new action. */
    @WithDefault("48h")
    Duration keep();
}
