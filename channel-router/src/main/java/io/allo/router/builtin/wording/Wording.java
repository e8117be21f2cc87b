// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.wording;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.LocalTime;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The words of one language on one kind of channel. A phrase may have a variant for the phone (key with the ending
 * {@code .phone}), where keys are pressed and text is heard, and one for callers who speak ({@code .speech}). Immutable.
 */
public final class Wording {
    private static final Map<String, Properties> LOADED = Map.of("fr", load("fr"), "en", load("en"));

    private final String language;
    private final boolean phone;
    private final boolean speech;
    private final Properties phrases;

    private Wording(String language, boolean phone, boolean speech) {
        this.language = language;
        this.phone = phone;
        this.speech = speech;
        this.phrases = requireNonNull(LOADED.get(language), language);
    }

    /**
     * The wording of a primary language tag.
     *
     * @param phone true when it will be heard and answered by keys
     */
    public static Wording of(String language, boolean phone) {
        return of(language, phone, false);
    }

    /** @param speech true when a person on the phone answers in words */
    public static Wording of(String language, boolean phone, boolean speech) {
        return new Wording(knows(language) ? language : "fr", phone, speech);
    }

    /** True when there are phrases in this language. */
    public static boolean knows(String language) {
        return LOADED.containsKey(language);
    }

    public String language() {
        return language;
    }

    /** A phrase with its places filled: {@code parts} are name, value, name, value. */
    public String say(Phrase phrase, Object... parts) {
        String text = template(phrase);
        for (int i = 0; i + 1 < parts.length; i += 2) {
            text = text.replace("{" + parts[i] + "}", String.valueOf(parts[i + 1]));
        }
        return text.strip();
    }

    private String template(Phrase phrase) {
        String spoken = phone && speech ? phrases.getProperty(phrase.key() + ".speech") : null;
        String heard = phone && spoken == null ? phrases.getProperty(phrase.key() + ".phone") : spoken;
        return heard == null ? requireNonNull(phrases.getProperty(phrase.key()), phrase.key()) : heard;
    }

    /** A word for a machine value, for example {@code status.pending}; null when this language has none. */
    public @Nullable String wordFor(String group, String value) {
        return phrases.getProperty(group + "." + value);
    }

    /** {@code 9,50 €} and {@code €9.50}; on the phone euros as they are spoken, since speech engines stumble over the sign. */
    public String money(BigDecimal amount, String currency) {
        BigDecimal rounded = amount.setScale(2, RoundingMode.HALF_UP);
        if (phone && currency.equals("EUR")) {
            return spokenEuros(rounded);
        }
        String symbol = symbol(currency);
        if (language.equals("fr")) {
            return rounded.toPlainString().replace('.', ',') + " " + symbol;
        }
        return symbol.length() == 1 ? symbol + rounded.toPlainString() : rounded.toPlainString() + " " + symbol;
    }

    private static String spokenEuros(BigDecimal amount) {
        BigInteger whole = amount.toBigInteger();
        int cents = amount.remainder(BigDecimal.ONE).movePointRight(2).intValueExact();
        String euros = whole + (whole.compareTo(BigInteger.ONE) > 0 ? " euros" : " euro");
        return cents == 0 ? euros : euros + " " + (cents < 10 ? "0" + cents : cents);
    }

    private static String symbol(String currency) {
        return switch (currency) {
            case "EUR" -> "€";
            case "USD" -> "$";
            case "GBP" -> "£";
            default ->
                Currency.getAvailableCurrencies().stream()
                                .anyMatch(c -> c.getCurrencyCode().equals(currency))
                        ? currency
                        : "";
        };
    }

    /** {@code 19 h 45}, {@code 7:45 pm}. */
    public String time(LocalTime time) {
        if (language.equals("fr")) {
            return time.getMinute() == 0
                    ? time.getHour() + " h"
                    : "%d h %02d".formatted(time.getHour(), time.getMinute());
        }
        int hour = time.getHour() % 12 == 0 ? 12 : time.getHour() % 12;
        String half = time.getHour() < 12 ? "am" : "pm";
        return time.getMinute() == 0 ? hour + " " + half : "%d:%02d %s".formatted(hour, time.getMinute(), half);
    }

    /** {@code a, b et c}. */
    public String and(List<String> parts) {
        return join(parts, say(Phrase.AND));
    }

    /** {@code a, b ou c}. */
    public String or(List<String> parts) {
        return join(parts, say(Phrase.OR));
    }

    private static String join(List<String> parts, String last) {
        if (parts.size() < 2) {
            return String.join("", parts);
        }
        return String.join(", ", parts.subList(0, parts.size() - 1)) + " " + last + " " + parts.getLast();
    }

    private static Properties load(String language) {
        String name = "/io/allo/router/builtin/phrases_" + language + ".properties";
        Properties phrases = new Properties();
        try (Reader reader =
                new InputStreamReader(requireNonNull(Wording.class.getResourceAsStream(name), name), UTF_8)) {
            phrases.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return phrases;
    }
}
