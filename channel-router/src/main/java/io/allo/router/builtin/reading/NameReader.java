// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the name under which something is ordered or booked. Pure functions. */
public final class NameReader {
    private static final String WORD = "\\p{L}[\\p{L}'-]*";
    private static final Pattern INTRODUCED = Pattern.compile(
            "(?:\\b(?:c'est|it's|à mettre|mettez|put it)\\s+)?\\b(?:au nom de|nom de|nom est|nom c'est|je m'appelle|m'appelle|my name is|my name,? it is|my name,? it's|mon nom,? c'est|name is|name's|under the name of|under the name|in the name of|name of|under|surname(?: is)?|last name(?: is)?|nom de famille(?: est)?|sous le nom de?|(?<=, )(?:nom|name))\\s+(?<name>"
                    + WORD
                    + "(?:\\s(?!(?:et|pour|à|and|for|at|please|svp|s'il|on|a|on|merci|thanks|the|la|le|une?|with|avec)\\b)"
                    + WORD + "){0,2})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** What people say before their name when they are asked for it. */
    private static final Pattern OPENING = Pattern.compile(
            "^(?:(?:euh|um|uh|oui|yes|alors|ben|bah|so|well|ah|bonjour|hello|hi)[,\\s]+)*"
                    + "(?:(?:moi\\s+)?c['’]est(?:\\s+(?:pour|au nom de))?|moi|au nom de|pour|mettez|notez|(?:(?:please|just|juste|simply)\\s+)*(?:write|put|inscrivez|écrivez|marquez|mettez|notez)(?:\\s+(?:down|juste|just))?|(?:mon\\s+)?(?:nom|prénom)(?:\\s+(?:est|c['’]est))?|je\\s+(?:m['’]appelle|suis)"
                    + "|it['’]?s(?:\\s+for)?|for|put(?:\\s+it)?(?:\\s+under)?|under|my\\s+(?:first\\s+)?name(?:\\s+is|['’]s)|(?:the\\s+)?name(?:\\s+is|['’]s)|i['’]?m|i\\s+am|this\\s+is|call\\s+me)\\s+",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private static final Pattern CLOSING = Pattern.compile(
            "[\\s,.!]+(?:s['’]il (?:vous|te) pla[iî]t|svp|stp|please|merci|thanks|thank you|for me|pour moi)[.!]*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    /** "Madame", "Mr": nobody is stored by a title. */
    private static final Pattern TITLE = Pattern.compile(
            "^(?:(?:de\\s+)?(?:madame|monsieur|mademoiselle|mme|mlle|mrs|miss|mister|mr|ms|dr|docteur|doctor)\\.?|m\\.)\\s+(?=\\p{L})",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    /** ", avec un F comme François", ", N G U Y E N", "that's with two n" */
    private static final Pattern SPELLING = Pattern.compile(
            "\\s*(?:[,;(:]|\\s-\\s|\\b(?:avec (?:un|une|deux)|with (?:a|an|two|one)|(?:ça|ca) s['’]écrit|that['’]s spel|spelt|spelled|épelé|comme (?:le|la|un)|as in)\\b).*$",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    /** "Moreau M O R E A U" */
    private static final Pattern LETTERS = Pattern.compile("(?:\\s\\p{L})+$");
    /** "À emporter, pour Ophélie": somebody's, when nothing else is said. */
    private static final Pattern FOR_WHOM = Pattern.compile(
            "(?:^|[,.]\\s*)(?:c['’]est |it['’]s )?(?:pour|for)\\s+(?<name>\\p{Lu}\\p{Ll}+(?:[ -]\\p{Lu}\\p{Ll}+)?)\\s*[.!]?$");

    private static final Pattern COMPANY = Pattern.compile(
            "(?:^|[,.]\\s*)(?<name>(?:soci[ée]t[ée]|entreprise|cabinet|association|company|the firm)\\s+" + WORD
                    + "(?:\\s" + WORD + ")?)\\s*(?=$|[,.])",
            Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);

    private NameReader() {}

    /** @param left the text without it */
    public record Name(String name, String left) {}

    /** A name that is introduced as one, anywhere in a sentence. */
    public static Optional<Name> introduced(String text) {
        String plain = text.replace('’', '\'');
        for (Pattern pattern : List.of(INTRODUCED, COMPANY)) {
            Matcher found = pattern.matcher(plain);
            if (found.find()) {
                String named = LETTERS.matcher(found.group("name").strip()).replaceFirst("");
                String name = TITLE.matcher(named).replaceFirst("");
                return Optional.of(new Name(name, found.replaceFirst(" , ")));
            }
        }
        return Optional.empty();
    }

    /** A name at the end of a sentence which says nothing but for whom it is. */
    public static Optional<Name> recipient(String text) {
        Matcher found = FOR_WHOM.matcher(text.strip());
        return found.find() ? Optional.of(new Name(found.group("name"), found.replaceFirst(" , "))) : Optional.empty();
    }

    /** The answer to the question for a name. */
    public static String answered(String text) {
        String said = CLOSING.matcher(text.strip()).replaceFirst("");
        return introduced(said)
                .map(Name::name)
                .orElseGet(() -> plain(OPENING.matcher(said).replaceFirst("").strip()));
    }

    /** Without title and spelling. */
    private static String plain(String said) {
        String name = SPELLING.matcher(said).replaceFirst("").strip();
        return TITLE.matcher(name.isEmpty() ? said : name).replaceFirst("").strip();
    }
}
