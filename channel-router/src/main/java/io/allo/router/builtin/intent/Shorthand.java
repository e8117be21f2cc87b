// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How people write on a small keyboard, in plain words: "jpasse la chercher" is "je passe la chercher", "2m1" is "demain", a
 * thumb up is "ok". Each language has its {@code shorthand_<language>.properties}. Pure functions.
 */
public final class Shorthand {
    private static final Map<String, Map<String, String>> WORDS = Map.of("fr", load("fr"), "en", load("en"));
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}'’/]*|\\p{So}|\\p{Sk}");
    private static final Pattern LONG = Pattern.compile("(\\p{L})\\1{2,}");
    private static final Map<String, String> SIGNS = Map.of(
            "👌", "ok", "👍", "ok", "✅", "ok", "🙏", "merci", "✔", "ok", "🍕", "pizza", "🍺", "biere", "🍻", "biere",
            "❌", "non");
    /** "Push it 2 9", "table 4 two": the digit is a word where a number follows. */
    private static final List<Map.Entry<Pattern, String>> DIGITS = List.of(
            Map.entry(Pattern.compile("(?i)\\b2 (?=\\d{1,2} ?(?:o|h|pm|am|:)|\\d{1,2}$)"), "to "),
            Map.entry(
                    Pattern.compile(
                            "(?i)\\b4 (?=(?:my|me|the|us|him|her|two|three|four|five|six|seven|eight|2day|2nite)\\b)"),
                    "for "),
            Map.entry(Pattern.compile("(?i)\\bo ?clock\\b"), "o'clock"),
            Map.entry(Pattern.compile("(?i)\\bsat[ -]nav\\b"), "satnav"));

    private Shorthand() {}

    /** The text in plain words; words that are no shorthand stay as they are. */
    public static String plain(String text, String language) {
        String short1 = LONG.matcher(text).replaceAll("$1$1");
        if (language.equals("en")) {
            for (Map.Entry<Pattern, String> digit : DIGITS) {
                short1 = digit.getKey().matcher(short1).replaceAll(digit.getValue());
            }
        }
        Map<String, String> words = requireNonNull(WORDS.getOrDefault(language, WORDS.get("fr")));
        return WORD.matcher(short1).replaceAll(found -> {
            String word = found.group();
            String sign = SIGNS.get(word);
            String plain = sign == null ? words.getOrDefault(word.toLowerCase(Locale.ROOT), word) : " " + sign + " ";
            return Matcher.quoteReplacement(plain);
        });
    }

    private static Map<String, String> load(String language) {
        String name = "/io/allo/router/builtin/shorthand_" + language + ".properties";
        Properties source = new Properties();
        try (Reader reader =
                new InputStreamReader(requireNonNull(Shorthand.class.getResourceAsStream(name), name), UTF_8)) {
            source.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> words = new HashMap<>();
        source.stringPropertyNames()
                .forEach(plain -> List.of(source.getProperty(plain).strip().split("\\s+"))
                        .forEach(word -> words.put(word, plain.replace('_', ' '))));
        return words;
    }
}
