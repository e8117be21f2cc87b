// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

/**
 * Makes one key press out of the packets of an event: all of them share SSRC and timestamp, so the first that arrives,
 * whichever it is, is the press, and all others are repeats. Works with lost first or end packets, duplicates and reordering.
 * The caller makes a new one when the SSRC changes.
 *
 * <p>A key held longer than 0xFFFF units (8 s) goes on as a segment with a new timestamp (RFC 4733 section 2.5.1.3): the
 * segment starts where the last one ended, without a gap, and is no new press.
 */
public final class TelephoneEventReceiver {
    /** No key in this packet: a repeat, or no key event. */
    public static final char NONE = 0;
    /** Timestamps of the last presses, against packets that come late. */
    private static final int REMEMBERED = 8;
    /** A duration from which on an event without an end must go on as a segment. */
    private static final int LONG_EVENT = 0xFF00;

    private final int[] starts = new int[REMEMBERED];
    private int remembered;
    private int lastEvent = -1;
    private int lastStart;
    private int lastDuration;
    private boolean lastEnded = true;

    /** @return the key that was pressed with this packet, or {@link #NONE} */
    public char receive(RtpPacket packet) {
        TelephoneEvent event = TelephoneEvent.parse(packet.payload());
        if (event == null || !event.isKey()) {
            return NONE;
        }
        if (known(packet.timestamp())) {
            if (packet.timestamp() == lastStart) {
                lastDuration = Math.max(lastDuration, event.duration());
                lastEnded |= event.end();
            }
            return NONE;
        }
        boolean segment = continues(event, packet.timestamp());
        starts[remembered++ % REMEMBERED] = packet.timestamp();
        lastEvent = event.event();
        lastStart = packet.timestamp();
        lastDuration = event.duration();
        lastEnded = event.end();
        return segment ? NONE : event.key();
    }

    private boolean continues(TelephoneEvent event, int timestamp) {
        return event.event() == lastEvent
                && !lastEnded
                && lastDuration >= LONG_EVENT
                && timestamp - lastStart >= lastDuration
                && timestamp - lastStart <= 0x10000;
    }

    private boolean known(int timestamp) {
        for (int i = 0; i < Math.min(remembered, REMEMBERED); i++) {
            if (starts[i] == timestamp) {
                return true;
            }
        }
        return false;
    }
}
