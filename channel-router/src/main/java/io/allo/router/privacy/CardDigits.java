// SPDX-License-Identifier: Apache-2.0
package io.allo.router.privacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts {@code *} in the place of the digits of payment cards: PCI DSS wants numbers unreadable where they are stored, and lets nobody
 * store a security code. Everything else stays: the record is the business's own. Pure functions.
 */
public final class CardDigits {
    private static final Pattern NUMBER = Pattern.compile("(?<![\\w-])\\d(?:[ .-]?\\d){13,18}(?![\\w-])");
    private static final String CODE_NAME =
            "(?:cvv2?|cvc2?|cryptogramme|code de s[eé]curit[eé]|security[ _-]?code|card[ _-]?code)";
    private static final Pattern CODE =
            Pattern.compile("(" + CODE_NAME + "\\D{0,24})\\d{3,4}(?!\\d)", Pattern.CASE_INSENSITIVE);
    private static final Pattern CODE_FIELD = Pattern.compile(".*" + CODE_NAME + ".*", Pattern.CASE_INSENSITIVE);
    private static final Pattern SHORT_ENTRY = Pattern.compile("\\s*\\d{3,4}[\\s.#]*");
    private static final int DEEPEST = 12;

    private CardDigits() {}

    /** The words without digits of cards. */
    public static String mask(String words) {
        String withoutNumbers = NUMBER.matcher(words).replaceAll(found -> stars(found.group()));
        return CODE.matcher(withoutNumbers).replaceAll(found -> Matcher.quoteReplacement(found.group(1)) + "***");
    }

    /** Do these words hold a card's number? */
    public static boolean in(String words) {
        return NUMBER.matcher(words).results().anyMatch(found -> Luhn.holds(digits(found.group())));
    }

    /** An entry that may be a security code or an expiry date, when a card's number came just before. */
    public static boolean mayBeCode(String words) {
        return SHORT_ENTRY.matcher(words).matches();
    }

    /** All of its digits. */
    public static String all(String words) {
        return words.replaceAll("\\d", "*");
    }

    private static String stars(String number) {
        return Luhn.holds(digits(number)) ? all(number) : Matcher.quoteReplacement(number);
    }

    private static String digits(String number) {
        return number.replaceAll("\\D", "");
    }

    /** The same in everything that is text within. */
    public static Map<String, Object> mask(Map<String, Object> values) {
        Map<String, Object> masked = new LinkedHashMap<>();
        values.forEach((name, value) ->
                masked.put(name, CODE_FIELD.matcher(name).matches() && value != null ? "***" : value(value, 0)));
        return masked;
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        return switch (value) {
            case String words -> mask(words);
            case Number number -> in(number.toString()) ? all(number.toString()) : number;
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> masked = new LinkedHashMap<>();
                map.forEach((name, inner) -> masked.put(
                        String.valueOf(name),
                        CODE_FIELD.matcher(String.valueOf(name)).matches() && inner != null
                                ? "***"
                                : value(inner, depth + 1)));
                yield masked;
            }
            case List<?> list ->
                list.stream().map(inner -> value(inner, depth + 1)).toList();
            case null, default -> value;
        };
    }
}
