// SPDX-License-Identifier: Apache-2.0
package io.allo.router.vad;

import io.allo.audio.SpeechDetector;

/** By level and periodicity; needs no model. */
final class OwnActivity implements VoiceActivity {
    private final SpeechDetector detector = new SpeechDetector();

    @Override
    public boolean next(short[] pcm) {
        return detector.next(pcm);
    }

    @Override
    public boolean sounding() {
        return detector.sounding();
    }

    @Override
    public void close() {
        // nothing outside the heap
    }
}
