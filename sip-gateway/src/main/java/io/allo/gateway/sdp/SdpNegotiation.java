// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import static java.util.Objects.requireNonNull;

import io.allo.gateway.call.NegotiatedAudio;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Offer and answer of one dialog, over its whole life (RFC 3264). It remembers what RFC 3264 section 8 binds us to: the
 * session id, the version (raised only when the description changed), the number and order of the media sections.
 *
 * <p>Takes one audio stream with PCMU or PCMA over plain RTP. Never throws for what a peer wrote. Not thread-safe: used from
 * the call's mailbox.
 */
public final class SdpNegotiation {
    /** Payload type of RFC 4733 events in our own offers. */
    static final int OFFERED_TELEPHONE_EVENT = 101;

    private static final int OFFERED_PTIME_MS = 20;

    private final LocalAudio local;
    private final long sessionId;
    private Direction localDirection = Direction.SENDRECV;
    private long version;
    /** The last description that we sent, without its {@code o=} line. */
    private String lastSent = "";

    private String time = "0 0";
    /** All sections of the session in order; the audio section's place is empty. */
    private List<String> otherSections = List.of("");

    private int audioSection;

    public SdpNegotiation(LocalAudio local) {
        this(local, ThreadLocalRandom.current().nextLong(1, 1L << 53));
    }

    SdpNegotiation(LocalAudio local, long sessionId) {
        this.local = requireNonNull(local, "local");
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
        List<String> lines = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (Codec codec : local.codecs()) {
            types.add(String.valueOf(codec.staticPayloadType));
            lines.add(rtpmap(codec.staticPayloadType, codec.name()));
        }
        types.add(String.valueOf(OFFERED_TELEPHONE_EVENT));
        return describe(types, lines, OFFERED_TELEPHONE_EVENT, OFFERED_PTIME_MS, localDirection);
    }

    /** What we sent last, word for word: an offer that changes nothing. */
    public String repeat() {
        return lastSent.isEmpty() ? offer() : origin() + lastSent;
    }

    /** Reads the answer to {@link #offer()}, which came in a 200, a PRACK or an ACK. */
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
        MediaDescription.Choice choice = audio.firstOf(local.codecs());
        if (choice == null) {
            return Refused.notAcceptable("no codec in common");
        }
        InetAddress address = audio.address();
        if (!reachable(address)) {
            return Refused.notAcceptable("no address that we can send to");
        }
        return new Agreed(agreement(
                audio,
                choice,
                audio.telephoneEventType(OFFERED_TELEPHONE_EVENT),
                common(audio, address),
                new InetSocketAddress(address, audio.port())));
    }

    private OfferOutcome answer(SessionDescription offer) {
        if (offer.media().size() < otherSections.size() && !lastSent.isEmpty()) {
            return Refused.notAcceptable("later offer with fewer media sections");
        }
        String reason = "no audio over plain RTP";
        for (int i = 0; i < offer.media().size(); i++) {
            MediaDescription audio = offer.media().get(i);
            if (audio.usableAudio()) {
                MediaDescription.Choice choice = audio.firstOf(local.codecs());
                InetAddress address = audio.address();
                if (choice != null && reachable(address)) {
                    return accept(offer, i, choice, new InetSocketAddress(address, audio.port()));
                }
                reason = choice == null ? "no codec in common" : "no address that we can send to";
            }
        }
        return Refused.notAcceptable(reason);
    }

    private Answered accept(
            SessionDescription offer, int section, MediaDescription.Choice choice, InetSocketAddress remote) {
        MediaDescription audio = offer.media().get(section);
        time = offer.time();
        audioSection = section;
        otherSections = new ArrayList<>();
        for (MediaDescription media : offer.media()) {
            otherSections.add(
                    "m=" + media.media() + " 0 " + media.protocol() + " " + String.join(" ", media.formats()));
        }
        Direction direction = common(audio, remote.getAddress());
        int events = audio.telephoneEventType(-1);
        List<String> types = new ArrayList<>(List.of(String.valueOf(choice.payloadType())));
        if (events >= 0) {
            types.add(String.valueOf(events));
        }
        List<String> maps = List.of(rtpmap(choice.payloadType(), choice.codec().name()));
        String body = describe(types, maps, events, audio.sendPtimeMs(), direction);
        return new Answered(body, agreement(audio, choice, events, direction, remote));
    }

    private static NegotiatedAudio agreement(
            MediaDescription audio,
            MediaDescription.Choice choice,
            int telephoneEventType,
            Direction direction,
            InetSocketAddress remote) {
        return new NegotiatedAudio(
                remote, choice.codec(), choice.payloadType(), telephoneEventType, audio.sendPtimeMs(), direction);
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

    private String describe(
            List<String> types, List<String> rtpmaps, int telephoneEventType, int ptimeMs, Direction direction) {
        String family = local.ipv6() ? "IP6 " : "IP4 ";
        List<String> lines = new ArrayList<>();
        lines.add("s=-");
        lines.add("c=IN " + family + local.address());
        lines.add("t=" + time);
        for (int i = 0; i < otherSections.size(); i++) {
            if (i == audioSection) {
                lines.add("m=audio " + local.port() + " RTP/AVP " + String.join(" ", types));
                lines.addAll(rtpmaps);
                if (telephoneEventType >= 0) {
                    lines.add(rtpmap(telephoneEventType, "telephone-event"));
                    lines.add("a=fmtp:" + telephoneEventType + " 0-15");
                }
                lines.add("a=ptime:" + ptimeMs);
                lines.add("a=" + direction.name().toLowerCase(Locale.ROOT));
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

    private static String rtpmap(int payloadType, String name) {
        return "a=rtpmap:" + payloadType + " " + name + "/8000";
    }
}
