// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.wording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    @Test
    void languagesHaveTheSamePhrasesWithTheSamePlaces() throws IOException {
        Properties french = phrases("fr");
        Properties english = phrases("en");

        assertThat(new TreeSet<>(english.stringPropertyNames())).isEqualTo(new TreeSet<>(french.stringPropertyNames()));
        for (String key : french.stringPropertyNames()) {
            assertThat(places(english.getProperty(key))).as(key).isEqualTo(places(french.getProperty(key)));
        }
    }

    @Test
    void everyPhraseHasATextAndEveryTextAPhrase() throws IOException {
        Set<String> keys = new HashSet<>();
        for (Phrase phrase : Phrase.values()) {
            keys.add(phrase.key());
        }

        for (String key : phrases("fr").stringPropertyNames()) {
            boolean group = key.startsWith("status.") || key.startsWith("answer.") || key.startsWith("type.");
            assertThat(group || keys.contains(key.replace(".phone", "").replace(".speech", "")))
                    .as(key)
                    .isTrue();
        }
        assertThat(phrases("fr").stringPropertyNames()).containsAll(keys);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fr | false | 9.5    | EUR | 9,50 €
            en | false | 9.5    | EUR | €9.50
            fr | true  | 9.5    | EUR | 9 euros 50
            fr | true  | 1.05   | EUR | 1 euro 05
            en | true  | 12     | EUR | 12 euros
            fr | false | 1234.5 | CHF | 1234,50 CHF
            en | false | 3      | GBP | £3.00
            en | false | 3      | CHF | 3.00 CHF
            fr | false | 9.995  | EUR | 10,00 €
            """)
    void moneyIsPutAsPeopleSayIt(String language, boolean phone, BigDecimal amount, String currency, String expected) {
        assertThat(Wording.of(language, phone).money(amount, currency)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "fr,19:45,19 h 45",
        "fr,19:00,19 h",
        "fr,09:05,9 h 05",
        "en,19:45,7:45 pm",
        "en,00:30,12:30 am",
        "en,12:00,12 pm"
    })
    void timesArePutAsPeopleSayThem(String language, LocalTime time, String expected) {
        assertThat(Wording.of(language, false).time(time)).isEqualTo(expected);
    }

    @Test
    void listsEndWithAnAnd() {
        assertThat(Wording.of("fr", false).and(List.of("a", "b", "c"))).isEqualTo("a, b et c");
        assertThat(Wording.of("en", false).or(List.of("a", "b"))).isEqualTo("a or b");
        assertThat(Wording.of("en", false).or(List.of())).isEmpty();
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        Matcher matcher = PLACE.matcher(text);
        while (matcher.find()) {
            places.add(matcher.group(1));
        }
        return places;
    }

    private static Properties phrases(String language) throws IOException {
        Properties phrases = new Properties();
        try (var reader = new InputStreamReader(
                Wording.class.getResourceAsStream("/io/allo/router/builtin/phrases_" + language + ".properties"),
                UTF_8)) {
            phrases.load(reader);
        }
        return phrases;
    }
}
