// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The door of the media sockets. */
@ConfigMapping(prefix = "allo.worker")
public interface MediaSocketConfig {

    /** Calls that this worker takes at the same time. */
    @WithDefault("250")
    @Min(1)
    int maxCalls();

    /** How long a handshake waits for Redis; the gateway tries the next worker after 250 ms. */
    @WithDefault("150ms")
    Duration admissionTimeout();
}
