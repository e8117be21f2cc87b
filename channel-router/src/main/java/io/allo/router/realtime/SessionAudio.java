// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import io.allo.audio.CompandingLaw;
import io.allo.audio.PcmFrames;
import io.allo.audio.Resampler;
import java.util.Arrays;

/** Between the call's G.711 and what the server speaks. One session, one thread. */
sealed interface SessionAudio {
    /** The one rate of {@code audio/pcm}. */
    int PCM_RATE = 24_000;

    static SessionAudio of(RealtimeConfig.Audio wire, CompandingLaw law) {
        return wire == RealtimeConfig.Audio.PCM24 ? new Pcm24(law) : new Same();
    }

    byte[] toServer(byte[] g711);

    /** A piece of any length, also an odd one. */
    byte[] fromServer(byte[] audio);

    /** An item has ended: what still waits in a filter. */
    byte[] itemEnded();

    int bytesPerMs();

    /** Both sides speak G.711: nothing is touched. */
    final class Same implements SessionAudio {
        @Override
        public byte[] toServer(byte[] g711) {
            return g711;
        }

        @Override
        public byte[] fromServer(byte[] audio) {
            return audio;
        }

        @Override
        public byte[] itemEnded() {
            return new byte[0];
        }

        @Override
        public int bytesPerMs() {
            return 8;
        }
    }

    /** 16 bit little-endian PCM at 24 kHz. */
    final class Pcm24 implements SessionAudio {
        private final CompandingLaw law;
        private final Resampler up = new Resampler(8_000, PCM_RATE);
        private final Resampler down = new Resampler(PCM_RATE, 8_000);
        /** Half a sample that waits for its other half. */
        private byte[] half = {};

        Pcm24(CompandingLaw law) {
            this.law = law;
        }

        @Override
        public byte[] toServer(byte[] g711) {
            return PcmFrames.toLittleEndian(up.resample(law.decode(g711)));
        }

        @Override
        public byte[] fromServer(byte[] audio) {
            byte[] all = Arrays.copyOf(half, half.length + audio.length);
            System.arraycopy(audio, 0, all, half.length, audio.length);
            int whole = all.length - all.length % 2;
            half = Arrays.copyOfRange(all, whole, all.length);
            return law.encode(down.resample(PcmFrames.fromLittleEndian(Arrays.copyOf(all, whole))));
        }

        @Override
        public byte[] itemEnded() {
            half = new byte[0];
            return law.encode(down.flush());
        }

        @Override
        public int bytesPerMs() {
            return 2 * PCM_RATE / 1000;
        }
    }
}
