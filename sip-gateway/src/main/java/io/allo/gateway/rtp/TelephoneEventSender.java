// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.rtp;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Presses keys: says for each packet to send what it carries. A key sounds 100 ms, its end goes out three times, and 60 ms
 * of ordinary audio follow before the next key; {@code w} waits half a second.
 */
public final class TelephoneEventSender {
    private static final int KEY_MS = 100;
    private static final int GAP_MS = 60;
    private static final int WAIT_MS = 500;
    private static final int END_PACKETS = 3;
    private static final int VOLUME = 10;
    /** More keys than anyone dials; what is beyond is dropped. */
    private static final int MAX_WAITING = 64;

    private final Deque<Character> waiting = new ArrayDeque<>();
    private int event = -1;
    private int startTimestamp;
    private int soundedMs;
    private int endsSent;
    private int gapMs;

    /**
     * One packet of an event.
     *
     * @param marker set on the first packet of a key only
     * @param timestamp the key's start, equal in all its packets
     */
    public record EventPacket(TelephoneEvent event, boolean marker, int timestamp) {}

    /** Queues keys; characters that are no key are ignored. @return how many were taken */
    public int press(String keys) {
        int taken = 0;
        for (int i = 0; i < keys.length(); i++) {
            char key = keys.charAt(i);
            boolean known = key == 'w' || key == 'W' || TelephoneEvent.eventOf(key) >= 0;
            if (known && waiting.size() < MAX_WAITING) {
                waiting.add(key);
                taken++;
            }
        }
        return taken;
    }

    /** Is a key or the gap behind it under way? */
    public boolean busy() {
        return event >= 0 || gapMs > 0 || !waiting.isEmpty();
    }

    /**
     * Called once for each packet to be sent.
     *
     * @param timestamp that an audio packet would carry now
     * @param unitsPerMs of the timestamps' clock: 8, with Opus 48
     * @return the event packet to send instead of audio, or null for audio
     */
    public @Nullable EventPacket next(int timestamp, int ptimeMs, int unitsPerMs) {
        if (gapMs > 0) {
            gapMs -= ptimeMs;
            return null;
        }
        if (event < 0 && !begin(timestamp)) {
            return null;
        }
        boolean first = soundedMs == 0;
        if (endsSent == 0) {
            soundedMs += ptimeMs;
        }
        boolean end = soundedMs >= KEY_MS;
        EventPacket packet =
                new EventPacket(new TelephoneEvent(event, end, VOLUME, soundedMs * unitsPerMs), first, startTimestamp);
        if (end && ++endsSent == END_PACKETS) {
            event = -1;
            gapMs = GAP_MS;
        }
        return packet;
    }

    private boolean begin(int timestamp) {
        Character key = waiting.poll();
        if (key == null) {
            return false;
        }
        if (key == 'w' || key == 'W') {
            gapMs = WAIT_MS;
            return false;
        }
        event = TelephoneEvent.eventOf(key);
        startTimestamp = timestamp;
        soundedMs = 0;
        endsSent = 0;
        return true;
    }
}
