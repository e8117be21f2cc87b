// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.SignalingLeg.Negotiation;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The caller of one call: his signalling, which another leg may replace, and his audio. Used inside the call's mailbox. */
final class CallerSide {
    private static final Logger LOG = Logger.getLogger(CallerSide.class);

    private final CallId id;
    private final MediaLegFactory factory;
    private final AudioBridge bridge;
    private SignalingLeg leg;
    private @Nullable MediaLeg media;
    private Codec codec = Codec.PCMA;

    CallerSide(CallId id, SignalingLeg leg, MediaLegFactory factory, AudioBridge bridge) {
        this.id = id;
        this.leg = leg;
        this.factory = factory;
        this.bridge = bridge;
    }

    /** Opens the audio and works out the answer. Gives the refusal that he gets instead, null when all is well. */
    @Nullable
    Refusal open() {
        MediaLeg opened;
        try {
            opened = factory.open(id, bridge);
        } catch (MediaLegFactory.NoMediaPortException e) {
            LOG.warn(e.getMessage());
            return Refusal.unavailable(EndReason.OVERLOADED);
        }
        media = opened;
        bridge.attach(opened);
        switch (leg.negotiate(opened.localPort())) {
            case Negotiation.Agreed agreed -> {
                streamIn(agreed.audio().codec());
                opened.negotiated(agreed.audio());
            }
            case Negotiation.LateOffer late -> streamIn(late.preferred());
            case Negotiation.Refused refused -> {
                return new Refusal(refused.status(), EndReason.NO_COMMON_CODEC);
            }
        }
        return null;
    }

    /** The law between us and every worker of this call; the media leg transcodes when the caller changes his. */
    private void streamIn(Codec agreed) {
        codec = agreed.law();
        media().streamCodec(codec);
    }

    /**
     * The conversation goes on with another peer, by the same port.
     *
     * @return what is agreed with him; null when that comes with his ACK, or he was refused
     */
    @Nullable
    NegotiatedAudio replacedBy(SignalingLeg next) {
        switch (next.negotiate(media().localPort())) {
            case Negotiation.Agreed agreed -> {
                swap(next);
                return agreed.audio();
            }
            case Negotiation.LateOffer _ -> swap(next);
            case Negotiation.Refused refused -> next.reject(refused.status(), null);
        }
        return null;
    }

    private void swap(SignalingLeg next) {
        next.answer();
        peerIs(next);
    }

    /** This one, answered already, takes the place of the leg before, which is hung up. */
    void peerIs(SignalingLeg next) {
        leg.detach();
        leg.hangUp(EndReason.TRANSFERRED);
        leg = next;
    }

    SignalingLeg leg() {
        return leg;
    }

    MediaLeg media() {
        return requireNonNull(media, "media");
    }

    Codec codec() {
        return codec;
    }

    CallQuality quality() {
        return media == null ? CallQuality.NONE : media.quality();
    }

    void close() {
        if (media != null) {
            media.close();
        }
    }
}
