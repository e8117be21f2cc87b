// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Similarity;
import io.allo.router.builtin.intent.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The numbered menu of a session, in order. Made for one request, used by one thread: it remembers the folded names. */
public final class Catalogue {
    private static final int ITEMS_PER_PAGE = 8;
    private static final double WHOLE = 0.9;
    private static final double FITS = 0.74;
    /** Two items whose scores are nearer than this are both meant: the person chooses. */
    private static final double TELL_APART = 0.04;

    /** "Coca 33 cl": nobody says how much is in the can. */
    private static final Set<String> UNITS = Set.of("cl", "ml", "l", "g", "kg", "cm");

    private final List<Item> items;
    private final Map<String, List<String>> folded = new HashMap<>();
    private final Map<String, Boolean> known = new HashMap<>();

    private Catalogue(List<Item> items) {
        this.items = items;
    }

    /**
     * @param price null when a foreign server gives none
     * @param description what it is made of, empty when the menu does not say
     */
    public record Item(
            int number,
            String name,
            @Nullable BigDecimal price,
            @Nullable String category,
            String description,
            List<String> allergens,
            List<OptionGroup> options) {}

    /** A part of the menu short enough to be read aloud. */
    public record Page(@Nullable String category, List<Item> items, boolean last) {}

    public static Catalogue of(SessionConfig session) {
        SessionConfig.DialogueFacts facts = session.dialogue();
        if (facts != null && facts.items() != null && !facts.items().isEmpty()) {
            return new Catalogue(facts.items().stream()
                    .filter(item -> item.name() != null)
                    .map(item -> new Item(
                            item.number(),
                            item.name(),
                            item.price(),
                            item.category(),
                            item.description() == null ? "" : item.description().strip(),
                            item.allergens(),
                            item.options()))
                    .toList());
        }
        return new Catalogue(session.itemMap().entrySet().stream()
                .filter(entry -> entry.getKey().matches("\\d{1,4}"))
                .filter(entry -> entry.getValue() != null && entry.getValue().name() != null)
                .map(entry -> new Item(
                        Integer.parseInt(entry.getKey()),
                        entry.getValue().name(),
                        null,
                        null,
                        "",
                        List.of(),
                        List.of()))
                .sorted(Comparator.comparingInt(Item::number))
                .toList());
    }

    /** What was once found out about a word: a sentence is read more than once in a turn. */
    boolean remembered(String question, BooleanSupplier answer) {
        Boolean before = known.get(question);
        if (before != null) {
            return before;
        }
        boolean found = answer.getAsBoolean();
        known.put(question, found);
        return found;
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    public boolean hasPrices() {
        return items.stream().allMatch(item -> item.price() != null);
    }

    public Optional<Item> byNumber(int number) {
        return items.stream().filter(item -> item.number() == number).findFirst();
    }

    public List<Item> items() {
        return items;
    }

    /** Pages by category, long categories cut. */
    public List<Page> pages() {
        Map<String, List<Item>> byCategory = new LinkedHashMap<>();
        items.forEach(item -> byCategory
                .computeIfAbsent(item.category() == null ? "" : item.category(), name -> new ArrayList<>())
                .add(item));
        List<Page> pages = new ArrayList<>();
        byCategory.forEach((category, list) -> {
            for (int from = 0; from < list.size(); from += ITEMS_PER_PAGE) {
                List<Item> part = list.subList(from, Math.min(list.size(), from + ITEMS_PER_PAGE));
                pages.add(new Page(category.isEmpty() ? null : category, List.copyOf(part), false));
            }
        });
        int end = pages.size() - 1;
        return IntStream.rangeClosed(0, end)
                .mapToObj(i -> new Page(pages.get(i).category(), pages.get(i).items(), i == end))
                .toList();
    }

    /**
     * The items that are meant by these words, best first: one when it is clear, several when the person has to choose, none
     * when nothing fits. Typing mistakes, plurals and missing accents are forgiven.
     */
    public List<Item> matching(List<String> words, Lexicon lexicon) {
        List<String> said = words.stream()
                .filter(word -> !lexicon.isStopWord(word) && !isCategory(word))
                .toList();
        if (said.isEmpty()) {
            return List.of();
        }
        return matching(said, items);
    }

    /** The same among these items only, for example the choices of a set menu's course. */
    public List<Item> matching(List<String> said, List<Item> among) {
        List<Scored> scored = among.stream()
                .map(item -> score(item, said))
                .filter(candidate -> Math.max(candidate.named(), candidate.covered()) >= FITS)
                .sorted(Comparator.comparingDouble(Scored::both).reversed())
                .toList();
        return scored.isEmpty() ? List.of() : meant(scored);
    }

    /** A name said in full is meant before one of which only a part was said; parts that fit equally are all meant. */
    private List<Item> meant(List<Scored> scored) {
        Scored best = scored.getFirst();
        boolean inFull = best.covered() > WHOLE;
        List<Item> meant = scored.stream()
                .filter(candidate -> inFull
                        ? best.both() - candidate.both() < TELL_APART
                        : best.named() - candidate.named() < TELL_APART)
                .map(Scored::item)
                .toList();
        return plainest(meant).map(List::of).orElse(meant);
    }

    /** "Un coca" is the ordinary one where all the others are called "Coca" and something more. */
    private Optional<Item> plainest(List<Item> meant) {
        return meant.stream()
                .filter(item -> meant.stream()
                        .allMatch(other -> other.number() == item.number()
                                || core(other).size() > core(item).size()
                                        && core(other).containsAll(core(item))))
                .findFirst();
    }

    /** The words of a name that tell it from others: neither the size of a can nor its number. */
    public List<String> core(Item item) {
        List<String> name = folded(item.name());
        List<String> core = name.stream()
                .filter(word -> !isDigits(word) && !UNITS.contains(word))
                .toList();
        return core.isEmpty() ? name : core;
    }

    /** The part of the menu that is asked for by the name of its category: "une pizza". */
    public List<Page> category(List<String> words) {
        return pages().stream()
                .filter(page ->
                        page.category() != null && words.stream().anyMatch(word -> names(page.category(), word)))
                .toList();
    }

    /** "Pizza" in "une pizza regina" says nothing about which one. */
    public boolean isCategory(String word) {
        return items.stream()
                .map(Item::category)
                .filter(Objects::nonNull)
                .distinct()
                .anyMatch(category -> names(category, word));
    }

    public List<String> folded(String name) {
        return folded.computeIfAbsent(name, Words::of);
    }

    private boolean names(String category, String word) {
        return folded(category).stream()
                .anyMatch(name -> Similarity.sameWord(name, word) || SameWords.same(name, word));
    }

    private static boolean isDigits(String word) {
        return word.chars().allMatch(Character::isDigit);
    }

    private Scored score(Item item, List<String> said) {
        List<String> name = folded(item.name());
        return new Scored(item, share(said, name), share(core(item), said));
    }

    /** Which part of {@code words}, by letters, is found in {@code others}. */
    private static double share(List<String> words, List<String> others) {
        double found = 0;
        double all = 0;
        for (String word : words) {
            double best = others.stream()
                    .mapToDouble(other -> SameWords.alike(word, other))
                    .max()
                    .orElse(0);
            found += best * word.length();
            all += word.length();
        }
        return all == 0 ? 0 : found / all;
    }

    /**
     * @param named how much of what was said belongs to the item's name
     * @param covered how much of the item's name was said
     */
    private record Scored(Item item, double named, double covered) {
        double both() {
            return named + covered == 0 ? 0 : 2 * named * covered / (named + covered);
        }
    }
}
