// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.NumberWords;
import io.allo.router.builtin.intent.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a spoken address as it is written: "vingt-sept de la rue de Turenne, dans le troisième" becomes "27 rue de Turenne, 75003".
 * Numbers inside a street's name stay words. Pure functions.
 */
final class AddressWords {
    private static final Set<String> WAYS = Set.of(
            "rue",
            "r",
            "avenue",
            "av",
            "boulevard",
            "bd",
            "bld",
            "place",
            "pl",
            "impasse",
            "allee",
            "chemin",
            "route",
            "quai",
            "cours",
            "square",
            "passage",
            "villa",
            "faubourg",
            "sentier",
            "residence",
            "bis",
            "ter",
            "quater");
    private static final List<String> ORDINALS = List.of(
            "premier",
            "deuxieme",
            "troisieme",
            "quatrieme",
            "cinquieme",
            "sixieme",
            "septieme",
            "huitieme",
            "neuvieme",
            "dixieme",
            "onzieme",
            "douzieme",
            "treizieme",
            "quatorzieme",
            "quinzieme",
            "seizieme",
            "dix septieme",
            "dix huitieme",
            "dix neuvieme",
            "vingtieme");
    private static final int WAY_WITHIN = 4;
    private static final int CODE = 5;
    /** Paris has its arrondissement in the postal code. */
    private static final Pattern ARRONDISSEMENT = Pattern.compile(
            "(?:\\bparis\\s*,?\\s*(?:dans\\s+le\\s+|in\\s+the\\s+)?|\\b(?:dans|in)\\s+(?:le|the)\\s+)(\\d{1,2})(?:e|er|eme|ème|è|th|st|nd|rd)?\\b(?!\\s*(?:étage|floor|\\d|h\\b|heures?|minutes?))(?:\\s+arrondissement|\\s+district)?",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern OF_THE = Pattern.compile(
            "(\\d(?:\\s?(?:bis|ter))?)\\s+(?:de la|de l['’]|du|on the|on)\\s*(?=rue|avenue|boulevard|place|impasse|all[ée]e|chemin|quai|square|passage)",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE_WORDS = Pattern.compile(
            "\\b(?:le |the )?(?:code postal|postal code|post ?code|zip(?: code)?)\\s*(?:c['’]est|est|is|:)?\\s*(?:le )?(?=\\d)",
            Pattern.CASE_INSENSITIVE);

    /** "Rue du Temple, au 15" */
    private static final Pattern NUMBER_AFTER = Pattern.compile(
            "(?:^.*[,;]\\s*|^)((?:rue|avenue|boulevard|place|impasse|all[ée]e|chemin|quai|square|passage)\\s+[^,\\d]+?)\\s*,?\\s*(?:au|num[ée]ro|n°|number|at)\\s+(\\d{1,4}(?:\\s?(?:bis|ter))?)\\b",
            Pattern.CASE_INSENSITIVE);
    /** What follows belongs to the door, not to the street or town. */
    private static final Pattern APART = Pattern.compile(
            "(?<=[\\p{L}\\d])\\s+(?=(?:code|digicode|flat|apt|appt|apartment|appartement|b[âa]timent|[ée]tage|top floor|interphone|escalier|porte|ring|sonne[zr]?)\\b)",
            Pattern.CASE_INSENSITIVE);

    /** As English recognisers write it. */
    private static final Pattern QUAY =
            Pattern.compile("(?<=\\d )(?:kay|quay|key|kai)(?= (?:de|des|du|d['’]))", Pattern.CASE_INSENSITIVE);

    private static final Pattern STREET =
            Pattern.compile("\\b(\\d{1,4}(?:\\s?(?:bis|ter))?),?\\s+r\\.?\\s+(?=\\p{L})", Pattern.CASE_INSENSITIVE);

    private AddressWords() {}

    static String written(String text) {
        String street = STREET.matcher(numbers(text)).replaceAll("$1 rue ");
        String ordered = NUMBER_AFTER.matcher(street).replaceAll("$2 $1");
        String apart = APART.matcher(ordered).replaceAll(", ");
        String digits = OF_THE.matcher(apart).replaceAll("$1 ");
        String quay = QUAY.matcher(digits).replaceAll("quai");
        String plain = CODE_WORDS.matcher(quay).replaceAll("");
        return ARRONDISSEMENT
                .matcher(plain)
                .replaceFirst(found -> Integer.parseInt(found.group(1)) <= 20 && Integer.parseInt(found.group(1)) > 0
                        ? "750%02d".formatted(Integer.parseInt(found.group(1)))
                        : java.util.regex.Matcher.quoteReplacement(found.group()));
    }

    /** House numbers, codes and arrondissements in digits. */
    private static String numbers(String text) {
        String[] raw = text.replaceAll("(\\p{L})-(?=\\p{L})", "$1- ")
                .replace(",", " , ")
                .strip()
                .split("\\s+");
        List<String> words = new ArrayList<>();
        for (String word : raw) {
            words.add(Words.fold(word));
        }
        StringBuilder written = new StringBuilder();
        for (int i = 0; i < raw.length; ) {
            int length = numberAt(words, i, written);
            if (length == 0) {
                written.append(raw[i]).append(raw[i].endsWith("-") ? "" : " ");
            }
            i += Math.max(length, 1);
        }
        return written.toString().strip().replace(" ,", ",");
    }

    private static int numberAt(List<String> words, int at, StringBuilder written) {
        int spelled = spelledCode(words, at, written);
        if (spelled > 0) {
            return spelled;
        }
        int ordinal = ordinalAt(words, at, written);
        if (ordinal > 0) {
            return ordinal;
        }
        Optional<NumberWords.Number> number =
                words.get(at).matches("|\\d+|une?|a|an") ? Optional.empty() : NumberWords.at(words, at);
        int end = at + number.map(NumberWords.Number::length).orElse(0);
        boolean counts =
                number.isPresent() && (number.get().value() >= 10_000 || waySoon(words, end) || afterParis(words, at));
        if (!counts) {
            return 0;
        }
        written.append(number.get().value()).append(' ');
        return end - at;
    }

    private static boolean waySoon(List<String> words, int from) {
        return words.subList(from, Math.min(words.size(), from + WAY_WITHIN)).stream()
                        .anyMatch(WAYS::contains)
                && from < words.size()
                && (WAYS.contains(words.get(from))
                        || Set.of("de", "du", "on", "").contains(words.get(from))
                        || from + 1 < words.size()
                                && Character.isLetter(
                                        words.get(from).isEmpty()
                                                ? '0'
                                                : words.get(from).charAt(0)));
    }

    private static boolean afterParis(List<String> words, int at) {
        return at > 0 && words.get(at - 1).equals("paris");
    }

    /** "Seven five zero zero three" */
    private static int spelledCode(List<String> words, int at, StringBuilder written) {
        StringBuilder digits = new StringBuilder();
        int i = at;
        while (i < words.size() && digits.length() < CODE) {
            String word = words.get(i);
            Optional<NumberWords.Number> number = word.matches("oh|o")
                    ? Optional.of(new NumberWords.Number(0, 1))
                    : word.isEmpty() || word.matches("\\d{3,}|une?|a|an") ? Optional.empty() : NumberWords.at(words, i);
            if (number.isEmpty() || number.get().value() > 99) {
                break;
            }
            digits.append(number.get().value());
            i += number.get().length();
        }
        boolean code = digits.length() == CODE
                && i - at > 1
                && digits.charAt(0) != '0'
                && words.get(at).matches("\\D+|75");
        if (!code) {
            return 0;
        }
        written.append(digits).append(' ');
        return i - at;
    }

    private static int ordinalAt(List<String> words, int at, StringBuilder written) {
        boolean place = at > 0 && words.get(at - 1).equals("paris")
                || at > 1
                        && Set.of("le", "the").contains(words.get(at - 1))
                        && Set.of("dans", "in").contains(words.get(at - 2));
        if (!place) {
            return 0;
        }
        String two = words.get(at) + (at + 1 < words.size() ? " " + words.get(at + 1) : "");
        for (int length = 2; length > 0; length--) {
            String said = length == 2 ? two : words.get(at);
            int value = Math.max(ORDINALS.indexOf(said), DateNumbers.ORDINALS.indexOf(said)) + 1;
            if (value > 0) {
                written.append(value).append("e ");
                return length;
            }
        }
        return 0;
    }
}
