// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** RTP: ports, addresses, times. */
@ConfigMapping(prefix = "allo.media")
public interface MediaConfig {

    /** First UDP port of RTP; each call takes an even port and the next one. */
    @WithDefault("20000")
    int firstPort();

    /** Last UDP port that may be used. */
    @WithDefault("29999")
    int lastPort();

    /** Local address that RTP is bound to. */
    @WithDefault("0.0.0.0")
    String bindAddress();

    /** IP literal that callers are told to send RTP to; the SIP address when not set. */
    Optional<String> advertisedAddress();

    /** A call that hears neither RTP nor RTCP for this long is ended. */
    @WithDefault("30s")
    Duration timeout();

    /**
     * A released port is not used again before: so long packets of the last call may be on their way. Calls a second are at
     * most pairs / (rest + mean duration).
     */
    @WithDefault("5s")
    Duration portRest();

    /** How long after an agreement the caller's media address may still move to one that was not announced. */
    @WithDefault("3s")
    Duration latchWindow();

    /** How long a missing packet is waited for before it is concealed. */
    @WithDefault("60ms")
    Duration reorderWindow();

    /** Most audio that may wait for its playout, stored announcements included; more is dropped and counted. */
    @WithDefault("10s")
    Duration playoutLimit();

    /** Mean time between two RTCP reports. */
    @WithDefault("5s")
    Duration rtcpInterval();
}
