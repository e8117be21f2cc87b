// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.sdp;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.net.InetAddress;
import java.util.List;
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
        int maxptimeMs) {

    private static final String TELEPHONE_EVENT = "TELEPHONE-EVENT/8000";
    private static final int DEFAULT_PTIME_MS = 20;

    /** A codec under the peer's payload type. */
    record Choice(Codec codec, int payloadType) {}

    /** Plain RTP audio that is switched on. Secure RTP is refused at this stage. */
    boolean usableAudio() {
        return media.equals("audio") && port > 0 && protocol.equals("RTP/AVP");
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
     * Payload type of RFC 4733 events at 8 kHz, or -1.
     *
     * @param offered the type that we offered, taken without a mapping when the peer repeats it; -1 for none
     */
    int telephoneEventType(int offered) {
        for (String format : formats) {
            String mapping = rtpmaps.get(format);
            boolean events = mapping == null ? format.equals(String.valueOf(offered)) : isTelephoneEvent(mapping);
            if (events) {
                return payloadType(format).orElse(-1);
            }
        }
        return -1;
    }

    /** What we send: the peer's wish in whole 10 ms, within 10-60 and its maximum. */
    int sendPtimeMs() {
        int wish = ptimeMs == 0 ? DEFAULT_PTIME_MS : ptimeMs;
        int limited = maxptimeMs == 0 ? wish : Math.min(wish, maxptimeMs);
        return Math.clamp(limited - limited % 10, 10, 60);
    }

    private boolean names(String format, int payloadType, Codec codec) {
        String mapping = rtpmaps.get(format);
        if (mapping == null) {
            return payloadType == codec.staticPayloadType;
        }
        return mapping.equals(codec.name() + "/8000") || mapping.equals(codec.name() + "/8000/1");
    }

    private static boolean isTelephoneEvent(String mapping) {
        return mapping.equals(TELEPHONE_EVENT) || mapping.equals(TELEPHONE_EVENT + "/1");
    }

    private static OptionalInt payloadType(String format) {
        if (format.length() > 3 || !format.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.empty();
        }
        int type = Integer.parseInt(format);
        return type <= 127 ? OptionalInt.of(type) : OptionalInt.empty();
    }
}
