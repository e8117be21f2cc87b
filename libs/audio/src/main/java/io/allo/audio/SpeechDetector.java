// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

/**
 * Tells, frame by frame, whether a caller speaks while somebody speaks to him: louder than the noise of his line, with the
 * periodicity of a voice, and not what he hears coming back. Made for barge-in: an answer within 60 to 100 ms, deaf to coughs,
 * clicks, breath, street noise and echo.
 *
 * <p>Frames of 20 ms, 8 kHz, 160 samples. One call, one thread; no allocation.
 */
public final class SpeechDetector {
    /** Louder than the noise floor by this much. */
    private static final double ABOVE_NOISE_DB = 9;
    /** Nobody speaks this quietly. */
    private static final double QUIETEST_DBOV = -48;
    /** A second: who calls from a restaurant has its noise on the line from the first word on. */
    private static final double NOISE_RISE_DB = 8;
    /** A line that returns more than this is repaired by nobody's detector. */
    private static final double WEAKEST_ECHO_LOSS_DB = 6;
    /** Two voices are never so like each other. */
    private static final double SURELY_ECHO = 0.8;
    /** An echo with somebody's breath or the noise of the line over it. */
    private static final double MAYBE_ECHO = 0.7;
    /** Louder than the echo of this line by so much is no echo. */
    private static final double ABOVE_ECHO_DB = 6;
    /** 500 ms: what is played may be heard so much later (network, jitter buffer, acoustic path). */
    private static final int ECHO_WINDOW_FRAMES = 25;

    private static final double VOICE = 0.55;
    /** Of the last frames so many must be voiced for speech to begin. */
    private static final int ONSET_VOICED = 3;

    private static final int ONSET_WINDOW = 0b11111;
    /** So loud and so periodic, two in a row are enough. */
    private static final double SURELY_ABOVE_NOISE_DB = 15;

    private static final double SURELY_VOICE = 0.8;
    /** What was struck is loudest at its beginning; a voice comes. */
    private static final double STRUCK_DB = 1.5;
    /** Consonants and short stops between two vowels. */
    private static final int HANGOVER_FRAMES = 8;
    /** Loud consonants belong to the vowel before them for so long. */
    private static final int CONSONANT_FRAMES = 4;

    private final double quietest;
    private final NoiseFloor noise = new NoiseFloor(NOISE_RISE_DB);
    private final Voicing voicing = new Voicing();
    private final Steadiness steadiness = new Steadiness();
    private final EchoFinder echo = new EchoFinder();
    private final PeakLevel played = new PeakLevel(ECHO_WINDOW_FRAMES);
    private double loudest = AudioLevel.SILENCE_DBOV;
    private double echoLoss = WEAKEST_ECHO_LOSS_DB;
    private int voicedFrames;
    private int sureFrames;
    private int sinceVoiced = HANGOVER_FRAMES;
    private double level = AudioLevel.SILENCE_DBOV;
    private double floor = AudioLevel.SILENCE_DBOV;
    private double periodicity;
    private double echoLikeness;
    private boolean loud;
    private boolean speech;

    public SpeechDetector() {
        this(QUIETEST_DBOV);
    }

    /** @param quietest in dBov: what is softer is no speech */
    SpeechDetector(double quietest) {
        this.quietest = quietest;
    }

    /** The next frame that he hears, about when he hears it; silence too. */
    public void played(short[] pcm) {
        loudest = played.next(AudioLevel.dbov(pcm));
        echo.played(pcm);
    }

    /** Takes the next frame from the caller. @return does he speak? */
    public boolean next(short[] fromCaller) {
        echo.heard(fromCaller);
        steadiness.next(fromCaller);
        double before = level;
        level = AudioLevel.dbov(fromCaller);
        periodicity = voicing.next(fromCaller);
        floor = noise.next(level, speech);
        loud = level > quietest && level > floor + ABOVE_NOISE_DB;
        boolean voiced = loud && periodicity > VOICE && !echo(level);
        voicedFrames = (voicedFrames << 1 | (voiced ? 1 : 0)) & ONSET_WINDOW;
        sinceVoiced = voiced ? 0 : sinceVoiced + 1;
        boolean sure = voiced && periodicity > SURELY_VOICE && level > floor + SURELY_ABOVE_NOISE_DB;
        sureFrames = sure ? level > before - STRUCK_DB ? sureFrames + 1 : 1 : 0;
        if (!speech && (Integer.bitCount(voicedFrames) >= ONSET_VOICED || sureFrames >= 2)) {
            speech = true;
        } else if (speech && sinceVoiced > HANGOVER_FRAMES) {
            speech = false;
            voicedFrames = 0;
        }
        return speech;
    }

    /** Did the last frame belong to a voice, not to a pause between words? */
    public boolean sounding() {
        return speech && loud && sinceVoiced <= CONSONANT_FRAMES;
    }

    /** A tone, music, somebody who hums. */
    public boolean steady() {
        return steadiness.steady();
    }

    /** Of the last frame, in dBov. */
    double level() {
        return level;
    }

    /** The noise of the line, in dBov. */
    double floor() {
        return floor;
    }

    /** 0 (noise) to 1 (a tone). */
    double periodicity() {
        return periodicity;
    }

    /** In samples of 4 kHz. */
    int period() {
        return voicing.period();
    }

    double echoLikeness() {
        return echoLikeness;
    }

    /** The line's echo is learned only from what surely is one. */
    private boolean echo(double level) {
        double loss = loudest - level;
        if (loudest < AudioLevel.VOICED_DBOV || loss < echoLoss - ABOVE_ECHO_DB) {
            echoLikeness = 0;
            return false;
        }
        double likeness = echo.likeness();
        echoLikeness = likeness;
        if (likeness > SURELY_ECHO) {
            double seen = Math.max(WEAKEST_ECHO_LOSS_DB, loss);
            echoLoss += (seen - echoLoss) * (seen < echoLoss ? 0.3 : 0.02);
        }
        return likeness > MAYBE_ECHO;
    }
}
