// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import static io.allo.audio.CutInSounds.ms;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * The set on which interruptions are measured: each item is a caller's end while the agent speaks. The same in every run: words by
 * espeak-ng (French and English, men and women, three speeds), everything else by formula and seed.
 */
final class CutInSet {
    private static final List<String> FRENCH = List.of("fr 30", "fr+f2 60", "fr+f4 75", "fr+m3 30");
    private static final List<String> ENGLISH = List.of("en 20", "en-us 50", "en+f3 70", "en+m7 35");
    private static final int[] SPEEDS = {135, 175, 220};

    private static final List<String> FRENCH_INTERRUPTIONS = List.of(
            "Attendez, attendez s'il vous plaît",
            "Non, je voudrais une pizza",
            "Excusez-moi, je n'ai pas compris",
            "Oui mais à quelle heure ?",
            "Stop, ce n'est pas ça",
            "Je peux parler à quelqu'un ?",
            "D'accord et pour demain soir ?");
    private static final List<String> ENGLISH_INTERRUPTIONS = List.of(
            "Wait a moment please",
            "No, I want to cancel it",
            "Sorry, what was that?",
            "Can I talk to somebody?",
            "Yes but when do you open?",
            "Hold on, that is wrong",
            "Okay and what about tomorrow?");
    /** In double brackets: espeak's phonemes, for what has no spelling. */
    private static final List<String> FRENCH_SIGNS =
            List.of("oui", "ok", "d'accord", "ah", "bien", "ouais", "voilà", "hum", "[[m'm:]]", "[[mh'm]]");

    private static final List<String> ENGLISH_SIGNS =
            List.of("yes", "ok", "yeah", "right", "sure", "ah", "I see", "good", "[[m'm:]]", "[[@h'V]]");
    /** Signs of listening last so long. */
    private static final int SHORTEST_SIGN_MS = 200;

    private static final int LONGEST_SIGN_MS = 500;
    private static final int LENGTH = ms(6000);
    private static final int EACH = 24;

    private final Random random = new Random(20_261_121);
    private final List<Item> items = new ArrayList<>();
    private final List<short[]> agents = new ArrayList<>();

    /**
     * @param kind what the caller's end does
     * @param onset sample of the first sound of an interruption; elsewhere of what may be taken for one
     * @param caller without the agent's echo
     * @param echoDelay samples after which the agent's voice comes back at -20 dB, negative: it does not
     */
    record Item(String name, Kind kind, int onset, short[] caller, short[] agent, int echoDelay) {}

    enum Kind {
        INTERRUPTION,
        SIGN,
        COUGH,
        CLICKS,
        STREET,
        BABBLE,
        ECHO,
        MUSIC
    }

    static List<Item> make() throws IOException {
        CutInSet set = new CutInSet();
        set.agents();
        set.words(Kind.INTERRUPTION, FRENCH, FRENCH_INTERRUPTIONS);
        set.words(Kind.INTERRUPTION, ENGLISH, ENGLISH_INTERRUPTIONS);
        set.words(Kind.SIGN, FRENCH, FRENCH_SIGNS);
        set.words(Kind.SIGN, ENGLISH, ENGLISH_SIGNS);
        set.noises();
        return set.items;
    }

    private void agents() throws IOException {
        for (String voice : List.of("fr+f2 50", "fr 40", "en+f3 55", "en-us 40")) {
            agents.add(CutInSounds.level(SyntheticSpeech.say(voice, 1), -18));
        }
    }

    private void words(Kind kind, List<String> voices, List<String> texts) throws IOException {
        for (String text : texts) {
            for (String voice : voices) {
                for (int speed : SPEEDS) {
                    short[] said = spoken(SyntheticSpeech.say(voice, speed, text));
                    int lengthMs = said.length / ms(1);
                    if (kind == Kind.INTERRUPTION || lengthMs >= SHORTEST_SIGN_MS && lengthMs <= LONGEST_SIGN_MS) {
                        String name = "%s %s %d %d ms".formatted(text, voice, speed, lengthMs);
                        item(name, kind, said, -30 + random.nextInt(13), random.nextInt(3) == 0);
                    }
                }
            }
        }
    }

