// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

/**
 * No session comes about. A session that existed before goes on unchanged.
 *
 * @param status SIP status that says so: 400 unreadable, 488 nothing in common
 * @param reason for the log and a Warning header; holds nothing that the peer wrote
 */
public record Refused(int status, String reason) implements OfferOutcome, AnswerOutcome {
    static Refused unreadable(String reason) {
        return new Refused(400, reason);
    }

    static Refused notAcceptable(String reason) {
        return new Refused(488, reason);
    }
}
