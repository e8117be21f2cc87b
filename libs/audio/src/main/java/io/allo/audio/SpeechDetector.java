// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * Tells, frame by frame, whether a caller speaks while somebody speaks to him: louder than the noise of his line, louder than
 * the echo of what he hears, and with the periodicity of a voice. Made for barge-in: an answer within 60 to 100 ms, deaf to
 * coughs, clicks, breath, street noise, and to the other side's voice coming back (its level and delay are not known: the
 * loudest frame played within {@link #ECHO_WINDOW_FRAMES} counts, weakened by what the line was seen to return).
 *
 * <p>Frames of 20 ms, 8 kHz, 160 samples. One call, one thread; no allocation.
 */
public final class SpeechDetector {
    /** Louder than the noise floor by this much. */
    private static final double ABOVE_NOISE_DB = 9;
    /** Nobody speaks this quietly. */
    private static final double QUIETEST_DBOV = -48;
    /** Louder than the expected echo by this much. */
    private static final double ABOVE_ECHO_DB = 5;
    /** A line that returns more than this is repaired by nobody's detector. */
    private static final double WEAKEST_ECHO_LOSS_DB = 6;

    private static final double STRONGEST_ECHO_LOSS_DB = 40;
    private static final double FIRST_ECHO_LOSS_DB = 14;
    /** 500 ms: what is played may be heard so much later (network, jitter buffer, acoustic path). */
    static final int ECHO_WINDOW_FRAMES = 25;

    private static final double VOICE = 0.55;
    /** Of the last frames so many must be voiced for speech to begin. */
    private static final int ONSET_VOICED = 3;

    private static final int ONSET_WINDOW = 0b11111;
    /** Consonants and short stops between two vowels. */
    private static final int HANGOVER_FRAMES = 8;

    private final NoiseFloor noise = new NoiseFloor();
    private final Voicing voicing = new Voicing();
    private final PeakLevel played = new PeakLevel(ECHO_WINDOW_FRAMES);
    private final PeakLevel returned = new PeakLevel(ECHO_WINDOW_FRAMES);
    private double echoLoss = FIRST_ECHO_LOSS_DB;
    private int voicedFrames;
    private int quietFrames = HANGOVER_FRAMES;
    private boolean speech;

    /** Takes the next frame from the caller, and what was played to him meanwhile. @return does he speak? */
    public boolean next(short[] fromCaller, double playedDbov) {
        double loudest = played.next(playedDbov);
        double level = AudioLevel.dbov(fromCaller);
        double periodicity = voicing.next(fromCaller);
        double floor = noise.next(level, speech);
        learnEcho(loudest, returned.next(level));
        boolean loud =
                level > QUIETEST_DBOV && level > floor + ABOVE_NOISE_DB && level > loudest - echoLoss + ABOVE_ECHO_DB;
        boolean voiced = loud && periodicity > VOICE;
        voicedFrames = (voicedFrames << 1 | (voiced ? 1 : 0)) & ONSET_WINDOW;
        quietFrames = loud && (voiced || speech && quietFrames < HANGOVER_FRAMES / 2) ? 0 : quietFrames + 1;
        if (!speech && Integer.bitCount(voicedFrames) >= ONSET_VOICED) {
            speech = true;
            quietFrames = 0;
        } else if (speech && quietFrames > HANGOVER_FRAMES) {
            speech = false;
            voicedFrames = 0;
        }
        return speech;
    }

    /** Did the last frame belong to a voice, not to a pause between words? */
    public boolean sounding() {
        return speech && quietFrames == 0;
    }

    /** While the other side speaks and the caller does not, what comes back is echo: remembered quickly, forgotten slowly. */
    private void learnEcho(double loudest, double loudestReturned) {
        if (speech || loudest < AudioLevel.VOICED_DBOV + 10) {
            return;
        }
        double loss = Math.clamp(loudest - loudestReturned, WEAKEST_ECHO_LOSS_DB, STRONGEST_ECHO_LOSS_DB);
        echoLoss += (loss - echoLoss) * (loss < echoLoss ? 0.03 : 0.005);
    }
}
