// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import java.util.List;

/**
 * Our end of the audio stream.
 *
 * @param address IP literal that the peer can reach
 * @param port our RTP port
 * @param codecs what we take, in the order of our own offers
 */
public record LocalAudio(String address, int port, List<Codec> codecs) {
    public LocalAudio {
        requireNonNull(address, "address");
        codecs = List.copyOf(codecs);
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("no codecs, expected at least one");
        }
    }

    /** Both laws, µ first. */
    public LocalAudio(String address, int port) {
        this(address, port, List.of(Codec.PCMU, Codec.PCMA));
    }

    boolean ipv6() {
        return address.indexOf(':') >= 0;
    }
}
