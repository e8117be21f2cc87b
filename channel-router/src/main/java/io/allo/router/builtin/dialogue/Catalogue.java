// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig;
import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.Similarity;
import io.allo.router.builtin.intent.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The numbered menu of a session, in order. Immutable. */
final class Catalogue {
    private static final int ITEMS_PER_PAGE = 8;
    private static final double FITS = 0.74;
    /** Two items whose scores are nearer than this are both meant: the person chooses. */
    private static final double TELL_APART = 0.04;

    private final List<Item> items;

    private Catalogue(List<Item> items) {
        this.items = items;
    }

    /** @param price null when a foreign server gives none */
    record Item(
            int number,
            String name,
            @Nullable BigDecimal price,
            @Nullable String category) {}

    /** A part of the menu short enough to be read aloud. */
    record Page(@Nullable String category, List<Item> items, boolean last) {}

    static Catalogue of(SessionConfig session) {
        SessionConfig.DialogueFacts facts = session.dialogue();
        if (facts != null && facts.items() != null && !facts.items().isEmpty()) {
            return new Catalogue(facts.items().stream()
                    .map(item -> new Item(item.number(), item.name(), item.price(), item.category()))
                    .toList());
        }
        return new Catalogue(session.itemMap().entrySet().stream()
                .filter(entry -> entry.getKey().matches("\\d{1,4}"))
                .map(entry -> new Item(
                        Integer.parseInt(entry.getKey()), entry.getValue().name(), null, null))
                .sorted(Comparator.comparingInt(Item::number))
                .toList());
    }

    boolean isEmpty() {
        return items.isEmpty();
    }

    boolean hasPrices() {
        return items.stream().allMatch(item -> item.price() != null);
    }

    Optional<Item> byNumber(int number) {
        return items.stream().filter(item -> item.number() == number).findFirst();
    }

    /** Exact sum of the priced lines. */
    BigDecimal subtotal(List<OrderDraft.Line> lines) {
        BigDecimal sum = BigDecimal.ZERO.setScale(2);
        for (OrderDraft.Line line : lines) {
            BigDecimal price = byNumber(line.number()).map(Item::price).orElse(BigDecimal.ZERO);
            sum = sum.add(price.multiply(BigDecimal.valueOf(line.quantity())));
        }
        return sum;
    }

    /** Pages by category, long categories cut. */
    List<Page> pages() {
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
    List<Item> matching(List<String> words, Lexicon lexicon) {
        List<String> said =
                words.stream().filter(word -> !lexicon.isStopWord(word)).toList();
        if (said.isEmpty()) {
            return List.of();
        }
        List<Scored> scored = items.stream()
                .map(item -> score(item, said))
                .filter(candidate -> Math.max(candidate.named(), candidate.covered()) >= FITS)
                .sorted(Comparator.comparingDouble(Scored::both).reversed())
                .toList();
        if (scored.isEmpty()) {
            return List.of();
        }
        double best = scored.getFirst().both();
        return scored.stream()
                .filter(candidate -> best - candidate.both() < TELL_APART)
                .map(Scored::item)
                .toList();
    }

    /** The item whose whole name is what was said, numbers in the name included. */
    List<Item> exactly(List<String> words, Lexicon lexicon) {
        List<String> said = digits(words, lexicon);
        return items.stream()
                .filter(item -> {
                    List<String> name = digits(Words.of(item.name()), lexicon);
                    return share(said, name) > 0.9 && share(name, said) > 0.9;
                })
                .limit(1)
                .toList();
    }

    /** "quatre fromages" and "4 fromages" are the same name. */
    private static List<String> digits(List<String> words, Lexicon lexicon) {
        return words.stream()
                .map(word -> lexicon.number(word).isPresent()
                        ? String.valueOf(lexicon.number(word).getAsInt())
                        : word)
                .toList();
    }

    private static Scored score(Item item, List<String> said) {
        List<String> name = Words.of(item.name());
        return new Scored(item, share(said, name), share(name, said));
    }

    /** Which part of {@code words}, by letters, is found in {@code others}. */
    private static double share(List<String> words, List<String> others) {
        double found = 0;
        double all = 0;
        for (String word : words) {
            double best = others.stream()
                    .mapToDouble(other -> Similarity.word(word, other))
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
