// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.G711;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;

/**
 * The caller's audio that no service has settled yet: it waits while one is being reached, and is sent again to the next one when a
 * session breaks off. Bounded: what is older than some seconds is given up. One call, one event loop.
 */
final class HeardAudio {
    private static final int MOST_BYTES = 5 * G711.SAMPLE_RATE;

    private final Deque<byte[]> frames = new ArrayDeque<>();
    private int bytes;
    /** Where the first frame stands in the session, in bytes. */
    private long from;

    void add(byte[] g711) {
        frames.add(g711);
        bytes += g711.length;
        while (bytes > MOST_BYTES) {
            dropFirst();
        }
    }

    /** A session begins, whose clock stands at zero: all of this is sent to it. */
    Collection<byte[]> forNewSession() {
        from = 0;
        return Collections.unmodifiableCollection(frames);
    }

    /** The session has settled its audio up to here. */
    void settled(double seconds) {
        long until = (long) (seconds * G711.SAMPLE_RATE);
        while (!frames.isEmpty() && from + frames.element().length <= until) {
            dropFirst();
        }
    }

    private void dropFirst() {
        int length = frames.remove().length;
        bytes -= length;
        from += length;
    }
}
