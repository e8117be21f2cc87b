// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.knowledge;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which words of a question ask for something, and by which others a document may name that. */
@ApplicationScoped
class Thesaurus {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int MOST_TERMS = 30;

    private static final int SHORTEST_STEM = 4;

    private final Map<String, Set<String>> alike = new HashMap<>();
    private final Map<String, Set<String>> alikeByStem = new HashMap<>();
    private final Set<String> asides = new HashSet<>();

    Thesaurus() {
        lines("asides.txt").forEach(asides::addAll);
        for (List<String> line : lines("thesaurus.txt")) {
            for (String word : line) {
                alike.computeIfAbsent(word, key -> new LinkedHashSet<>()).addAll(line);
                alikeByStem
                        .computeIfAbsent(stem(word), key -> new LinkedHashSet<>())
                        .addAll(line);
            }
        }
    }

    /**
     * One thing that a question asks for.
     *
     * @param number counted from 0
     * @param word as asked, small letters without accents
     * @param written as asked
     * @param words with those that name the same
     */
    record Term(int number, String word, String written, String words) {}

    /** What the question asks for; each thing once. */
    List<Term> terms(String question) {
        Set<Set<String>> wanted = new LinkedHashSet<>();
        List<Term> terms = new ArrayList<>();
        for (String written : NO_WORD.split(question)) {
            String word = Passage.plain(written);
            Set<String> same = same(word);
            boolean aside = same == null && (word.isEmpty() || asides.contains(word));
            if (!aside && terms.size() < MOST_TERMS && wanted.add(same == null ? Set.of(word) : same)) {
                // As written first: stems keep their accents in few cases.
                terms.add(new Term(terms.size(), word, written, same == null ? written : String.join(" ", same)));
            }
        }
        return terms;
    }

    /** Those that name the same, this one or another form of it; null when nothing is known of it. */
    private @Nullable Set<String> same(String word) {
        Set<String> same = alike.get(word);
        return same != null || asides.contains(word) ? same : alikeByStem.get(stem(word));
    }

    /** Without the endings of numbers and genders, in both languages; short words as they are. */
    private static String stem(String word) {
        String stem = word.replaceFirst("(e|es|s|x|ee|ees)$", "");
        return stem.length() < SHORTEST_STEM ? word : stem;
    }

    private static List<List<String>> lines(String resource) {
        var in = Objects.requireNonNull(Thesaurus.class.getResourceAsStream("/knowledge/" + resource), resource);
        try (var reader = new BufferedReader(new InputStreamReader(in, UTF_8))) {
            return reader.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> List.of(line.strip().split("\\s+")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
