// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

/** Tells frame by frame whether somebody speaks. Frames of 20 ms, 8 kHz, 160 samples. One call, one thread. */
public interface VoiceActivity extends AutoCloseable {

    /** Takes the next frame. @return is it inside speech, short stops between sounds included? */
    boolean next(short[] pcm);

    /** Did the last frame belong to a voice, not to a stop between sounds? */
    boolean sounding();

    /** Frees what the detector holds outside the heap. Idempotent. */
    @Override
    void close();
}
