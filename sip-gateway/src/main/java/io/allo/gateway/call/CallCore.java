// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;

/** A call as its own parts see it: the worker search and the transfers. Used inside the call's mailbox. */
interface CallCore {
    CallRequest request();

    CallState state();

    void become(CallState next);

    /** The caller's signalling. */
    SignalingLeg leg();

    /** This one, answered already, takes the place of the caller's signalling; the one before is hung up. */
    void peerIs(SignalingLeg next);

    /** The caller's audio. */
    MediaLeg media();

    /** Law of the audio towards every worker of this call. */
    NegotiatedAudio.Codec codec();

    Mailbox mailbox();

    /** Enqueues. */
    void post(CallInput input);

    /** Refuses the INVITE, before the answer. */
    void refuse(Refusal refusal);

    /** Ends the call from our side, in the way that its state asks for. */
    void hangUp(EndReason reason);
}
