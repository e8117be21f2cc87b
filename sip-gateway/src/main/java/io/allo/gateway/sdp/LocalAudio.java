// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.AudioPolicy;

/**
 * Our end of the audio stream.
 *
 * @param address IP literal that the peer can reach
 * @param port our RTP port; RTCP is the next one
 */
public record LocalAudio(String address, int port, AudioPolicy policy) {
    public LocalAudio {
        requireNonNull(address, "address");
        requireNonNull(policy, "policy");
    }

    /** Both laws, µ first; encryption when the peer wants it. */
    public LocalAudio(String address, int port) {
        this(address, port, AudioPolicy.DEFAULT);
    }

    boolean ipv6() {
        return address.indexOf(':') >= 0;
    }
}
