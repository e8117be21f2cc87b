// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.router.builtin.intent.NumberWords;
import io.allo.router.builtin.intent.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A text in the form that patterns read (folded, number words as digits, "20h30" as "20 h 30", punctuation as commas), which
 * remembers the words it was made of: what a pattern struck out is left out of the text as it was written.
 *
 * @param text the readable form
 * @param words the words as written
 * @param owners of each letter of {@code text} the word it was made of
 */
record Pieces(String text, List<String> words, List<int[]> owners) {

    private record Rewriting(Pattern from, String to) {
        static Rewriting of(String from, String to) {
            return new Rewriting(Pattern.compile(from), to);
        }
    }

    /** Signs that folding would lose. */
    private static final List<Rewriting> WRITTEN = List.of(
            Rewriting.of("^à$", "at"),
            Rewriting.of("(\\d):(\\d)", "$1qqcolonqq$2"),
            Rewriting.of("\\b(\\d{1,2})\\.(\\d{2})(?=\\D|$)", "$1qqcolonqq$2"),
            Rewriting.of("(\\d)/(\\d)", "$1qqslashqq$2"),
            Rewriting.of("(\\d)\\s*h\\s*(\\d{2})\\b", "$1 h $2"),
            Rewriting.of("(\\d)(h|am|pm)(?!\\p{L})", "$1 $2"),
            Rewriting.of("\\b([ap])\\.\\s?m\\.?", "$1m"),
            Rewriting.of("[,;.!?()]+$", " qqbreakqq "));

    private static final Pattern SPACES = Pattern.compile("\\s+");

    static Pieces of(String said) {
        List<String> written = List.of(SPACES.split(said.strip()));
        List<String> parts = new ArrayList<>();
        List<Integer> wordOf = new ArrayList<>();
        for (int i = 0; i < written.size(); i++) {
            for (String part : plain(written.get(i))) {
                parts.add(part);
                wordOf.add(i);
            }
        }
        StringBuilder text = new StringBuilder();
        List<int[]> owners = new ArrayList<>();
        for (int i = 0; i < parts.size(); ) {
            Optional<NumberWords.Number> number = isArticle(parts, i) ? Optional.empty() : DateNumbers.at(parts, i);
            int length = number.map(NumberWords.Number::length).orElse(1);
            String piece = number.map(value -> String.valueOf(value.value())).orElse(parts.get(i));
            int from = text.length();
            text.append(piece);
            owners.add(new int[] {from, text.length(), wordOf.get(i), wordOf.get(i + length - 1)});
            text.append(' ');
            i += length;
        }
        return new Pieces(text.toString().strip(), written, owners);
    }

    /** The text as written, without the words whose letters {@code struck} has replaced by commas. */
    String without(String struck) {
        boolean[] gone = new boolean[words.size()];
        for (int[] owner : owners) {
            String piece = text.substring(owner[0], owner[1]);
            String now = struck.substring(owner[0], owner[1]);
            boolean out = !piece.equals(now) && now.chars().allMatch(c -> c == ',');
            for (int word = owner[2]; out && word <= owner[3]; word++) {
                gone[word] = true;
            }
        }
        StringBuilder left = new StringBuilder();
        for (int i = 0; i < gone.length; i++) {
            left.append(gone[i] ? "," : words.get(i)).append(' ');
        }
        return left.toString().strip();
    }

    /** "Un" and "une" count nothing in front of an hour or a name; "one" does. */
    private static boolean isArticle(List<String> parts, int at) {
        String word = parts.get(at);
        boolean compound = at + 1 < parts.size()
                && NumberWords.at(parts, at).map(n -> n.length() > 1).orElse(false);
        return (word.equals("un") || word.equals("une")) && !compound;
    }

    private static List<String> plain(String word) {
        // "À huit heures" and "a four cheese": the accent tells them apart.
        String marked = word.toLowerCase(Locale.ROOT);
        for (Rewriting rewriting : WRITTEN) {
            marked = rewriting.from().matcher(marked).replaceAll(rewriting.to());
        }
        String folded = Words.fold(marked)
                .replace("qqcolonqq", ":")
                .replace("qqslashqq", "/")
                .replace("qqbreakqq", ",");
        return folded.isEmpty() ? List.of() : List.of(folded.split(" "));
    }
}
