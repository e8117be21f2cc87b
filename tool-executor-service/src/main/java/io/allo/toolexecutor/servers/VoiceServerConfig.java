// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.servers;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Which voice server is looked at. */
@ConfigMapping(prefix = "allo.voice-server")
interface VoiceServerConfig {
    /** Base URL of a voice server that is not ours; not set: session-config-service. */
    Optional<URI> url();

    /** Key that such a server wants as {@code X-API-Key}; the services' own key never leaves the house. */
    Optional<String> key();

    /** Limit of each of the two questions. */
    @WithDefault("3s")
    Duration timeout();
}
