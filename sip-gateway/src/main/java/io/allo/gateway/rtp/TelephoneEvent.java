// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The payload of a telephone event (RFC 4733 section 2.3).
 *
 * <pre>
 *  0                   1                   2                   3
 *  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * |     event     |E|R| volume    |          duration             |
 * +-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+-+
 * </pre>
 *
 * @param event 0-9, 10 {@code *}, 11 {@code #}, 12-15 {@code A-D}; others are no keys
 * @param end set in the final packets
 * @param volume -dBm0, 0-63
 * @param duration so far, in timestamp units
 */
public record TelephoneEvent(int event, boolean end, int volume, int duration) {
    private static final String KEYS = "0123456789*#ABCD";
    private static final int PAYLOAD_BYTES = 4;

    /** Null when the payload is too short. Redundant blocks behind the first are ignored. */
    public static @Nullable TelephoneEvent parse(byte[] payload) {
        if (payload.length < PAYLOAD_BYTES) {
            return null;
        }
        int flags = payload[1];
        int duration = (payload[2] & 0xFF) << 8 | (payload[3] & 0xFF);
        return new TelephoneEvent(payload[0] & 0xFF, (flags & 0x80) != 0, flags & 0x3F, duration);
    }

    public byte[] payload() {
        return ByteBuffer.allocate(PAYLOAD_BYTES)
                .put((byte) event)
                .put((byte) ((end ? 0x80 : 0) | volume))
                .putShort((short) duration)
                .array();
    }

    public boolean isKey() {
        return event < KEYS.length();
    }

    /** The key as written on a telephone. Only when {@link #isKey()}. */
    public char key() {
        return KEYS.charAt(event);
    }

    /** The event's number of a key, -1 when it is none. */
    public static int eventOf(char key) {
        return KEYS.indexOf(Character.toUpperCase(key));
    }
}
