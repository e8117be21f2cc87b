// SPDX-License-Identifier: Apache-2.0
package io.allo.audio;

import io.allo.audio.CutInSet.Kind;
import java.util.List;
import java.util.Random;

/**
 * What a {@link CutInSet} is made of.
 *
 * @param agents voices of the agents who are interrupted
 * @param strangers voices of the people at other tables
 * @param speeds words a minute of the callers
 * @param behind is behind a third of the words, 15 dB below them
 * @param each how many of each noise
 */
record CutInRecipe(
        long seed,
        List<String> agents,
        List<String> strangers,
        int[] speeds,
        List<Words> words,
        List<Maker> behind,
        List<Noise> noises,
        int each) {

    /** @param voices espeak-ng's voice and pitch */
    record Words(Kind kind, List<String> voices, List<String> texts) {}

    /** @param softest in dBov, with the spread above it */
    record Noise(String name, Kind kind, Maker maker, int softest, int spread) {}

    /** Makes a sound of some length. */
    interface Maker {
        short[] make(Random random, int samples);
    }

    /** Everything that the coefficients of {@link CutInModel} were fitted to. */
    static CutInRecipe tuning() {
        return new CutInRecipe(
                20_261_121,
                List.of("fr+f2 50", "fr 40", "en+f3 55", "en-us 40"),
                SyntheticSpeech.VOICES,
                new int[] {135, 175, 220},
                tuningWords(),
                List.of(CutInSounds::street, CutInOtherSounds::rain),
                tuningNoises(),
                24);
    }

    /** Kept back from everything that was fitted or chosen. */
    static CutInRecipe heldOut() {
        return new CutInRecipe(
                77_003,
                List.of("fr+m2 35", "fr-be+f5 60", "en-gb-x-rp 45", "en-us+f4 60"),
                List.of("fr-ch 25", "fr+f1 65", "en-us-nyc+m1 35", "en-029+f2 70", "en-gb-scotland+f5 60"),
                new int[] {150, 195, 240},
                keptWords(),
                List.of(CutInKeptSounds::motor, CutInKeptSounds::tram),
                keptNoises(),
                16);
    }

    /** Made after everything was fitted and chosen, with noises of both. */
    static CutInRecipe fresh() {
        return new CutInRecipe(
                555_001,
                List.of("fr+f3 45", "fr-ch 30", "en-us+m5 40", "en-gb-scotland+f4 55"),
                List.of("fr+m8 30", "fr-be+f2 60", "en+f5 65", "en-us+m6 35", "en-gb-x-rp+f1 55"),
                new int[] {140, 185, 230},
                freshWords(),
                List.of(CutInSounds::street, CutInKeptSounds::tram),
                List.of(
                        new Noise("motor", Kind.STREET, CutInKeptSounds::motor, -42, 15),
                        new Noise("cough", Kind.COUGH, CutInSounds::cough, -26, 11),
                        new Noise("clicks", Kind.CLICKS, CutInSounds::clicks, -30, 15),
                        new Noise("strings", Kind.MUSIC, CutInKeptSounds::strings, -34, 13),
                        new Noise("music", Kind.MUSIC, CutInSounds::music, -34, 13),
                        new Noise("siren", Kind.STREET, CutInOtherSounds::siren, -42, 15),
                        new Noise("dog", Kind.CLICKS, CutInOtherSounds::dog, -32, 13)),
                16);
    }

    /** @param texts one a line, or with strokes between them; in double brackets espeak's phonemes, for what has no spelling */
    private static Words words(Kind kind, List<String> voices, String texts) {
        return new Words(kind, voices, List.of(texts.strip().split("\\s*[|\n]\\s*")));
    }

    private static List<Words> tuningWords() {
        List<String> french = List.of("fr 30", "fr+f2 60", "fr+f4 75", "fr+m3 30", "fr+m7 50");
        List<String> english = List.of("en 20", "en-us 50", "en+f3 70", "en+m7 35", "en-us+m2 40");
        return List.of(
                words(Kind.INTERRUPTION, french, """
                        Attendez, attendez s'il vous plaît
                        Non, je voudrais une pizza
                        Excusez-moi, je n'ai pas compris
                        Oui mais à quelle heure ?
                        Stop, ce n'est pas ça
                        Je peux parler à quelqu'un ?
                        D'accord et pour demain soir ?
                        Vous avez des plats sans gluten ?
                        Ça ne va pas du tout
                        Voilà, c'est pour quatre personnes
                        """),
                words(Kind.INTERRUPTION, english, """
                        Wait a moment please
                        No, I want to cancel it
                        Sorry, what was that?
                        Can I talk to somebody?
                        Yes but when do you open?
                        Hold on, that is wrong
                        Okay and what about tomorrow?
                        I have already told you
                        Is there parking nearby?
                        Right, but not with onions
                        """),
                words(Kind.SIGN, french, """
                        oui | ok | d'accord | ah | bien | ouais | voilà | hum
                        [[m'm:]] | [[mh'm]] | c'est ça | hein | mais oui | ah bon | oui oui
                        """),
                words(Kind.SIGN, english, """
                        yes | ok | yeah | right | sure | ah | I see | good
                        [[m'm:]] | [[@h'V]] | okay yes | really | mm yes | oh good | of course
                        """));
    }

    private static List<Noise> tuningNoises() {
        return List.of(
                new Noise("street", Kind.STREET, CutInSounds::street, -42, 15),
                new Noise("cough", Kind.COUGH, CutInSounds::cough, -26, 11),
                new Noise("clicks", Kind.CLICKS, CutInSounds::clicks, -30, 15),
                new Noise("music", Kind.MUSIC, CutInSounds::music, -34, 13),
                new Noise("rain", Kind.STREET, CutInOtherSounds::rain, -42, 15),
                new Noise("siren", Kind.STREET, CutInOtherSounds::siren, -42, 15),
                new Noise("sneeze", Kind.COUGH, CutInOtherSounds::sneeze, -26, 11),
                new Noise("throat", Kind.COUGH, CutInOtherSounds::throat, -28, 11),
                new Noise("keyboard", Kind.CLICKS, CutInOtherSounds::keyboard, -30, 15),
                new Noise("dog", Kind.CLICKS, CutInOtherSounds::dog, -32, 13),
                new Noise("organ", Kind.MUSIC, CutInOtherSounds::organ, -34, 13));
    }

    private static List<Words> keptWords() {
        List<String> french = List.of("fr+m1 45", "fr-be+f1 50", "fr-ch+m5 40", "fr+f5 65");
        List<String> english = List.of("en-gb-scotland 45", "en-gb-x-rp+f5 60", "en-029+m4 30", "en-us+f1 55");
        return List.of(
                words(Kind.INTERRUPTION, french, """
                        Pardon, vous pouvez répéter ?
                        Une seconde, je cherche mon agenda
                        Est-ce que vous livrez à domicile ?
                        Plutôt vers vingt heures trente
                        Mais j'ai déjà payé hier
                        Ah non, surtout pas de fromage
                        Très bien mais il me faut une facture
                        """),
                words(Kind.INTERRUPTION, english, """
                        Hang on, I need a pen
                        Actually make it three
                        Do you have anything without nuts?
                        That's not my name
                        Please repeat the total
                        No no, not tonight
                        Great but my card was declined
                        """),
                words(Kind.SIGN, french, """
                        super | parfait | bon | exact | entendu | très bien | ah oui | ok oui
                        [[@m]] | [[h'm:]]
                        """),
                words(Kind.SIGN, english, """
                        great | fine | got it | cool | all right | oh | yep | exactly
                        [[mh'm:]] | [[V'hV]]
                        """));
    }

    private static List<Words> freshWords() {
        List<String> french = List.of("fr+m4 40", "fr-ch+f3 55", "fr-be+m6 45", "fr+f1 50");
        List<String> english = List.of("en+m1 40", "en-us-nyc+f2 60", "en-gb-scotland+m3 35", "en-029+f4 50");
        return List.of(
                words(Kind.INTERRUPTION, french, """
                        Attention, j'ai une allergie
                        Combien ça coûte exactement ?
                        Laissez-moi réfléchir un instant
                        C'est trop tard pour nous
                        Je rappelle plus tard
                        On sera finalement six
                        """),
                words(Kind.INTERRUPTION, english, """
                        How much is that altogether?
                        Give me a second
                        We will be six in the end
                        I am allergic to peanuts
                        Could you speak more slowly?
                        That is too late for us
                        """),
                words(Kind.SIGN, french, """
                        certes | bon bon | noté | génial | ça va | eh oui | compris | ah d'accord
                        [[m'm:m]] | tout à fait
                        """),
                words(Kind.SIGN, english, """
                        okay | noted | perfect | lovely | oh yes | makes sense | yup | thanks
                        [[V'mh]] | fair enough
                        """));
    }

    private static List<Noise> keptNoises() {
        return List.of(
                new Noise("motor", Kind.STREET, CutInKeptSounds::motor, -42, 15),
                new Noise("tram", Kind.STREET, CutInKeptSounds::tram, -42, 15),
                new Noise("breath", Kind.COUGH, CutInKeptSounds::breath, -30, 11),
                new Noise("hiccup", Kind.COUGH, CutInKeptSounds::hiccup, -28, 11),
                new Noise("plates", Kind.CLICKS, CutInKeptSounds::plates, -30, 15),
                new Noise("bell", Kind.CLICKS, CutInKeptSounds::bell, -34, 13),
                new Noise("strings", Kind.MUSIC, CutInKeptSounds::strings, -34, 13));
    }
}
