// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How facts leave. */
@ConfigMapping(prefix = "allo.outbox")
interface OutboxConfig {
    /** Pause between two looks into the outbox. */
    @WithDefault("500ms")
    Duration interval();

    /** Facts taken at once. */
    @WithDefault("50")
    int batch();

    /** How long a taken fact belongs to one process; after it another may send it, with the same event id. */
    @WithDefault("30s")
    Duration lease();

    /** Limit of one send; above Kafka's own delivery limit, so that a send that is given up is really over. */
    @WithDefault("12s")
    Duration sendTimeout();
}
