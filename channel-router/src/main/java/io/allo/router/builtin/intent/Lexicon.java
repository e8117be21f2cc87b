// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The words of one language, read from {@code lexicon_<language>.properties}. Keys are the names of {@link Intent} in lower
 * case; a value is a list of patterns separated by {@code |}. A pattern's words must occur in this order with at most
 * {@value #MAX_GAP} other words between two of them; {@code *} at the end of a word stands for any ending. Immutable.
 */
public final class Lexicon {
    private static final int MAX_GAP = 3;
    private static final Map<String, Lexicon> LOADED = Map.of("fr", load("fr"), "en", load("en"));

    private final Map<Intent, List<Pattern>> patterns = new EnumMap<>(Intent.class);
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, List<Pattern>> topics = new HashMap<>();
    private final Map<Mark, List<List<String>>> marks = new EnumMap<>(Mark.class);
    private final List<String> ordinals;
    private final Set<String> yes;
    private final Set<String> no;
    private final Set<String> filler;
    private final Set<String> stopWords;
    private final Set<String> markers;
    private final Set<String> questionWords;
    private final Set<String> hesitations;

    private Lexicon(Properties source) {
        for (Intent intent : Intent.values()) {
            String value = source.getProperty(intent.name().toLowerCase(Locale.ROOT));
            if (value != null && intent != Intent.YES && intent != Intent.NO) {
                patterns.put(intent, patternsIn(value));
            }
        }
        yes = wordsIn(source, "yes");
        no = wordsIn(source, "no");
        filler = wordsIn(source, "filler");
        stopWords = wordsIn(source, "stop");
        markers = wordsIn(source, "markers");
        questionWords = wordsIn(source, "question");
        hesitations = wordsIn(source, "hesitation");
        for (Mark mark : Mark.values()) {
            String value = source.getProperty("mark." + mark.name().toLowerCase(Locale.ROOT), "");
            marks.put(
                    mark,
                    Arrays.stream(value.split("\\|"))
                            .filter(text -> !text.isBlank())
                            .map(text -> List.of(text.strip().split("\\s+")))
                            .toList());
        }
        ordinals = List.of(source.getProperty("ordinals", "").strip().split("\\s+"));
        for (String name : source.stringPropertyNames()) {
            if (name.startsWith("number.")) {
                int value = Integer.parseInt(name.substring("number.".length()));
                wordsIn(source, name).forEach(word -> numbers.put(word, value));
            } else if (name.startsWith("topic.")) {
                topics.put(name.substring("topic.".length()), patternsIn(source.getProperty(name)));
            }
        }
    }

    /** The lexicon of a primary language tag; French for a language that has none. */
    public static Lexicon of(String language) {
        return requireNonNull(LOADED.getOrDefault(language, LOADED.get("fr")));
    }

    /** True when this language has a lexicon. */
    public static boolean knows(String language) {
        return LOADED.containsKey(language);
    }

    /** Every intent that a pattern of this language finds, with its weight: the letters that the pattern asks for. */
    Map<Intent, Integer> find(List<String> words) {
        Map<Intent, Integer> found = new EnumMap<>(Intent.class);
        patterns.forEach((intent, list) -> {
            int best = best(list, words);
            if (best > 0) {
                found.put(intent, best);
            }
        });
        // Politeness opens and closes every kind of wish: it counts only when nothing else was said.
        found.computeIfPresent(Intent.GREETING, (intent, weight) -> 1);
        found.computeIfPresent(Intent.THANKS, (intent, weight) -> 1);
        if (onlyOf(words, yes)) {
            found.put(Intent.YES, weight(words));
        } else if (onlyOf(words, no)) {
            found.put(Intent.NO, weight(words));
        }
        return found;
    }

    /** The name of the topic ({@code topic.<name>}) that fits best, {@code otherwise} when none does. */
    public String topic(List<String> words, Set<String> allowed, String otherwise) {
        String best = otherwise;
        int bestWeight = 0;
        for (String topic : allowed.stream().sorted().toList()) {
            int weight = best(topics.getOrDefault(topic, List.of()), words);
            if (weight > bestWeight) {
                best = topic;
                bestWeight = weight;
            }
        }
        return best;
    }

    /** The value of a number word or of digits, up to four of them. */
    public OptionalInt number(String word) {
        if (!word.isEmpty() && word.length() <= 4 && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return OptionalInt.of(Integer.parseInt(word));
        }
        Integer value = numbers.get(word);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
    }

    /** True for words that carry politeness or grammar and name no thing. */
    public boolean isStopWord(String word) {
        return stopWords.contains(word) || filler.contains(word);
    }

    /** The longest mark whose words follow each other from {@code from} on; null when there is none. */
    Vocabulary.@Nullable Hit markAt(List<String> words, int from) {
        Vocabulary.Hit best = null;
        for (Map.Entry<Mark, List<List<String>>> entry : marks.entrySet()) {
            for (List<String> parts : entry.getValue()) {
                boolean fits = from + parts.size() <= words.size()
                        && IntStream.range(0, parts.size())
                                .allMatch(i -> Pattern.matches(parts.get(i), words.get(from + i)));
                if (fits && (best == null || parts.size() > best.length())) {
                    best = new Vocabulary.Hit(entry.getKey(), parts.size());
                }
            }
        }
        return best;
    }

    /** "première" … as 1 …; 0 for the last: {@code ordinals} lists them as {@code 1:premiere,premier}. */
    OptionalInt ordinal(String word) {
        return ordinals.stream()
                .map(entry -> entry.split(":"))
                .filter(entry ->
                        entry.length == 2 && Arrays.asList(entry[1].split(",")).contains(word))
                .mapToInt(entry -> Integer.parseInt(entry[0]))
                .findFirst();
    }

    boolean isHesitation(String word) {
        return hesitations.contains(word);
    }

    /** How many words of the text belong to this language rather than to another one. */
    long markersIn(List<String> words) {
        return words.stream().filter(markers::contains).count();
    }

    /** True when the text asks something. */
    public boolean isQuestion(String text, List<String> words) {
        return text.strip().endsWith("?")
                || words.contains("quoi")
                || !words.isEmpty() && questionWords.contains(words.getFirst())
                || words.size() > 1 && questionWords.contains(words.get(0) + "_" + words.get(1));
    }

    /** Consent must be unmixed: "oui mais sans oignons" is no yes. */
    private boolean onlyOf(List<String> words, Set<String> core) {
        return words.stream().anyMatch(core::contains)
                && words.stream().allMatch(word -> core.contains(word) || filler.contains(word));
    }

    private static int best(List<Pattern> patterns, List<String> words) {
        return patterns.stream()
                .mapToInt(pattern -> pattern.weightIn(words))
                .max()
                .orElse(0);
    }

    private static int weight(List<String> words) {
        return words.stream().mapToInt(String::length).sum();
    }

    private static List<Pattern> patternsIn(String value) {
        return Arrays.stream(value.split("\\|"))
                .map(text -> new Pattern(List.of(text.strip().split("\\s+"))))
                .toList();
    }

    private static Set<String> wordsIn(Properties source, String key) {
        return new HashSet<>(Arrays.asList(source.getProperty(key, "").strip().split("\\s+")));
    }

    private static Lexicon load(String language) {
        String name = "/io/allo/router/builtin/lexicon_" + language + ".properties";
        Properties source = new Properties();
        try (Reader reader =
                new InputStreamReader(requireNonNull(Lexicon.class.getResourceAsStream(name), name), UTF_8)) {
            source.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Lexicon(source);
    }

    /** Words that must occur in order. */
    private record Pattern(List<String> parts) {
        int weightIn(List<String> words) {
            for (int start = 0; start < words.size(); start++) {
                if (matches(parts.getFirst(), words.get(start)) && restFollows(words, start)) {
                    return parts.stream().mapToInt(String::length).sum();
                }
            }
            return 0;
        }

        private boolean restFollows(List<String> words, int start) {
            int at = start;
            for (String part : parts.subList(1, parts.size())) {
                int last = Math.min(words.size() - 1, at + 1 + MAX_GAP);
                int next = at + 1;
                while (next <= last && !matches(part, words.get(next))) {
                    next++;
                }
                if (next > last) {
                    return false;
                }
                at = next;
            }
            return true;
        }

        private static boolean matches(String part, String word) {
            return part.endsWith("*")
                    ? word.startsWith(part.substring(0, part.length() - 1))
                    : Similarity.sameWord(part, word);
        }
    }
}
