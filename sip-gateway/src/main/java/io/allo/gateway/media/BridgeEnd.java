// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.rtp.TelephoneEventSender;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One leg's ear in a bridge: the other side's frames wait here, so that network jitter there is no stutter here.
 *
 * <p>Playing begins when a packet and a cushion of 40 ms have come (60 ms in all with packets of 20 ms). A buffer that runs
 * dry begins anew with a cushion 20 ms larger, at most 120 ms; one that grows, because the other side's clock is faster or a
 * stall has ended, gives up quiet frames first and, past its hard limit, the oldest ones: a talk across a bridge suffers more
 * from delay than from a lost syllable. One thread.
 */
final class BridgeEnd {
    private static final int BYTES_PER_MS = 8;
    private static final int STEP = 20 * BYTES_PER_MS;
    private static final int FIRST_CUSHION = 40 * BYTES_PER_MS;
    private static final int MAX_CUSHION = 120 * BYTES_PER_MS;
    /** What may wait beyond packet and cushion before quiet frames are given up. */
    private static final int TOLERATED = 40 * BYTES_PER_MS;

    private static final int CAPACITY = 320 * BYTES_PER_MS;

    private final TelephoneEventSender keys;
    private final byte[] waiting = new byte[CAPACITY];
    private int filled;
    private int cushion = FIRST_CUSHION;
    private int packet = STEP;
    private boolean flowing;
    private Codec law = Codec.PCMU;

    /** @param keys presses keys towards this leg's caller */
    BridgeEnd(TelephoneEventSender keys) {
        this.keys = keys;
    }

    /** A key that the other side pressed. */
    void press(char key) {
        keys.press(String.valueOf(key));
    }

    /** A frame of the other side, in its law. */
    void put(byte[] frame, Codec frameLaw) {
        law = frameLaw;
        boolean tooMuch = filled > packet + cushion + TOLERATED;
        if (frame.length > CAPACITY || (tooMuch && !Companding.voiced(frame, frameLaw))) {
            return;
        }
        int beyond = filled + frame.length - CAPACITY;
        if (beyond > 0) {
            drop(beyond);
        }
        System.arraycopy(frame, 0, waiting, filled, frame.length);
        filled += frame.length;
    }

    /** The next packet in the given law, or null for silence. Called once every packet, so that what waits stays recent. */
    byte @Nullable [] take(int bytes, Codec wanted) {
        packet = bytes;
        flowing = flowing || filled >= bytes + cushion;
        if (!flowing) {
            return null;
        }
        byte[] payload = new byte[bytes];
        int count = Math.min(bytes, filled);
        System.arraycopy(waiting, 0, payload, 0, count);
        drop(count);
        if (count < bytes) {
            Arrays.fill(payload, count, bytes, Companding.silence(law));
            flowing = false;
            cushion = Math.min(cushion + STEP, MAX_CUSHION);
        }
        return Companding.transcode(payload, law, wanted);
    }

    /** Drops what waits. */
    void forget() {
        filled = 0;
        flowing = false;
    }

    private void drop(int bytes) {
        filled -= bytes;
        System.arraycopy(waiting, bytes, waiting, 0, filled);
    }
}
