// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The signalling of a call that we place. The person called stands where the caller of an inbound call stands: "answer" dials
 * him, once the worker is ready, and his answer is what the ACK is there. Used inside the call's mailbox.
 */
final class PlacedLeg implements SignalingLeg {
    private final CallRequest request;
    private final Placement placement;
    private final Dialer dialer;
    private final Mailbox mailbox;
    private @Nullable OutboundLeg leg;
    private @Nullable Consumer<CallInput> news;
    private int localRtpPort;

    PlacedLeg(CallRequest request, Placement placement, Dialer dialer, Mailbox mailbox) {
        this.request = request;
        this.placement = placement;
        this.dialer = dialer;
        this.mailbox = mailbox;
    }

    /** Who hears what the person called does: the call, before the first task of its mailbox. */
    void tells(Consumer<CallInput> listener) {
        news = listener;
    }

    @Override
    public Negotiation negotiate(int port) {
        localRtpPort = port;
        return new Negotiation.LateOffer(NegotiatedAudio.Codec.PCMA);
    }

    @Override
    public void ring() {
        // nobody rings before the worker is ready
    }

    @Override
    public void answer() {
        leg = dialer.dial(
                new DialRequest(
                        request.id(),
                        placement.origin(),
                        placement.accountId(),
                        request.sipAccountId(),
                        request.called(),
                        null,
                        localRtpPort,
                        placement.noAnswerAfter(),
                        placement.headers()),
                mailbox,
                this::happened);
    }

    private void happened(OutboundLegEvent event) {
        Consumer<CallInput> owner = news;
        if (owner == null) {
            return;
        }
        switch (event) {
            case OutboundLegEvent.Ringing _, OutboundLegEvent.EarlyMedia _ -> owner.accept(new CallInput.PeerRings());
            case OutboundLegEvent.Answered answered -> owner.accept(new CallInput.Acknowledged(answered.audio()));
            case OutboundLegEvent.Renegotiated renegotiated ->
                owner.accept(new CallInput.Renegotiated(renegotiated.audio()));
            case OutboundLegEvent.InfoDigit key -> owner.accept(new CallInput.InfoDigit(key.digit()));
            case OutboundLegEvent.Refused refused ->
                owner.accept(new CallInput.NotReached(refused.status(), refused.detail()));
            case OutboundLegEvent.HungUp _ -> owner.accept(new CallInput.RemoteHungUp());
        }
    }

    @Override
    public void reject(int status, @Nullable Duration retryAfter) {
        // nobody was called yet
    }

    @Override
    public void direction(NegotiatedAudio.Direction direction) {
        if (leg != null) {
            leg.direction(direction);
        }
    }

    @Override
    public void detach() {
        news = null;
    }

    @Override
    public void hangUp(EndReason reason) {
        if (leg != null) {
            leg.hangUp(reason);
        }
    }
}
