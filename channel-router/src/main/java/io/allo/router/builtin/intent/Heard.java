// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was understood of one turn.
 *
 * @param text as said, typed, or made from keys
 * @param words the folded words of the text
 * @param scores every intent found, with the weight of what speaks for it
 */
public record Heard(String text, List<String> words, Map<Intent, Integer> scores) {

    private static final Set<String> SIGHS = Set.of("ah", "euh", "uh", "um", "oh", "mais", "but", "ben", "er", "hum");
    private static final Set<String> OPENING_NO = Set.of("non", "nan", "no", "nope", "nah");

    /** A turn whose meaning is known beforehand, for example a key of a menu. */
    public static Heard of(Intent intent) {
        return new Heard("", List.of(), Map.of(intent, Integer.MAX_VALUE));
    }

    /** Something without meaning here, for example a key that the menu does not have. */
    public static Heard nothing() {
        return new Heard("", List.of(), Map.of());
    }

    /** Words without any known intent, for example the number of an item. */
    public static Heard plain(String text) {
        return new Heard(text, Words.of(text), Map.of());
    }

    /** Nothing but dots, or nothing at all: not even a key. */
    public boolean isSilence() {
        return words.isEmpty() && scores.isEmpty() && text.isBlank();
    }

    public boolean has(Intent intent) {
        return scores.containsKey(intent);
    }

    public boolean hasAny(Intent... intents) {
        for (Intent intent : intents) {
            if (has(intent)) {
                return true;
            }
        }
        return false;
    }

    /** "Non, deux": a correction, whatever follows. */
    public boolean opensWithNo() {
        int first = 0;
        while (first < words.size() && SIGHS.contains(words.get(first))) {
            first++;
        }
        return first + 1 < words.size() && OPENING_NO.contains(words.get(first));
    }

    /** The intent for which most speaks. */
    public Optional<Intent> top() {
        return scores.entrySet().stream()
                .min(Map.Entry.<Intent, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    /** The intent alone, not as part of a sentence: where free text is expected, "annuler" still gives up. */
    public boolean isCommand(Intent intent) {
        return isTop(intent) && words.size() <= 2;
    }

    public boolean isTop(Intent intent) {
        return top().filter(intent::equals).isPresent();
    }
}
