// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

/** What happened to an outgoing leg, in the mailbox that it was dialled with. Exactly one of Refused and HungUp is the last. */
public sealed interface OutboundLegEvent {

    /** 18x without a session description: nothing is heard from there yet. */
    record Ringing(int status) implements OutboundLegEvent {}

    /** 18x with a session description: what comes from there may be played. */
    record EarlyMedia(NegotiatedAudio audio) implements OutboundLegEvent {}

    /** 200, acknowledged. */
    record Answered(NegotiatedAudio audio) implements OutboundLegEvent {}

    /** A re-INVITE or UPDATE of either side was agreed. */
    record Renegotiated(NegotiatedAudio audio) implements OutboundLegEvent {}

    /** A key by SIP INFO: {@code 0-9 * # A-D}. */
    record InfoDigit(char digit) implements OutboundLegEvent {}

    /**
     * It will not be answered: every try is over.
     *
     * @param status final SIP status, 408 for silence, 487 after {@code hangUp}, 403 when the policy refused
     * @param detail for logs and people, without numbers
     */
    record Refused(int status, String detail) implements OutboundLegEvent {}

    /** BYE from there, or the end of an answered leg for any other reason than our own hang-up. */
    record HungUp() implements OutboundLegEvent {}
}
