// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

/**
 * A tone without end.
 *
 * @param amplitude of 32,767
 */
public record Tone(int hz, int amplitude) implements Sending {
    /** Too low to be taken for speech. */
    public static final Tone FAINT = new Tone(440, 300);

    /** A tone of -12 dBFS. */
    public static Tone loud(int hz) {
        return new Tone(hz, 8231);
    }

    @Override
    public short[] sound() {
        short[] samples = new short[RATE * SECONDS];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (short) (amplitude * Math.sin(2 * Math.PI * hz * i / RATE));
        }
        return samples;
    }
}
