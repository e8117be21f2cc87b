// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How workers are found and reached. */
@ConfigMapping(prefix = "allo.worker")
public interface WorkerConfig {

    /** How often the registry is read; the last reading serves while Redis is away. */
    @WithDefault("1s")
    Duration refresh();

    /** A reservation or a media handshake that takes longer goes to the next worker. */
    @WithDefault("250ms")
    Duration patience();

    /** Own heartbeat on the media socket. */
    @WithDefault("500ms")
    Duration heartbeat();

    /** A worker that says nothing for this time is dead. */
    @WithDefault("2s")
    Duration deadAfter();

    /** Life of a media token. */
    @WithDefault("30s")
    Duration tokenLife();
}
