// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** What the last words of a caller who pauses tell: has he finished? French and English. Pure. */
enum SpokenEnding {
    COMPLETE,
    /** The last word asks for another one. */
    UNFINISHED,
    /** In the middle of a number, an address or a spelt word. */
    DICTATION;

    private static final Set<String> FRENCH_GOES_ON = words("""
            et ou mais donc car avec sans pour de du des d' la le les l' un une à au aux sur dans chez par que qui quand parce
            si mon ma mes votre vos son sa ses ce cette ces euh heu alors puis voudrais voulais voudrait aimerais prendrais
            prendrai veux est suis c'est m'appelle appelle numéro numero j'ai entre vers très quelques""");

    private static final Set<String> ENGLISH_GOES_ON = words("""
            and or but because with without for of the a an to at from by my your his her their our are am was i'm it's um uh
            er i'd would want wants need i'll than very maybe""");

    private static final Set<String> NUMBERS = words("""
            zéro zero deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente
            quarante cinquante soixante septante huitante nonante cent double plus
            oh two three four five seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
            nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred""");

    /** Signs that somebody listens, or thinks. */
    private static final Set<String> NO_WORDS = words("hm hmm hum mhm mmh mm mmm euh heu eh ah oh um uh er uhm uh-huh");

    /** Said inside of addresses; a sentence does not end with them. */
    private static final Set<String> MARKS = words("arobase arrobase @ point dot tiret underscore dash hyphen slash");

    private static final Pattern MAIL = Pattern.compile(".*(@|\\barr?obase\\b|\\bat\\b.*\\bdot\\b).*");
    private static final Pattern WHOLE_MAIL =
            Pattern.compile(".*(\\.|\\bpoint |\\bdot )(fr|com|net|org|eu|be|ch|ca|io|uk|de|it|es|lu|info)$");
    private static final Pattern DIGITS = Pattern.compile("\\+?[0-9]+([.-][0-9]+)*");
    /** From here on a number is longer than a quantity, a time or a price. */
    private static final int LONG_NUMBER = 4;

    private static final int SPOKEN_NUMBER_WORDS = 3;
    private static final int SPELT_LETTERS = 3;
    private static final int PHONE_NUMBER = 10;
    private static final int PHONE_NUMBER_WITH_PREFIX = 11;

    private static Set<String> words(String list) {
        return Set.copyOf(List.of(list.strip().split("\\s+")));
    }

    /** Only sounds: neither an answer nor an interruption. */
    static boolean sayNothing(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[\\s.,!?…]+"))
                .allMatch(word -> word.isEmpty() || NO_WORDS.contains(word));
    }

    /** @param more further words after which a sentence goes on */
    static SpokenEnding of(String text, String language, Set<String> more) {
        String plain = text.strip().toLowerCase(Locale.ROOT).replace('’', '\'');
        if (plain.endsWith("?")) {
            return COMPLETE;
        }
        String bare = plain.replaceAll("[\\s.!,;:…]+$", "");
        List<String> words = Arrays.stream(bare.split("[\\s,;:!…]+")).toList();
        String last = words.getLast();
        if (MAIL.matcher(bare).matches()) {
            return WHOLE_MAIL.matcher(bare).matches() ? COMPLETE : DICTATION;
        }
        if (MARKS.contains(last) || numberGoesOn(words) || spelt(words)) {
            return DICTATION;
        }
        boolean goesOn = goesOn(last, language) || more.contains(last);
        return goesOn || plain.endsWith(",") || plain.endsWith("…") ? UNFINISHED : COMPLETE;
    }

    private static boolean goesOn(String last, String language) {
        return switch (Locale.forLanguageTag(language).getLanguage()) {
            case "fr" -> FRENCH_GOES_ON.contains(last);
            case "en" -> ENGLISH_GOES_ON.contains(last);
            default -> false;
        };
    }

    /** A telephone number is whole with its last digit; other long numbers, and numbers in words, may go on. */
    private static boolean numberGoesOn(List<String> words) {
        StringBuilder digits = new StringBuilder();
        int inWords = 0;
        for (String word : words.reversed()) {
            if (DIGITS.matcher(word).matches()) {
                digits.insert(0, word.replaceAll("[.-]", ""));
            } else if (NUMBERS.contains(word)) {
                inWords++;
            } else {
                break;
            }
        }
        if (inWords >= SPOKEN_NUMBER_WORDS) {
            return true;
        }
        boolean prefixed = digits.indexOf("+") == 0;
        int length = prefixed ? digits.length() - 1 : digits.length();
        boolean whole = length == (prefixed ? PHONE_NUMBER_WITH_PREFIX : PHONE_NUMBER);
        return !whole && (length >= LONG_NUMBER || prefixed || length > 1 && digits.charAt(0) == '0');
    }

    private static boolean spelt(List<String> words) {
        long letters = words.reversed().stream()
                .takeWhile(word -> word.length() == 1 && Character.isLetter(word.charAt(0)))
                .count();
        return letters >= SPELT_LETTERS;
    }
}
