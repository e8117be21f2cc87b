// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Regular expressions that customers write. They are matched on event loops, so in time linear in the text (RE2): no look-around and
 * no references back, and repetitions only as far as the compiled pattern stays small. Thread-safe.
 */
public final class LinearPattern {
    private static final int LONGEST = 500;
    /** Steps for each character of the text. */
    private static final int LARGEST = 500;

    private static final int LONGEST_TEXT = 10_000;

    private LinearPattern() {}

    /** Why this one is not taken; empty when it is. */
    public static Optional<String> fault(String regex) {
        if (regex.length() > LONGEST) {
            return Optional.of("is longer than " + LONGEST + " characters");
        }
        if (Size.isBeyond(regex, LARGEST)) {
            return Optional.of(
                    "repeats too much (expected: at most " + LARGEST + " characters when it is written out)");
        }
        try {
            Pattern.compile(regex);
            return Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of(
                    "is no regular expression of RE2 (no look-around, no references back): " + e.getDescription());
        }
    }

    /**
     * Finds the pattern anywhere in a text; what is too long for that does not fit. A pattern with a {@link #fault} asks nothing: it
     * was stored before it was refused, and the server that it was written for checks again.
     */
    public static Predicate<String> of(String regex) {
        if (fault(regex).isPresent()) {
            return text -> true;
        }
        Pattern pattern = Pattern.compile(regex);
        return text -> text.length() <= LONGEST_TEXT && pattern.matcher(text).find();
    }

    /** How large a pattern is once {@code {n,m}} is written out, found without doing so: nested ones would fill the memory. */
    private static final class Size {
        private final Deque<long[]> groups = new ArrayDeque<>();
        /** Of the current group, without the last piece; and the last piece, which a count repeats. */
        private long before;

        private long last;

        static boolean isBeyond(String regex, int most) {
            Size size = new Size();
            for (int at = 0; at < regex.length(); ) {
                at = size.read(regex, at);
                if (size.before + size.last > most) {
                    return true;
                }
            }
            return false;
        }

        /** Where the next piece begins. */
        private int read(String regex, int at) {
            switch (regex.charAt(at)) {
                case '\\' -> {
                    piece(1);
                    return at + 2;
                }
                case '[' -> {
                    piece(1);
                    return endOfClass(regex, at);
                }
                case '(' -> {
                    groups.push(new long[] {before, last});
                    before = 0;
                    last = 0;
                }
                case ')' -> {
                    long inside = before + last + 2;
                    long[] outside = groups.isEmpty() ? new long[2] : groups.pop();
                    before = outside[0];
                    last = outside[1];
                    piece(inside);
                }
                case '{' -> last *= count(regex, at);
                default -> piece(1);
            }
            return at + 1;
        }

        private void piece(long size) {
            before += last;
            last = size;
        }

        private static int endOfClass(String regex, int from) {
            int at = from + 1;
            while (at < regex.length() && (regex.charAt(at) != ']' || at == from + 1)) {
                at += regex.charAt(at) == '\\' ? 2 : 1;
            }
            return at + 1;
        }

        /** The largest number up to the closing brace; 1 when there is none. */
        private static long count(String regex, int brace) {
            long largest = 1;
            long number = 0;
            for (int at = brace + 1; at < regex.length() && regex.charAt(at) != '}'; at++) {
                char c = regex.charAt(at);
                number = c >= '0' && c <= '9' ? Math.min(LARGEST + 1, number * 10 + c - '0') : 0;
                largest = Math.max(largest, number);
            }
            return largest;
        }
    }
}
