// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.call.NegotiatedAudio.Transport;
import io.allo.gateway.call.SrtpKeys;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Offer and answer of one dialog, over its whole life (RFC 3264). It remembers what RFC 3264 section 8 binds us to: the
 * session id, the version (raised only when the description changed), the number and order of the media sections, the payload
 * types in use.
 *
 * <p>Takes one audio stream with the codecs of the trunk's policy, over RTP or SRTP. Never throws for what a peer wrote. Not
 * thread-safe: used from the call's mailbox.
 */
public final class SdpNegotiation {
    /** Payload types of RFC 4733 events in our own offers, for clocks of 8 and of 48 kHz. */
    static final int OFFERED_TELEPHONE_EVENT = 101;

    static final int OFFERED_TELEPHONE_EVENT_48K = 110;

    private static final int OFFERED_PTIME_MS = 20;

    private final LocalAudio local;
    private final MediaSecurity security;
    private final long sessionId;
    private Direction localDirection = Direction.SENDRECV;
    private long version;
    /** The last description that we sent, without its {@code o=} line. */
    private String lastSent = "";

    private String time = "0 0";
    /** All sections of the session in order; the audio section's place is empty. */
    private List<String> otherSections = List.of("");

    private int audioSection;
    private boolean rtcpMux;
    private @Nullable NegotiatedAudio agreed;

    public SdpNegotiation(LocalAudio local) {
        this(local, ThreadLocalRandom.current().nextLong(1, 1L << 53));
    }

    SdpNegotiation(LocalAudio local, long sessionId) {
        this.local = requireNonNull(local, "local");
        this.security = new MediaSecurity(local.policy().srtp());
        this.sessionId = sessionId;
        this.version = sessionId;
    }

    /** What we want to do from the next offer or answer on: SENDONLY or INACTIVE puts the peer on hold. */
    public void localDirection(Direction direction) {
        this.localDirection = requireNonNull(direction, "direction");
    }

    /** Answers the peer's offer, first or later. */
    public OfferOutcome answer(byte[] offer) {
        try {
            return answer(SdpReader.read(offer));
        } catch (SdpSyntaxException e) {
            return Refused.unreadable(requireNonNull(e.getMessage()));
        }
    }

    /** Our offer: for an INVITE without one, an outbound call, or a change. */
    public String offer() {
        security.offer();
        AudioSection section = new AudioSection();
        boolean wide = false;
        for (Codec codec : local.policy().codecs()) {
            section.codec(codec, typeOf(codec));
            wide |= codec == Codec.OPUS;
        }
        section.events(typeOfEvents(OFFERED_TELEPHONE_EVENT, Codec.PCMU.clockRate), Codec.PCMU.clockRate);
        if (wide) {
            section.events(typeOfEvents(OFFERED_TELEPHONE_EVENT_48K, Codec.OPUS.clockRate), Codec.OPUS.clockRate);
        }
        return describe(section.transport(security, rtcpMux).flow(OFFERED_PTIME_MS, localDirection));
    }

    /** What we sent last, word for word: an offer that changes nothing. */
    public String repeat() {
        return lastSent.isEmpty() ? offer() : origin() + lastSent;
    }

    /** Reads the answer to {@link #offer()}, which came in a 183, a 200, a PRACK or an ACK. */
    public AnswerOutcome acceptAnswer(byte[] answer) {
        SessionDescription description;
        try {
            description = SdpReader.read(answer);
        } catch (SdpSyntaxException e) {
            return Refused.unreadable(requireNonNull(e.getMessage()));
        }
        if (description.media().size() != otherSections.size()) {
            return Refused.notAcceptable("answer with a different number of media sections");
        }
        MediaDescription audio = description.media().get(audioSection);
        if (!audio.usableAudio()) {
            return Refused.notAcceptable("audio refused by the answer");
        }
        MediaDescription.Choice choice = audio.firstOf(local.policy().codecs());
        InetAddress address = audio.address();
        if (choice == null) {
            return Refused.notAcceptable("no codec in common");
        }
        if (!reachable(address)) {
            return Refused.notAcceptable("no address that we can send to");
        }
        if (!security.isAnsweredBy(audio)) {
            return Refused.notAcceptable("none of our SRTP keys was taken");
        }
        int events = audio.telephoneEventType(
                choice.codec() == Codec.OPUS ? OFFERED_TELEPHONE_EVENT_48K : OFFERED_TELEPHONE_EVENT, choice.codec());
        rtcpMux = rtcpMux && audio.transport().rtcpMux();
        return new Agreed(agreement(audio, choice, events, address, security.answered(audio)));
    }

