// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everything that can happen to a call, one after the other through its mailbox. */
public sealed interface CallInput {

    // From the caller's side

    /** CANCEL; its own 200 is out. */
    record Cancelled() implements CallInput {}

    /** The first ACK of our 200. @param late the agreement, when our offer was in the 200 */
    record Acknowledged(@Nullable NegotiatedAudio late) implements CallInput {}

    /** A call of ours rings there. */
    record PeerRings() implements CallInput {}

    /** A call of ours was not answered. @param status final SIP status */
    record NotReached(int status, String detail) implements CallInput {}

    /** No ACK within 64*T1, or one whose answer we cannot take: BYE. */
    record AckFailed() implements CallInput {}

    /** The session expired, or the peer does not know it any more: BYE. */
    record PeerLost(EndReason reason) implements CallInput {}

    /** A key by SIP INFO: {@code 0-9 * # A-D}. */
    record InfoDigit(char digit) implements CallInput {}

    /** BYE; its 200 is out. */
    record RemoteHungUp() implements CallInput {}

    /** A re-INVITE or UPDATE was answered. */
    record Renegotiated(NegotiatedAudio audio) implements CallInput {}

    /** Another INVITE takes the caller's place (RFC 3891); it waits for its answer. */
    record ReplacedBy(SignalingLeg next) implements CallInput {}

    /** Neither RTP nor RTCP came for too long. */
    record MediaTimedOut() implements CallInput {}

    /** Everything before this mark has left the socket. */
    record Drained() implements CallInput {}

    // From the worker's side, with the epoch that tells a late word of a lost worker apart

    record WorkerReserved(int epoch, Optional<Worker> worker) implements CallInput {}

    record StreamOpened(int epoch) implements CallInput {}

    record StreamLost(int epoch, String why) implements CallInput {}

    record WorkerSaid(int epoch, StreamMessage message) implements CallInput {}

    /** The peer wants us to call somebody else. */
    record Referred(ReferRequest request) implements CallInput {}

    /** What became of that: {@code input} is of the leg that is dialled for it. */
    record ReferralNews(PlacedLeg leg, ReferRequest request, CallInput input) implements CallInput {}

    // From a transfer

    /** Somebody else than the worker wants the caller handed over. */
    record TransferWanted(TransferOrder order) implements CallInput {}

    /** What a running transfer, or the bridge that came of it, hears. */
    sealed interface OfTransfer extends CallInput {

        /** The final answer to our REFER; 408 when none came. @param number of {@link SignalingLeg#refer} */
        record ReferAnswered(int number, int status) implements OfTransfer {}

        /**
         * A NOTIFY of our REFER, answered already.
         *
         * @param number of {@link SignalingLeg#refer}
         * @param status of the status line in its body (RFC 3515 2.4.5), 0 when it has none
         * @param last the subscription is over
         */
        record ReferNotified(int number, int status, boolean last) implements OfTransfer {}

        /** What the other person's leg did. */
        sealed interface OfTarget extends OfTransfer {
            /** Tells a late word of an earlier leg apart. */
            int number();
        }

        record TargetSaid(int number, OutboundLegEvent event) implements OfTarget {}

        /** The other person pressed a key. */
        record TargetKey(int number, char digit) implements OfTarget {}

        record TargetMediaTimedOut(int number) implements OfTarget {}

        /** @param number of the wait that is over: a cancelled one may still be on its way */
        record WaitOver(int number) implements OfTransfer {}

        /** The ringing tone in the caller's ear has come to its end. */
        record ToneOver() implements OfTransfer {}
    }

    /** While no worker has the call yet. */
    sealed interface OfWaiting extends CallInput {

        /** The first in the line, and a worker may be free. */
        record TurnCame() implements OfWaiting {}

        record WaitedTooLong() implements OfWaiting {}

        /** One period of the ringing in the caller's ear is over. */
        record ToneOver() implements OfWaiting {}
    }

    // From the clock and the house

    /** No worker's socket opened in time. */
    record SetupTimedOut() implements CallInput {}

    /** The ring time is over. */
    record RingTimeOver() implements CallInput {}

    /** The ring time and its grace are over. */
    record RingDeadline() implements CallInput {}

    /** Still ringing: proxies forget a call that hears no 18x for 3 minutes (RFC 3261 13.3.1.1, 16.6). */
    record RingRefresh() implements CallInput {}

    record RetryWorker() implements CallInput {}

    record PlayOutTimedOut() implements CallInput {}

    record TooLong() implements CallInput {}

    /** The house ends the call: the process stops, or the API asked for it. */
    record ShutDown(EndReason reason) implements CallInput {}
}
