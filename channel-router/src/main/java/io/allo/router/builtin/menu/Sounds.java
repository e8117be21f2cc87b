// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import io.allo.router.builtin.intent.Similarity;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names by how they sound: a recogniser that does not know "tiramisu" writes "tear a misu" or "tira misu". Words are compared by
 * a key in which spellings that French and English readers say alike are one. Immutable, for one menu.
 */
final class Sounds {
    /** Shorter names sound like too much else. */
    private static final int SHORTEST = 6;

    private static final int LONGER = 2;
    private static final double ALIKE = 0.85;

    private record Spelling(Pattern from, String to) {
        static Spelling of(String from, String to) {
            return new Spelling(Pattern.compile(from), to);
        }
    }

    private static final List<Spelling> SPELLINGS = List.of(
            Spelling.of("sch|squ|sk|sc(?=[aou])", "sk"),
            Spelling.of("qu|ck|ch(?=[rlt])|c(?=[aoulrt])|k", "k"),
            Spelling.of("ph", "f"),
            Spelling.of("gh", "g"),
            Spelling.of("eau|au", "o"),
            Spelling.of("ea|ee|ie|y", "i"),
            Spelling.of("ou|oo", "u"),
            Spelling.of("th", "t"),
            Spelling.of("z", "s"),
            Spelling.of("h", ""),
            Spelling.of("(\\w)\\1", "$1"));

    private record Entry(String key, Catalogue.Item item) {}

    private final Map<Character, List<Entry>> byFirst = new HashMap<>();

    Sounds(List<Catalogue.Item> items) {
        for (Catalogue.Item item : items) {
            item.spoken().forEach(word -> add(word.word(), item));
            if (item.spoken().size() > 1) {
                add(item.joined(), item);
            }
        }
    }

    private void add(String name, Catalogue.Item item) {
        String key = key(name);
        if (key.length() >= SHORTEST) {
            byFirst.computeIfAbsent(key.charAt(0), _ -> new ArrayList<>()).add(new Entry(key, item));
        }
    }

    /** The items of which a word sounds like this; none when words of several names do. */
    List<Catalogue.Item> of(String said) {
        String key = key(said);
        if (key.length() < SHORTEST) {
            return List.of();
        }
        List<Catalogue.Item> found = byFirst.getOrDefault(key.charAt(0), List.of()).stream()
                .filter(entry -> Math.abs(entry.key().length() - key.length()) <= LONGER)
                .filter(entry -> Similarity.word(entry.key(), key) >= ALIKE)
                .map(Entry::item)
                .distinct()
                .toList();
        return found.size() == 1 ? found : List.of();
    }

    static String key(String word) {
        String key = word;
        for (Spelling spelling : SPELLINGS) {
            key = spelling.from().matcher(key).replaceAll(spelling.to());
        }
        return key;
    }
}
