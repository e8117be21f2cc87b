// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.gateway.call.NegotiatedAudio;

/** @param body our answer, {@code application/sdp} */
public record Answered(String body, NegotiatedAudio audio) implements OfferOutcome {}
