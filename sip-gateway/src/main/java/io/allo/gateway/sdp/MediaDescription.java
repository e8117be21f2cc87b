// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One {@code m=} section, session-level defaults filled in.
 *
 * @param media {@code audio}, {@code video}, …
 * @param port 0 when the stream is switched off
 * @param protocol {@code RTP/AVP}, {@code RTP/SAVP}, …
 * @param formats payload types as written, most wanted first
 * @param rtpmaps payload type to {@code name/clock[/channels]}, upper case
 * @param address null when there is none, or none that we can send to (a name, multicast)
 * @param direction as the peer wrote it
 * @param ptimeMs packet length that the peer wants to receive, 0 when not said
 * @param maxptimeMs longest packet that it takes, 0 when not said
 * @param transport what it says of RTCP and encryption
 */
record MediaDescription(
        String media,
        int port,
        String protocol,
        List<String> formats,
        Map<String, String> rtpmaps,
        @Nullable InetAddress address,
        Direction direction,
        int ptimeMs,
        int maxptimeMs,
        Extras transport) {

    private static final String TELEPHONE_EVENT = "TELEPHONE-EVENT/";
    private static final List<String> PLAIN = List.of("RTP/AVP", "RTP/AVPF");
    private static final List<String> SECURE = List.of("RTP/SAVP", "RTP/SAVPF");
    private static final int DEFAULT_PTIME_MS = 20;
    /** Opus has no frames of 30 or 50 ms. */
    private static final List<Integer> OPUS_PTIMES = List.of(60, 40, 20, 10);

    /**
     * @param rtcp value of {@code a=rtcp}, null when there is none that we can send to
     * @param cryptos the lines that we can take, most wanted first
     */
    record Extras(@Nullable InetSocketAddress rtcp, boolean rtcpMux, List<CryptoAttribute> cryptos) {}

    /** A codec under the peer's payload type. */
    record Choice(Codec codec, int payloadType) {}

    /** RTP audio that is switched on. */
    boolean usableAudio() {
        return media.equals("audio") && port > 0 && (PLAIN.contains(protocol) || secureProfile());
    }

    /** Must it be encrypted? Keys over a plain profile only may. */
    boolean secureProfile() {
        return SECURE.contains(protocol);
    }

    /** The first of the peer's formats that we know, or null. */
    @Nullable
    Choice firstOf(List<Codec> known) {
        for (String format : formats) {
            for (Codec codec : known) {
                OptionalInt type = payloadType(format);
                if (type.isPresent() && names(format, type.getAsInt(), codec)) {
                    return new Choice(codec, type.getAsInt());
                }
            }
        }
        return null;
    }

    /**
     * Payload type of RFC 4733 events in the codec's clock, or -1. Beside Opus any clock is taken: many peers list only 8000.
     *
     * @param offered the type that we offered, taken without a mapping when the peer repeats it; -1 for none
     */
    int telephoneEventType(int offered, Codec codec) {
        int found = -1;
        for (String format : formats) {
            String mapping = rtpmaps.get(format);
            boolean events = mapping == null ? format.equals(String.valueOf(offered)) : isTelephoneEvent(mapping);
            if (events) {
                int type = payloadType(format).orElse(-1);
                if (mapping == null || clockOf(mapping) == codec.clockRate) {
                    return type;
                }
                found = found < 0 && codec == Codec.OPUS ? type : found;
            }
        }
        return found;
    }

    /** Clock of an events' payload type. */
    int clockOfType(int eventsType) {
        String mapping = rtpmaps.get(String.valueOf(eventsType));
        return mapping == null ? Codec.PCMU.clockRate : clockOf(mapping);
    }

    /** What we send: the peer's wish in whole 10 ms, within 10-60 and its maximum. */
    int sendPtimeMs(Codec codec) {
        int wish = ptimeMs == 0 ? DEFAULT_PTIME_MS : ptimeMs;
        int limited = maxptimeMs == 0 ? wish : Math.min(wish, maxptimeMs);
        int ptime = Math.clamp(limited - limited % 10, 10, 60);
        return codec == Codec.OPUS
                ? OPUS_PTIMES.stream().filter(ms -> ms <= ptime).findFirst().orElse(10)
                : ptime;
    }

    private boolean names(String format, int payloadType, Codec codec) {
        String mapping = rtpmaps.get(format);
        if (mapping == null) {
            return codec.isStatic() && payloadType == codec.offeredPayloadType;
        }
        String wanted = codec.rtpmap.toUpperCase(Locale.ROOT);
        return mapping.equals(wanted) || (codec.isStatic() && mapping.equals(wanted + "/1"));
    }

    private static boolean isTelephoneEvent(String mapping) {
        return mapping.matches(TELEPHONE_EVENT + "(8000|48000)(/1)?");
    }

    private static int clockOf(String mapping) {
        return mapping.startsWith(TELEPHONE_EVENT + "48000") ? Codec.OPUS.clockRate : Codec.PCMU.clockRate;
    }

    private static OptionalInt payloadType(String format) {
        if (format.length() > 3 || !format.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int type = Integer.parseInt(format);
        return type <= 127 ? OptionalInt.of(type) : OptionalInt.empty();
    }
}
