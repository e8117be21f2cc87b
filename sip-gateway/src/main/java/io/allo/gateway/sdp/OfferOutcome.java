// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

/** What became of the peer's offer. */
public sealed interface OfferOutcome permits Answered, Refused {}
