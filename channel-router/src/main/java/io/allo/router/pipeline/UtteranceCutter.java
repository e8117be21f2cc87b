// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.CompandingLaw;
import io.allo.router.vad.VoiceActivity;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * Cuts a caller's audio into utterances by a local detector: from a little before the voice to the silence after it. What is too
 * short to be a word is dropped; what is too long is cut. One call, one event loop.
 */
final class UtteranceCutter {
    private static final int FRAME_MS = 20;
    /** The detector needs a moment, and words begin softly. */
    private static final int FRAMES_BEFORE = 15;

    private static final int SHORTEST_VOICE_MS = 100;
    private static final int LONGEST_MS = 30_000;

    private final CompandingLaw law;
    private final int silenceFrames;
    private final Runnable begins;
    private final Consumer<byte[]> utterance;
    private final VoiceActivity detector;
    private final Deque<byte[]> before = new ArrayDeque<>();
    private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
    private byte[] rest = {};
    private boolean inside;
    private int silent;
    private int voicedMs;

    /** @param utterance is given its G.711 */
    UtteranceCutter(
            CompandingLaw law,
            Duration endpointing,
            VoiceActivity detector,
            Runnable begins,
            Consumer<byte[]> utterance) {
        this.law = law;
        this.detector = detector;
        this.silenceFrames = (int) Math.max(1, endpointing.toMillis() / FRAME_MS);
        this.begins = begins;
        this.utterance = utterance;
    }

    /** Audio of any length. */
    void hear(byte[] g711) {
        byte[] joined = Arrays.copyOf(rest, rest.length + g711.length);
        System.arraycopy(g711, 0, joined, rest.length, g711.length);
        int at = 0;
        for (; at + CompandingLaw.FRAME_BYTES <= joined.length; at += CompandingLaw.FRAME_BYTES) {
            frame(Arrays.copyOfRange(joined, at, at + CompandingLaw.FRAME_BYTES));
        }
        rest = Arrays.copyOfRange(joined, at, joined.length);
    }

    private void frame(byte[] frame) {
        boolean speech = detector.next(law.decode(frame));
        if (!inside) {
            before.add(frame);
            if (before.size() > FRAMES_BEFORE) {
                before.remove();
            }
            if (speech) {
                inside = true;
                before.forEach(audio::writeBytes);
                before.clear();
                begins.run();
            }
            return;
        }
        audio.writeBytes(frame);
        silent = speech ? 0 : silent + 1;
        voicedMs += detector.sounding() ? FRAME_MS : 0;
        if (silent >= silenceFrames || audio.size() / 8 >= LONGEST_MS) {
            cut();
        }
    }

    /** The call is over. */
    void close() {
        detector.close();
    }

    /** The utterance that has begun, if one has, is over. */
    void cut() {
        if (!inside) {
            return;
        }
        byte[] g711 = audio.toByteArray();
        boolean words = voicedMs >= SHORTEST_VOICE_MS;
        audio.reset();
        inside = false;
        silent = 0;
        voicedMs = 0;
        if (words) {
            utterance.accept(g711);
        }
    }
}
