// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.Lexicon;
import io.allo.router.builtin.intent.Remembered;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The numbered menu of a session, in order, with what finding its names takes. One for each menu, however many calls and turns
 * are about it, see {@link #of}. Any thread.
 */
public final class Catalogue {
    private static final int ITEMS_PER_PAGE = 8;
    private static final double WHOLE = 0.9;
    private static final double FITS = 0.74;
    /** Two items whose scores are nearer than this are both meant: the person chooses. */
    private static final double TELL_APART = 0.04;

    /** "Coca 33 cl": nobody says how much is in the can. */
    private static final Set<String> UNITS = Set.of("cl", "ml", "l", "g", "kg", "cm");

    private static final int MENUS_KEPT = 64;

    private static final int WORDS_KEPT = 1000;
    private static final Remembered<List<NumberedItem>, Catalogue> MENUS = new Remembered<>(MENUS_KEPT, Catalogue::new);

    private final List<Item> items;
    private final List<Page> pages;
    private final Map<Integer, Item> byNumber = new HashMap<>();
    private final WordIndex names;
    private final WordIndex spoken;
    private final Sounds sounds;
    private final Remembered<String, Boolean> categories = new Remembered<>(WORDS_KEPT, this::compareCategories);
    private final Remembered<String, Boolean> ingredients = new Remembered<>(WORDS_KEPT, this::compareIngredients);
    private final Remembered<String, Boolean> optionWords =
            new Remembered<>(WORDS_KEPT, word -> OptionPicker.namesOption(this, word));
    private final Remembered<String, Boolean> groupWords =
            new Remembered<>(WORDS_KEPT, word -> OptionPicker.namesGroup(this, word));

    private Catalogue(List<NumberedItem> numbered) {
        this.items = numbered.stream()
                .filter(item -> item.name() != null)
                .map(Item::of)
                .toList();
        this.pages = pagesOf(items);
        this.names = new WordIndex(items.stream().map(Item::words).toList());
        this.spoken = new WordIndex(items.stream()
                .map(item -> Stream.concat(item.spoken().stream().map(Spoken::digits), Stream.of(item.joined()))
                        .toList())
                .toList());
        this.sounds = new Sounds(items);
        items.forEach(item -> byNumber.putIfAbsent(item.number(), item));
    }

    /**
     * @param price null when a foreign server gives none
     * @param description what it is made of, empty when the menu does not say
     * @param words of the name, folded
     * @param core the words of the name that tell it from others: neither the size of a can nor its number
     * @param spoken the core without small words
     */
    public record Item(
            int number,
            String name,
            @Nullable BigDecimal price,
            @Nullable String category,
            String description,
            List<String> allergens,
            List<OptionGroup> options,
            List<String> words,
            List<String> core,
            List<Spoken> spoken) {

        /** "Panacotta": the name as one word. */
        public String joined() {
            return spoken.stream().map(Spoken::word).collect(Collectors.joining());
        }

        static Item of(NumberedItem item) {
            List<String> words = Words.of(item.name());
            List<String> core = core(words);
            return new Item(
                    item.number(),
                    item.name(),
                    item.price(),
                    item.category(),
                    item.description() == null ? "" : item.description().strip(),
                    item.allergens(),
                    item.options(),
                    words,
                    core,
                    Spoken.name(core));
        }

        private static List<String> core(List<String> words) {
            List<String> core = words.stream()
                    .filter(word -> !isDigits(word) && !UNITS.contains(word))
                    .toList();
            return core.isEmpty() ? words : core;
        }
    }

    /** A part of the menu short enough to be read aloud. */
    public record Page(@Nullable String category, List<Item> items, boolean last) {}

    /** The catalogue of this menu: the same one for the same menu. */
    public static Catalogue of(SessionConfig session) {
        SessionConfig.DialogueFacts facts = session.dialogue();
        if (facts != null && facts.items() != null && !facts.items().isEmpty()) {
            return MENUS.of(facts.items());
        }
        return MENUS.of(session.itemMap().entrySet().stream()
                .filter(entry -> entry.getKey().matches("\\d{1,4}"))
                .filter(entry -> entry.getValue() != null && entry.getValue().name() != null)
                .map(entry -> new NumberedItem(
                        Integer.parseInt(entry.getKey()), entry.getValue().name(), null, null))
                .sorted(Comparator.comparingInt(NumberedItem::number))
                .toList());
    }

    public boolean isEmpty() {
        return items.isEmpty();
    }

    public boolean hasPrices() {
        return items.stream().allMatch(item -> item.price() != null);
    }

    public Optional<Item> byNumber(int number) {
        return Optional.ofNullable(byNumber.get(number));
    }

    public List<Item> items() {
        return items;
    }

    /** Pages by category, long categories cut. */
    public List<Page> pages() {
        return pages;
    }

    /** Categories in order, and the items that stand in none. */
    public List<String> parts() {
        return items.stream()
                .map(item -> item.category() == null ? item.name() : item.category())
                .distinct()
                .toList();
    }

    private static List<Page> pagesOf(List<Item> items) {
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
        return matching(said);
    }

    /** The same of words that all count. */
    public List<Item> matching(List<String> said) {
        return matching(said, names.near(said).stream().map(items::get).toList());
    }

    /** Items of whose name a word may begin with this one said. */
    public List<Item> beginningNear(Spoken said) {
        return spoken.near(List.of(said.digits())).stream().map(items::get).toList();
    }

    /** The one item of whose name a word sounds like these said together: "tear a misu". */
    public List<Item> soundingLike(String said) {
        return sounds.of(said);
    }

    /** True for the whole name of an item: a course of a set menu may be listed by it. */
    boolean isItemName(String label) {
        List<String> words = Words.of(label);
        return items.stream().anyMatch(item -> item.words().equals(words));
    }

    /** True for a word that stands in the name of an item. */
    public boolean isNameWord(String word) {
        return names.holds(word);
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
                                || other.core().size() > item.core().size()
                                        && other.core().containsAll(item.core())))
                .findFirst();
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
        return categories.of(word);
    }

    /** True when some choice of the menu has this word in its label: "grande" is then no part of a name. */
    public boolean isOptionWord(String word) {
        return optionWords.of(word);
    }

    /** True for a word of the name of a group of options: "cuisson". */
    public boolean isGroupWord(String word) {
        return groupWords.of(word);
    }

    /** True for a word of what something is made of, on this menu or any. */
    public boolean isIngredient(String word) {
        return ingredients.of(word);
    }

    /** True for a word of some item's description. */
    public boolean isMadeWith(String word) {
        return items.stream().anyMatch(item -> isMadeWith(item, word));
    }

    /** The one item that is made with all of these: "the spicy salami one". */
    public @Nullable Item describedBy(List<String> said) {
        List<Item> found = items.stream()
                .filter(item -> said.stream().allMatch(word -> isMadeWith(item, word)))
                .toList();
        return found.size() == 1 ? found.getFirst() : null;
    }

    public static boolean isMadeWith(Item item, String word) {
        return Words.of(item.description()).stream().anyMatch(other -> SameWords.alike(other, word) > 0);
    }

    private boolean compareIngredients(String word) {
        return SameWords.knows(word)
                || items.stream()
                        .flatMap(item -> Words.of(item.description()).stream())
                        .distinct()
                        .anyMatch(other -> Similarity.sameWord(other, word));
    }

    private boolean compareCategories(String word) {
        return items.stream()
                .map(Item::category)
                .filter(Objects::nonNull)
                .distinct()
                .anyMatch(category -> names(category, word));
    }

    private static boolean names(String category, String word) {
        return Words.of(category).stream()
                .anyMatch(name -> Similarity.sameWord(name, word) || SameWords.same(name, word));
    }

    private static boolean isDigits(String word) {
        return word.chars().allMatch(Character::isDigit);
    }

    private Scored score(Item item, List<String> said) {
        return new Scored(item, share(said, item.words()), share(item.core(), said));
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
