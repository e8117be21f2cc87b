// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The words of one language, read from {@code lexicon_<language>.properties}. Keys are the names of {@link Intent} in lower
 * case; a value is a list of patterns separated by {@code |}. A pattern's words must occur in this order with at most
 * {@value WordPattern#MAX_GAP} other words between two of them; {@code *} at the end of a word stands for any ending. Any thread.
 */
public final class Lexicon {
    private static final int WORDS_KEPT = 4000;
    private static final Map<String, Lexicon> LOADED = Map.of("fr", load("fr"), "en", load("en"));

    private final Map<Intent, List<WordPattern>> patterns = new EnumMap<>(Intent.class);
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, List<WordPattern>> topics = new HashMap<>();
    private final Map<String, List<Marked>> marks = new HashMap<>();
    private final Map<String, Integer> ordinals = new HashMap<>();
    private final Set<String> parts = new HashSet<>();
    /** The parts of patterns that a word fits: each word is compared with all of them once. */
    private final Remembered<String, Set<String>> fitting = new Remembered<>(WORDS_KEPT, this::compared);

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
            for (WordPattern pattern :
                    patternsIn(source.getProperty("mark." + mark.name().toLowerCase(Locale.ROOT), ""))) {
                String first = pattern.parts().getFirst();
                marks.computeIfAbsent(first, _ -> new ArrayList<>()).add(new Marked(mark, pattern.parts()));
            }
        }
        for (String ordinal : wordsIn(source, "ordinals")) {
            String[] entry = ordinal.split(":");
            Arrays.stream(entry[1].split(",")).forEach(word -> ordinals.put(word, Integer.parseInt(entry[0])));
        }
        for (String name : source.stringPropertyNames()) {
            if (name.startsWith("number.")) {
                int value = Integer.parseInt(name.substring("number.".length()));
                wordsIn(source, name).forEach(word -> numbers.put(word, value));
            } else if (name.startsWith("topic.")) {
                topics.put(name.substring("topic.".length()), patternsIn(source.getProperty(name)));
            }
        }
        patterns.values().forEach(list -> list.forEach(pattern -> parts.addAll(pattern.parts())));
        topics.values().forEach(list -> list.forEach(pattern -> parts.addAll(pattern.parts())));
        marks.values().forEach(list -> list.forEach(marked -> parts.addAll(marked.parts())));
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
        List<Set<String>> fits = fits(words);
        patterns.forEach((intent, list) -> {
            int best = WordPattern.best(list, fits);
            if (best > 0) {
                found.put(intent, best);
            }
        });
        // Politeness opens and closes every kind of wish: it counts only when nothing else was said.
        found.computeIfPresent(Intent.GREETING, (intent, weight) -> 1);
        found.computeIfPresent(Intent.THANKS, (intent, weight) -> 1);
        // "No delivery": the longer pattern says what is meant of the word that both have.
        if (found.getOrDefault(Intent.PICKUP, 0) > found.getOrDefault(Intent.DELIVERY, 0)) {
            found.remove(Intent.DELIVERY);
        }
        if (onlyOf(words, yes)) {
            found.put(Intent.YES, weight(words));
        } else if (onlyOf(words, no)) {
            found.put(Intent.NO, weight(words));
        }
        return found;
    }

    /** The name of the topic ({@code topic.<name>}) that fits best, {@code otherwise} when none does. */
    public String topic(List<String> words, Set<String> allowed, String otherwise) {
        List<Set<String>> fits = fits(words);
        String best = otherwise;
        int bestWeight = 0;
        for (String topic : allowed.stream().sorted().toList()) {
            int weight = WordPattern.best(topics.getOrDefault(topic, List.of()), fits);
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
        return stopWords.contains(word) || filler.contains(word) || yes.contains(word);
    }

    /** The longest mark whose words follow each other from {@code from} on; null when there is none. */
    Vocabulary.@Nullable Hit markAt(List<String> words, int from) {
        Vocabulary.Hit best = null;
        for (String first : fitting.of(words.get(from))) {
            for (Marked marked : marks.getOrDefault(first, List.of())) {
                if (isBefore(marked, best) && isAt(marked.parts(), words, from)) {
                    best = new Vocabulary.Hit(marked.mark(), marked.parts().size());
                }
            }
        }
        return best;
    }

    /** Longer, or as long and declared earlier. */
    private static boolean isBefore(Marked marked, Vocabulary.@Nullable Hit best) {
        int longer = best == null ? 1 : marked.parts().size() - best.length();
        return longer > 0 || longer == 0 && best != null && marked.mark().compareTo(best.mark()) < 0;
    }

    private boolean isAt(List<String> parts, List<String> words, int from) {
        return from + parts.size() <= words.size()
                && IntStream.range(0, parts.size())
                        .allMatch(i -> fitting.of(words.get(from + i)).contains(parts.get(i)));
    }

    /** "première" … as 1 …; 0 for the last: {@code ordinals} lists them as {@code 1:premiere,premier}. */
    OptionalInt ordinal(String word) {
        Integer value = ordinals.get(word);
        return value == null ? OptionalInt.empty() : OptionalInt.of(value);
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

    /** "Perfect, yes, …": agrees before anything else is said. */
    public boolean opensWithYes(List<String> words) {
        return words.stream().limit(2).anyMatch(yes::contains)
                && words.stream()
                        .limit(2)
                        .allMatch(word -> yes.contains(word) || filler.contains(word) || words.indexOf(word) > 0);
    }

    /** Consent must be unmixed: "oui mais sans oignons" is no yes. */
    private boolean onlyOf(List<String> words, Set<String> core) {
        return words.stream().anyMatch(core::contains)
                && words.stream().allMatch(word -> core.contains(word) || filler.contains(word));
    }

    private List<Set<String>> fits(List<String> words) {
        return words.stream().map(fitting::of).toList();
    }

    private Set<String> compared(String word) {
        return parts.stream().filter(part -> WordPattern.fits(part, word)).collect(Collectors.toUnmodifiableSet());
    }

    private static int weight(List<String> words) {
        return words.stream().mapToInt(String::length).sum();
    }

    private static List<WordPattern> patternsIn(String value) {
        return Arrays.stream(value.split("\\|"))
                .filter(text -> !text.isBlank())
                .map(WordPattern::of)
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

    private record Marked(Mark mark, List<String> parts) {}
}