    private OfferOutcome answer(SessionDescription offer) {
        if (offer.media().size() < otherSections.size() && !lastSent.isEmpty()) {
            return Refused.notAcceptable("later offer with fewer media sections");
        }
        String reason = "no audio over RTP";
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription audio = offer.media().get(i);
            if (audio.usableAudio()) {
                MediaDescription.Choice choice = audio.firstOf(local.policy().codecs());
                String objection = security.objection(audio);
                InetAddress address = audio.address();
                if (choice != null && objection == null && reachable(address)) {
                    return accept(offer, i, choice, address);
                }
                reason = choice == null
                        ? "no codec in common"
                        : objection == null ? "no address that we can send to" : objection;
            }
        }
        return Refused.notAcceptable(reason);
    }

    private Answered accept(
            SessionDescription offer, int section, MediaDescription.Choice choice, InetAddress address) {
        MediaDescription audio = offer.media().get(section);
        time = offer.time();
        audioSection = section;
        otherSections = new ArrayList<>();
        for (MediaDescription media : offer.media()) {
            otherSections.add(
                    "m=" + media.media() + " 0 " + media.protocol() + " " + String.join(" ", media.formats()));
        }
        rtcpMux = audio.transport().rtcpMux();
        int events = audio.telephoneEventType(-1, choice.codec());
        NegotiatedAudio agreement = agreement(audio, choice, events, address, security.answer(audio));
        String body = describe(new AudioSection()
                .codec(choice.codec(), choice.payloadType())
                .events(events, audio.clockOfType(events))
                .transport(security, rtcpMux)
                .flow(agreement.ptimeMs(), agreement.direction()));
        return new Answered(body, agreement);
    }

    private NegotiatedAudio agreement(
            MediaDescription audio,
            MediaDescription.Choice choice,
            int telephoneEventType,
            InetAddress address,
            @Nullable SrtpKeys srtp) {
        InetSocketAddress rtcp = audio.transport().rtcp();
        NegotiatedAudio agreement = new NegotiatedAudio(
                new InetSocketAddress(address, audio.port()),
                choice.codec(),
                choice.payloadType(),
                telephoneEventType,
                audio.sendPtimeMs(choice.codec()),
                common(audio, address),
                new Transport(rtcp != null && reachable(rtcp.getAddress()) ? rtcp : null, rtcpMux, srtp));
        agreed = agreement;
        return agreement;
    }

    /** What both want. An unspecified address is the old way to say hold (RFC 3264 section 8.4): we may only receive. */
    private Direction common(MediaDescription audio, InetAddress address) {
        Direction peer = audio.direction();
        boolean peerListens = peer.receives() && !address.isAnyLocalAddress();
        boolean send = localDirection.sends() && peerListens;
        boolean receive = localDirection.receives() && peer.sends();
        if (send) {
            return receive ? Direction.SENDRECV : Direction.SENDONLY;
        }
        return receive ? Direction.RECVONLY : Direction.INACTIVE;
    }

    /** We have one address; the other family could hear us only by chance. */
    private boolean reachable(@Nullable InetAddress address) {
        return address != null && (address.getAddress().length == 16) == local.ipv6();
    }

    /** A payload type keeps its meaning while the session lasts (RFC 3264 section 8.3.2). */
    private int typeOf(Codec codec) {
        return agreed != null && agreed.codec() == codec ? agreed.payloadType() : codec.offeredPayloadType;
    }

    private int typeOfEvents(int offered, int clockRate) {
        boolean known = agreed != null && agreed.telephoneEventType() >= 0 && agreed.codec().clockRate == clockRate;
        return known ? agreed.telephoneEventType() : offered;
    }

    private String describe(AudioSection audio) {
        String family = local.ipv6() ? "IP6 " : "IP4 ";
        List<String> lines = new ArrayList<>();
        lines.add("s=-");
        lines.add("c=IN " + family + local.address());
        lines.add("t=" + time);
        for (int i = 0; i < otherSections.size(); i++) {
            if (i == audioSection) {
                lines.addAll(audio.lines(local.port(), security.profile()));
            } else {
                lines.add(otherSections.get(i));
            }
        }
        String description = String.join("\r\n", lines) + "\r\n";
        if (!description.equals(lastSent) && !lastSent.isEmpty()) {
            version++;
        }
        lastSent = description;
        return origin() + description;
    }

    private String origin() {
        String family = local.ipv6() ? "IP6 " : "IP4 ";
        return "v=0\r\no=- " + sessionId + " " + version + " IN " + family + local.address() + "\r\n";
    }
}