    private void noises() throws IOException {
        for (int i = 0; i < EACH; i++) {
            item("cough " + i, Kind.COUGH, CutInSounds.cough(random), -26 + random.nextInt(11), false);
            item("clicks " + i, Kind.CLICKS, CutInSounds.clicks(random), -30 + random.nextInt(15), false);
            item("street " + i, Kind.STREET, CutInSounds.street(random, LENGTH), -42 + random.nextInt(15), false);
            item("babble " + i, Kind.BABBLE, babble(), -48 + random.nextInt(11), false);
            item("echo " + i, Kind.ECHO, new short[1], -30, false);
            item("music " + i, Kind.MUSIC, CutInSounds.music(random, ms(4000)), -34 + random.nextInt(13), false);
        }
    }

    /** Six people at other tables. */
    private short[] babble() throws IOException {
        short[] sum = new short[LENGTH];
        for (int voice = 0; voice < 6; voice++) {
            short[] said = SyntheticSpeech.say(SyntheticSpeech.VOICES.get(random.nextInt(8)), 1);
            int from = random.nextInt(said.length - LENGTH);
            CutInSounds.add(sum, CutInSounds.level(Arrays.copyOfRange(said, from, from + LENGTH), -24), 0);
        }
        return sum;
    }

    private void item(String name, Kind kind, short[] sound, double dbov, boolean street) {
        int first = kind == Kind.INTERRUPTION ? audible(sound) : 0;
        boolean throughout = kind == Kind.STREET || kind == Kind.BABBLE;
        int onset = throughout ? 0 : ms(1500 + 20 * random.nextInt(75) + random.nextInt(20));
        short[] line = CutInSounds.noise(random, LENGTH, -66 + random.nextInt(12));
        if (street) {
            CutInSounds.add(line, CutInSounds.level(CutInSounds.street(random, LENGTH), dbov - 15), 0);
        }
        CutInSounds.add(line, CutInSounds.level(sound, dbov), onset);
        boolean echo = kind == Kind.ECHO || random.nextBoolean();
        short[] agent = agents.get(random.nextInt(agents.size()));
        int from = random.nextInt(agent.length - LENGTH);
        items.add(new Item(
                name.toLowerCase(Locale.ROOT),
                kind,
                onset + first,
                line,
                Arrays.copyOfRange(agent, from, from + LENGTH),
                echo ? ms(60 + random.nextInt(191)) : -1));
    }

    /** Where it is louder than 20 dB below its loudest 10 ms: an [s] on a telephone is often softer. */
    private static int audible(short[] pcm) {
        int at = 0;
        while (AudioLevel.dbov(Arrays.copyOfRange(pcm, at, at + 80)) < loudest(pcm) - 20) {
            at += 80;
        }
        return at;
    }

    private static double loudest(short[] pcm) {
        double loudest = AudioLevel.SILENCE_DBOV;
        for (int at = 0; at + 80 <= pcm.length; at += 80) {
            loudest = Math.max(loudest, AudioLevel.dbov(Arrays.copyOfRange(pcm, at, at + 80)));
        }
        return loudest;
    }

    /** Without the silence around it. */
    private static short[] spoken(short[] pcm) {
        double loudest = loudest(pcm);
        int first = pcm.length;
        int last = 0;
        for (int at = 0; at + 80 <= pcm.length; at += 80) {
            if (AudioLevel.dbov(Arrays.copyOfRange(pcm, at, at + 80)) > loudest - 30) {
                first = Math.min(first, at);
                last = at + 80;
            }
        }
        return Arrays.copyOfRange(pcm, first, last);
    }
}
