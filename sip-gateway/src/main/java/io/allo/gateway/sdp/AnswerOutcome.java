// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

/** What became of our offer, once the peer's answer is here. */
public sealed interface AnswerOutcome permits Agreed, Refused {}
