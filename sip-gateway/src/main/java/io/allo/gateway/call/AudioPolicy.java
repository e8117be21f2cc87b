// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.TrunkPolicy;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import java.util.ArrayList;
import java.util.List;

/**
 * What a trunk lets us agree on.
 *
 * @param codecs what we take, and the order of our own offers; an answer follows the offer's order (RFC 3264 section 6.1)
 */
public record AudioPolicy(List<Codec> codecs, TrunkPolicy.Srtp srtp) {
    /** For a call through no known trunk. */
    public static final AudioPolicy DEFAULT =
            new AudioPolicy(List.of(Codec.PCMU, Codec.PCMA), TrunkPolicy.Srtp.OPTIONAL);

    public AudioPolicy {
        codecs = List.copyOf(codecs);
        requireNonNull(srtp, "srtp");
        if (codecs.isEmpty()) {
            throw new IllegalArgumentException("no codecs, expected at least one");
        }
    }

    /** Names that we do not know are left out; when none remains, the default's codecs are taken. */
    public static AudioPolicy of(TrunkPolicy policy) {
        List<Codec> codecs = new ArrayList<>();
        for (String name : policy.codecs()) {
            for (Codec codec : Codec.values()) {
                if (codec.name().equalsIgnoreCase(name) && !codecs.contains(codec)) {
                    codecs.add(codec);
                }
            }
        }
        return new AudioPolicy(codecs.isEmpty() ? DEFAULT.codecs : codecs, policy.srtp());
    }
}
