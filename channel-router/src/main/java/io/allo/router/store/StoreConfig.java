// SPDX-License-Identifier: Apache-2.0
package io.allo.router.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How conversations are kept in Redis. */
@ConfigMapping(prefix = "allo.store")
interface StoreConfig {

    /** The lock of a running turn lapses after this time without renewal: how long a dead replica blocks a conversation. */
    @WithDefault("3S")
    Duration lockLife();

    /** A turn that waited this long for the turns before it is given up. */
    @WithDefault("30S")
    Duration maxWait();

    /** Limit of one Redis command. */
    @WithDefault("2S")
    Duration timeout();

    /** A conversation is kept this much longer than its idle time, so that its end can be recorded. */
    @WithDefault("1H")
    Duration afterIdle();
}
