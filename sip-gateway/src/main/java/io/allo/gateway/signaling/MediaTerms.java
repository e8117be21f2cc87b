// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.call.AudioPolicy;
import io.allo.gateway.sdp.LocalAudio;
import io.allo.gateway.sdp.SdpNegotiation;

/**
 * What a leg's descriptions say of us.
 *
 * @param host IP literal that the peer is told to send RTP to
 */
record MediaTerms(String host, AudioPolicy policy) {

    /** @param port our RTP port */
    OfferAnswer begin(int port) {
        return new OfferAnswer(new SdpNegotiation(new LocalAudio(host, port, policy)));
    }
}
