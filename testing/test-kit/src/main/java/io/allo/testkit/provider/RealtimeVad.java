// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.allo.audio.AudioLevel;
import io.allo.audio.G711;
import io.allo.audio.PcmFrames;
import java.util.Arrays;

/**
 * Server VAD by energy: audio time counts, not the clock, so silence that was never sent never ends a turn. One session, one
 * thread.
 */
final class RealtimeVad {
    private static final int FRAME_MS = 20;
    /** Voice for this long begins a turn. */
    private static final int ONSET_MS = 60;

    private final Listener listener;
    private byte[] partial = {};
    private String format = "audio/pcm";
    private int silenceMs = 500;
    private int prefixMs = 300;
    private long heardMs;
    private int voicedMs;
    private int quietMs;
    private boolean speech;

    /** Told with audio times in milliseconds. */
    interface Listener {
        void started(long audioMs);

        void stopped(long audioMs);
    }

    RealtimeVad(Listener listener) {
        this.listener = listener;
    }

    void configure(String audioFormat, int silence, int prefix) {
        format = audioFormat;
        silenceMs = silence;
        prefixMs = prefix;
    }

    static int bytesPerMs(String format) {
        return format.equals("audio/pcm") ? 48 : 8;
    }

    long heardMs() {
        return heardMs;
    }

    boolean speech() {
        return speech;
    }

    void hear(byte[] audio) {
        byte[] all = Arrays.copyOf(partial, partial.length + audio.length);
        System.arraycopy(audio, 0, all, partial.length, audio.length);
        int frame = FRAME_MS * bytesPerMs(format);
        int at = 0;
        while (at + frame <= all.length) {
            frame(Arrays.copyOfRange(all, at, at + frame));
            at += frame;
        }
        partial = Arrays.copyOfRange(all, at, all.length);
    }

    private void frame(byte[] bytes) {
        heardMs += FRAME_MS;
        boolean voiced = AudioLevel.voiced(decoded(bytes));
        voicedMs = voiced ? voicedMs + FRAME_MS : 0;
        quietMs = voiced ? 0 : quietMs + FRAME_MS;
        if (!speech && voicedMs >= ONSET_MS) {
            speech = true;
            listener.started(Math.max(0, heardMs - voicedMs - prefixMs));
        } else if (speech && quietMs >= silenceMs) {
            speech = false;
            listener.stopped(heardMs - quietMs);
        }
    }

    private short[] decoded(byte[] bytes) {
        return switch (format) {
            case "audio/pcma" -> G711.decodeAlaw(bytes);
            case "audio/pcmu" -> G711.decodeUlaw(bytes);
            default -> PcmFrames.fromLittleEndian(bytes);
        };
    }
}
