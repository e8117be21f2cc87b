// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What makes an agent fall silent, and what must not. */
class SpeechDetectorTest {
    private static final int FRAME = 160;
    private static final Random RANDOM = new Random(7);

    /** A frame in which the detector heard speech begin. */
    private static List<Integer> onsets(short[] caller, short[] played) {
        SpeechDetector detector = new SpeechDetector();
        List<Integer> onsets = new ArrayList<>();
        boolean before = false;
        for (int frame = 0; (frame + 1) * FRAME <= caller.length; frame++) {
            short[] heard = Arrays.copyOfRange(caller, frame * FRAME, (frame + 1) * FRAME);
            short[] out = Arrays.copyOfRange(played, frame * FRAME, (frame + 1) * FRAME);
            detector.played(out);
            boolean now = detector.next(heard);
            if (now && !before) {
                onsets.add(frame);
            }
            before = now;
        }
        return onsets;
    }

    private static short[] noise(int samples, double dbov) {
        double rms = 32768 * Math.pow(10, dbov / 20);
        short[] pcm = new short[samples];
        for (int i = 0; i < samples; i++) {
            pcm[i] = (short) Math.clamp(RANDOM.nextGaussian() * rms, -32768, 32767);
        }
        return pcm;
    }

    private static short[] plus(short[] a, short[] b, int at, double gainDb) {
        double gain = Math.pow(10, gainDb / 20);
        short[] sum = a.clone();
        for (int i = 0; i < b.length && at + i < sum.length; i++) {
            sum[at + i] = (short) Math.clamp(sum[at + i] + gain * b[i], -32768, 32767);
        }
        return sum;
    }

    @Test
    void speechOverTheAgentsVoiceIsHeardWithin100Ms() throws IOException {
        SyntheticSpeech.needed();
        short[] agent = SyntheticSpeech.say("fr 10", 1);
        List<Integer> delays = new ArrayList<>();
        for (String voice : SyntheticSpeech.VOICES) {
            short[] words = SyntheticSpeech.say(voice, 1);
            int voiceAt = firstLoud(words);
            int begins = 2 * 8000;
            short[] line = noise(agent.length, -58);
            line = plus(line, Arrays.copyOfRange(words, voiceAt, voiceAt + 16000), begins, -6);
            line = plus(line, agent, 8 * 120, -20);
            List<Integer> onsets = onsets(line, agent);
            assertThat(onsets).as(voice).isNotEmpty();
            int frame = onsets.getFirst() - begins / FRAME;
            assertThat(frame).as("%s: false start", voice).isNotNegative();
            delays.add((frame + 1) * 20);
        }
        delays.sort(Integer::compare);
        assertThat(delays.get(delays.size() / 2)).isLessThanOrEqualTo(100);
        assertThat(delays.getLast()).isLessThanOrEqualTo(200);
    }

    private static int firstLoud(short[] words) {
        int at = 0;
        while (AudioLevel.dbov(Arrays.copyOfRange(words, at, at + FRAME)) < -35) {
            at += FRAME;
        }
        return at;
    }

    @Test
    void theAgentsOwnVoiceComingBackIsNoSpeech() throws IOException {
        SyntheticSpeech.needed();
        for (String voice : SyntheticSpeech.VOICES) {
            short[] agent = SyntheticSpeech.say(voice, 1);
            for (int delayMs : new int[] {60, 120, 180, 250}) {
                short[] line = plus(noise(agent.length, -60), agent, 8 * delayMs, -20);
                assertThat(onsets(line, agent))
                        .as("%s after %d ms", voice, delayMs)
                        .isEmpty();
            }
        }
    }

    @Test
    void coughsClicksAndStreetNoiseAreNoSpeech() {
        short[] agent = new short[8000 * 10];
        short[] line = noise(agent.length, -55);
        for (int second = 1; second < 9; second++) {
            line = plus(line, burst(200 + 20 * second), second * 8000, 0);
        }
        assertThat(onsets(line, agent)).isEmpty();
        assertThat(onsets(noise(agent.length, -30), agent)).isEmpty();
    }

    /** A cough: noise that begins hard and fades. */
    private static short[] burst(int ms) {
        short[] pcm = noise(ms * 8, -18);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (pcm[i] * Math.exp(-3.0 * i / pcm.length));
        }
        return pcm;
    }
}
