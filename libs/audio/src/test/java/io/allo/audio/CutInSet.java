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
 * The sets on which interruptions are measured: each item is a caller's end while the agent speaks. The same in every run: words by
 * espeak-ng, everything else by formula and seed. What tunes the detector and what was kept back from it have no voice, speed, word,
 * seed or noise maker in common: {@link CutInRecipe}.
 */
final class CutInSet {
    /** Signs of listening last so long. */
    private static final int SHORTEST_SIGN_MS = 200;

    private static final int LONGEST_SIGN_MS = 500;
    private static final int LENGTH = ms(6000);

    private final CutInRecipe recipe;
    private final Random random;
    private final List<Item> items = new ArrayList<>();
    private final List<short[]> agents = new ArrayList<>();
    private final List<short[]> strangers = new ArrayList<>();

    private CutInSet(CutInRecipe recipe) {
        this.recipe = recipe;
        this.random = new Random(recipe.seed());
    }

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
        /** Throats, noses, lungs. */
        COUGH,
        CLICKS,
        STREET,
        BABBLE,
        ECHO,
        MUSIC
    }

    static List<Item> make(CutInRecipe recipe) throws IOException {
        CutInSet set = new CutInSet(recipe);
        for (String voice : recipe.agents()) {
            set.agents.add(CutInSounds.level(SyntheticSpeech.say(voice, 1), -18));
        }
        for (String voice : recipe.strangers()) {
            set.strangers.add(SyntheticSpeech.say(voice, 1));
        }
        for (CutInRecipe.Words words : recipe.words()) {
            set.words(words);
        }
        set.noises();
        return set.items;
    }

    private void words(CutInRecipe.Words words) throws IOException {
        for (String text : words.texts()) {
            for (String voice : words.voices()) {
                for (int speed : recipe.speeds()) {
                    short[] said = spoken(SyntheticSpeech.say(voice, speed, text));
                    int lengthMs = said.length / ms(1);
                    boolean sign = lengthMs >= SHORTEST_SIGN_MS && lengthMs <= LONGEST_SIGN_MS;
                    if (words.kind() == Kind.INTERRUPTION || sign) {
                        String name = "%s %s %d %d ms".formatted(text, voice, speed, lengthMs);
                        item(name, words.kind(), said, -30 + random.nextInt(13), random.nextInt(3) == 0);
                    }
                }
            }
        }
    }

    private void noises() {
        for (int i = 0; i < recipe.each(); i++) {
            for (CutInRecipe.Noise noise : recipe.noises()) {
                int samples = throughout(noise.kind()) || noise.kind() == Kind.MUSIC ? LENGTH : ms(2000);
                short[] sound = noise.maker().make(random, samples);
                double dbov = noise.softest() + random.nextInt(noise.spread());
                item(noise.name() + " " + i, noise.kind(), sound, dbov, false);
            }
            item("babble " + i, Kind.BABBLE, babble(), -48 + random.nextInt(11), false);
            item("echo " + i, Kind.ECHO, new short[1], -30, false);
        }
    }

    /** Six people at other tables. */
    private short[] babble() {
        short[] sum = new short[LENGTH];
        for (int voice = 0; voice < 6; voice++) {
            short[] said = strangers.get(random.nextInt(strangers.size()));
            int from = random.nextInt(said.length - LENGTH);
            CutInSounds.add(sum, CutInSounds.level(Arrays.copyOfRange(said, from, from + LENGTH), -24), 0);
        }
        return sum;
    }

    private static boolean throughout(Kind kind) {
        return kind == Kind.STREET || kind == Kind.BABBLE;
    }

    private void item(String name, Kind kind, short[] sound, double dbov, boolean street) {
        int first = kind == Kind.INTERRUPTION ? audible(sound) : 0;
        int onset = throughout(kind) ? 0 : ms(1500 + 20 * random.nextInt(75) + random.nextInt(20));
        short[] line = CutInSounds.noise(random, LENGTH, -66 + random.nextInt(12));
        if (street) {
            short[] behind =
                    recipe.behind().get(random.nextInt(recipe.behind().size())).make(random, LENGTH);
            CutInSounds.add(line, CutInSounds.level(behind, dbov - 15), 0);
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
