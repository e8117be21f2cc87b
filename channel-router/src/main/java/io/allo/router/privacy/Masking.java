// SPDX-License-Identifier: Apache-2.0
package io.allo.router.privacy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes e-mail addresses, telephone numbers, bank accounts and card numbers out of words. Digits only, as recognisers write them: a number that
 * is spelled out in words stays. Dates, times, prices and short numbers stay too, they are what a trace is read for. Pure
 * functions.
 */
public final class Masking {
    /** For digits that somebody keyed: whatever they mean. */
    public static final String KEYS = "[keys]";

    private static final String EMAIL = "[email]";
    private static final String CARD = "[card]";
    private static final String ACCOUNT = "[account]";
    private static final String NUMBER = "[number]";
    private static final int CARD_SHORTEST = 13;
    private static final int CARD_LONGEST = 19;
    private static final int NUMBER_SHORTEST = 7;
    /** Written, or dictated in French or English. */
    private static final Pattern ADDRESS = Pattern.compile("[\\p{L}\\p{N}._%+-]{1,64}"
            + "(?:@[\\p{L}\\p{N}.-]{1,100}\\.\\p{L}{2,24}"
            + "|\\s(?:arobase|at)\\s[\\p{L}\\p{N}.-]{1,60}(?:\\.|\\s(?:point|dot)\\s)\\p{L}{2,24})");

    /** ISO 13616, written together or in groups. */
    private static final Pattern IBAN = Pattern.compile(
            "(?<![A-Za-z0-9])[A-Z]{2}\\d{2}(?:[ \\u00a0]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", Pattern.CASE_INSENSITIVE);

    private static final Pattern DIGITS =
            Pattern.compile("(?<![\\w.,])\\+?\\(?\\d(?:[ .()/\\u00a0-]{0,2}\\d){6,30}(?!\\w)");
    private static final Pattern DATE =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}(?:[ T]\\d{1,2})?|\\d{1,2}[./-]\\d{1,2}[./-]\\d{4}(?: \\d{1,2})?");
    private static final int DEEPEST = 12;

    private Masking() {}

    /** The words without what names a person's number or address. */
    public static String text(String words) {
        String withoutMail = ADDRESS.matcher(words).replaceAll(EMAIL);
        String withoutAccounts = IBAN.matcher(withoutMail).replaceAll(ACCOUNT);
        return DIGITS.matcher(withoutAccounts).replaceAll(found -> Matcher.quoteReplacement(masked(found.group())));
    }

    private static String masked(String number) {
        if (DATE.matcher(number).matches()) {
            return number;
        }
        String digits = number.replaceAll("\\D", "");
        if (digits.length() >= CARD_SHORTEST && digits.length() <= CARD_LONGEST && Luhn.holds(digits)) {
            return CARD;
        }
        return digits.length() >= NUMBER_SHORTEST ? NUMBER : number;
    }

    /** The same in everything that is text within; numbers of more than six digits are text here. */
    public static @Nullable Object value(@Nullable Object value) {
        return value(value, 0);
    }

    private static @Nullable Object value(@Nullable Object value, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        return switch (value) {
            case String words -> text(words);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> masked = new LinkedHashMap<>();
                map.forEach((name, inner) -> masked.put(text(String.valueOf(name)), value(inner, depth + 1)));
                yield masked;
            }
            case List<?> list ->
                list.stream().map(inner -> value(inner, depth + 1)).toList();
            case Long number when Math.abs(number) > 999_999 -> text(number.toString());
            case null, default -> value;
        };
    }
}
