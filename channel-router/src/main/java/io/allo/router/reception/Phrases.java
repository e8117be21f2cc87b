// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.allo.contracts.text.PlainText;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/** The profile's words in one language: what is said, and what is looked for. */
final class Phrases {
    private static final Map<String, Properties> LOADED = Map.of("fr", load("fr"), "en", load("en"));
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}@.+_-]+");

    private final Properties phrases;
    private final List<String> manners;

    private Phrases(Properties phrases, List<String> manners) {
        this.phrases = phrases;
        this.manners = manners;
    }

    static boolean knows(String language) {
        return LOADED.containsKey(language);
    }

    /** @param manners endings of the keys that are said instead, the first that there is: {@code .keys}, {@code .voice} */
    static Phrases of(String language, List<String> manners) {
        return new Phrases(requireNonNull(LOADED.get(language), language), manners);
    }

    /** @param parts name, value, name, value */
    String say(String key, String... parts) {
        String text = manners.stream()
                .map(manner -> phrases.getProperty(key + manner))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> phrases.getProperty(key));
        String said = requireNonNull(text, key);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            said = said.replace("{" + parts[i] + "}", parts[i + 1]);
        }
        return said;
    }

    /** Words of a list. */
    List<String> words(String key) {
        return Arrays.asList(
                requireNonNull(phrases.getProperty("words." + key), key).split("\\|"));
    }

    /** Whether a text has one of the words, whole. */
    boolean has(String key, String text) {
        String plain = " " + plain(text) + " ";
        return words(key).stream().anyMatch(word -> plain.contains(" " + plain(word) + " "));
    }

    /** Small letters without accents, one space between words; what stands in addresses stays. */
    static String plain(String text) {
        return NO_WORD.matcher(PlainText.of(text).replace('-', ' '))
                .replaceAll(" ")
                .strip();
    }

    private static Properties load(String language) {
        var properties = new Properties();
        try (Reader reader = new InputStreamReader(
                requireNonNull(Phrases.class.getResourceAsStream("reception_" + language + ".properties"), language),
                UTF_8)) {
            properties.load(reader);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
