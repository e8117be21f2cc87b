// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How conversations are recorded. */
@ConfigMapping(prefix = "allo.history")
interface HistoryConfig {

    /** Entries kept in memory while the database is away; beyond it new ones are lost and counted. */
    @WithDefault("20000")
    int queueCapacity();

    /** How often waiting entries are written. */
    @WithDefault("200ms")
    Duration writeEvery();

    /** How often conversations that nobody ended are looked for. */
    @WithDefault("15s")
    Duration sweepEvery();

    /** How long a stop may wait for the last entries. */
    @WithDefault("10s")
    Duration flushLimit();
}
