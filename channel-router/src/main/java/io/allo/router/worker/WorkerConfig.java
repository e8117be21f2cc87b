// SPDX-License-Identifier: Apache-2.0
package io.allo.router.worker;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How this process is found by the gateways. */
@ConfigMapping(prefix = "allo.worker")
public interface WorkerConfig {

    /** Name in the registry; made up at each start when not set. */
    Optional<String> id();

    /**
     * Host that gateways connect to; in Kubernetes the pod's address. Not set: the address that HTTP is bound to, or this
     * machine's first address that is not loopback.
     */
    Optional<String> advertisedHost();

    /** Port that gateways connect to; not set: the HTTP port. */
    Optional<Integer> advertisedPort();

    /** Base URL of the media sockets, behind a TLS proxy for example; not set: {@code ws://host:port/media}. */
    Optional<String> wsUrl();

    /** Address that HTTP is bound to. */
    @WithDefault("0.0.0.0")
    String boundHost();

    /** False: this process takes no telephone calls. */
    @WithDefault("true")
    boolean enabled();

    /** How long a shutdown waits for its calls to be taken over or to end. */
    @WithDefault("8s")
    Duration drain();
}
