// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.gateway.call.NegotiatedAudio;

/** The peer's answer fits our offer. */
public record Agreed(NegotiatedAudio audio) implements AnswerOutcome {}
