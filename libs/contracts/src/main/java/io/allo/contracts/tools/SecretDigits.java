// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes digits that a caller keyed in secretly out of whatever repeats them: written together, in groups, or as a number. Pure
 * functions.
 */
public final class SecretDigits {
    /** What stands in their place: tells not even how many they were. */
    public static final String MASK = "***";

    private static final int DEEPEST = 20;

    private SecretDigits() {}

    /** The words without these digits. */
    public static String scrub(String words, Collection<String> secrets) {
        String scrubbed = words;
        for (String secret : secrets) {
            scrubbed = pattern(secret).matcher(scrubbed).replaceAll(MASK);
        }
        return scrubbed;
    }

    /** The same in everything within, names too. */
    public static Map<String, Object> scrub(Map<String, Object> values, Collection<String> secrets) {
        return secrets.isEmpty() ? values : map(values, secrets, 0);
    }

    private static Map<String, Object> map(Map<?, ?> values, Collection<String> secrets, int depth) {
        Map<String, Object> scrubbed = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> scrubbed.put(scrub(String.valueOf(name), secrets), value(value, secrets, depth + 1)));
        return scrubbed;
    }

    private static @Nullable Object value(@Nullable Object value, Collection<String> secrets, int depth) {
        if (depth > DEEPEST) {
            return null;
        }
        return switch (value) {
            case String words -> scrub(words, secrets);
            case Number number -> {
                String text = scrub(number.toString(), secrets);
                yield text.equals(number.toString()) ? number : text;
            }
            case Map<?, ?> map -> map(map, secrets, depth);
            case List<?> list ->
                list.stream().map(inner -> value(inner, secrets, depth + 1)).toList();
            case null, default -> value;
        };
    }

    private static Pattern pattern(String digits) {
        return Pattern.compile("(?<!\\d)" + String.join("[ .-]?", digits.split("")) + "(?!\\d)");
    }
}
