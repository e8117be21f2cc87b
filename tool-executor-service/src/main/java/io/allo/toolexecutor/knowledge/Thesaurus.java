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

/** Which words of a question ask for something, and by which others a document may name that. */
@ApplicationScoped
class Thesaurus {
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int MOST_TERMS = 30;

    private final Map<String, List<String>> alike = new HashMap<>();
    private final Set<String> asides = new HashSet<>();

    Thesaurus() {
        lines("asides.txt").forEach(asides::addAll);
        lines("thesaurus.txt").forEach(words -> words.forEach(word -> alike.put(word, words)));
    }

    /**
     * One thing that a question asks for.
     *
     * @param number counted from 0
     * @param word as asked, small letters without accents
     * @param words with those that name the same
     */
    record Term(int number, String word, String words) {}

    /** What the question asks for; each thing once. */
    List<Term> terms(String question) {
        Set<List<String>> wanted = new LinkedHashSet<>();
        List<Term> terms = new ArrayList<>();
        for (String written : NO_WORD.split(question)) {
            String word = Passage.plain(written);
            List<String> same = alike.get(word);
            boolean aside = same == null && (word.isEmpty() || asides.contains(word));
            if (!aside && terms.size() < MOST_TERMS && wanted.add(same == null ? List.of(word) : same)) {
                // As written first: stems keep their accents in few cases.
                terms.add(new Term(terms.size(), word, same == null ? written : String.join(" ", same)));
            }
        }
        return terms;
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
