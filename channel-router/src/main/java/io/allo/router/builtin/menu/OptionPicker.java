// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.menu;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Words;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Finds the choices that a person's words mean among an item's option groups. Pure functions. */
public final class OptionPicker {
    private static final double SAME = 0.78;
    /** Words of labels and wishes that say that something is chosen, not what. */
    private static final Set<String> SAYS_NOTHING = Set.of(
            "supplement",
            "supplements",
            "extra",
            "extras",
            "double",
            "sauce",
            "base",
            "taille",
            "size",
            "avec",
            "with",
            "option",
            "portion",
            "topping",
            "toppings",
            "cuisson",
            "parfum",
            "flavour",
            "flavor",
            "version",
            "plus",
            "pizza",
            "pizzas",
            "plat",
            "plats",
            "dish");

    private OptionPicker() {}

    /**
     * What became of wishes.
     *
     * @param chosen all choices of the item, those of before included
     * @param unknown what no group of this item offers, as it was said
     */
    public record Picked(List<Chosen> chosen, List<String> unknown) {}

    /** The groups of which something must still be chosen, in the menu's order. */
    public static Optional<OptionGroup> missing(Catalogue.Item item, List<Chosen> chosen) {
        return item.options().stream()
                .filter(OptionGroup::required)
                .filter(group ->
                        chosen.stream().noneMatch(choice -> choice.group().equals(group.name())))
                .findFirst();
    }

    /** The choice that these folded words name in one group; null when they name none or several. */
    public static @Nullable OptionChoice in(OptionGroup group, List<String> said) {
        List<Found> found = new ArrayList<>();
        for (OptionChoice choice : group.choices()) {
            Found match = match(group, choice, said, true);
            if (match != null) {
                found.add(match);
            }
        }
        double best = found.stream().mapToDouble(Found::score).max().orElse(0);
        List<Found> bests =
                found.stream().filter(match -> match.score() == best).toList();
        return bests.size() == 1 ? bests.getFirst().choice() : null;
    }

    /** Takes what {@code said} names; {@code isNoise} tells words that carry no meaning. */
    public static Picked pick(Catalogue.Item item, List<Chosen> before, List<String> said, Predicate<String> isNoise) {
        List<Chosen> chosen = new ArrayList<>(before);
        List<String> unknown = new ArrayList<>();
        for (String wish : said) {
            List<String> left = new ArrayList<>(Words.of(wish));
            int taken = 0;
            Found found = best(item, chosen, left);
            while (found != null) {
                take(chosen, found);
                left.removeAll(found.words());
                taken++;
                found = best(item, chosen, left);
            }
            boolean rest = left.stream()
                    .anyMatch(word -> !SAYS_NOTHING.contains(word)
                            && word.length() > 1
                            && !isNoise.test(word)
                            && !isGroupName(item, word));
            if (rest) {
                unknown.add(taken == 0 ? wish : String.join(" ", left));
            }
        }
        List<String> groups = item.options().stream().map(OptionGroup::name).toList();
        chosen.sort(Comparator.comparingInt(choice -> groups.indexOf(choice.group())));
        return new Picked(List.copyOf(chosen), List.copyOf(unknown));
    }

    /** Leaves out what was chosen before and is not wanted any more; the wishes that named nothing chosen remain. */
    public static Picked without(Catalogue.Item item, List<Chosen> before, List<String> unwanted) {
        List<Chosen> chosen = new ArrayList<>(before);
        List<String> left = new ArrayList<>();
        for (String wish : unwanted) {
            List<String> words = Words.of(wish);
            boolean gone = chosen.removeIf(choice -> covers(content(Words.of(choice.label())), words));
            if (!gone) {
                left.add(wish);
            }
        }
        return new Picked(List.copyOf(chosen), left);
    }

    /** See {@link Catalogue#isOptionWord}. */
    static boolean namesOption(Catalogue catalogue, String word) {
        return catalogue.items().stream()
                .flatMap(item -> item.options().stream())
                .distinct()
                .flatMap(group -> group.choices().stream())
                .filter(choice -> choice.number() == null && !catalogue.isItemName(choice.label()))
                .anyMatch(choice -> content(Words.of(choice.label())).stream()
                        .anyMatch(label -> SameWords.alike(label, word) >= SAME));
    }

    /** See {@link Catalogue#isGroupWord}. */
    static boolean namesGroup(Catalogue catalogue, String word) {
        return !catalogue.isCategory(word) && catalogue.items().stream().anyMatch(item -> isGroupName(item, word));
    }

    /** "Taille", "cuisson", "supplément": says that something is chosen, not what. */
    public static boolean saysNothing(Catalogue catalogue, String word) {
        return SAYS_NOTHING.contains(word) || catalogue.isGroupWord(word);
    }

    private static boolean isGroupName(Catalogue.Item item, String word) {
        return item.options().stream()
                .anyMatch(
                        group -> Words.of(group.name()).stream().anyMatch(name -> SameWords.alike(name, word) >= SAME));
    }

    private static void take(List<Chosen> chosen, Found found) {
        if (!found.group().several()) {
            chosen.removeIf(choice -> choice.group().equals(found.group().name()));
        }
        chosen.add(chosen(found.group(), found.choice()));
    }

    public static Chosen chosen(OptionGroup group, OptionChoice choice) {
        BigDecimal extra = choice.extraPrice() == null ? BigDecimal.ZERO : choice.extraPrice();
        return new Chosen(group.name(), choice.label(), choice.number(), extra);
    }

    /** The choice of which most was said, of a group that has room for it. */
    private static @Nullable Found best(Catalogue.Item item, List<Chosen> chosen, List<String> said) {
        Found best = null;
        for (OptionGroup group : item.options()) {
            boolean full = isFull(group, chosen);
            for (OptionChoice choice : group.choices()) {
                boolean has = chosen.stream()
                        .anyMatch(taken -> taken.group().equals(group.name())
                                && taken.label().equals(choice.label()));
                Found found =
                        full || has ? null : match(group, choice, said, choice.number() != null || group.required());
                if (found != null && (best == null || found.score() > best.score())) {
                    best = found;
                }
            }
        }
        return best;
    }

    private static boolean isFull(OptionGroup group, List<Chosen> chosen) {
        long taken = chosen.stream()
                .filter(choice -> choice.group().equals(group.name()))
                .count();
        int most = group.most() == null ? Integer.MAX_VALUE : group.most();
        // A size is said anew to change it; a course of a set menu is not taken twice in one breath.
        boolean course = group.choices().stream().anyMatch(choice -> choice.number() != null);
        return group.several() ? taken >= most : course && taken > 0;
    }

    /** @param part true when a part of the label is enough: "la salade" where there is only one */
    private static @Nullable Found match(OptionGroup group, OptionChoice choice, List<String> said, boolean part) {
        List<String> label = content(Words.of(choice.label()));
        List<String> used = new ArrayList<>();
        double letters = 0;
        int named = 0;
        for (String word : label) {
            String best = null;
            double similarity = SAME;
            for (String spoken : said) {
                double alike = SameWords.alike(word, spoken);
                if (alike >= similarity && !used.contains(spoken)) {
                    similarity = alike;
                    best = spoken;
                }
            }
            if (best != null) {
                used.add(best);
                letters += word.length() * similarity;
                named++;
            }
        }
        boolean enough = named > 0 && (named == label.size() || part);
        double whole = named == label.size() ? 0.5 : 0;
        return enough ? new Found(group, choice, used, letters + whole) : null;
    }

    private static boolean covers(List<String> label, List<String> said) {
        return !label.isEmpty()
                && label.stream()
                        .allMatch(word -> said.stream().anyMatch(other -> SameWords.alike(word, other) >= SAME));
    }

    private static List<String> content(List<String> label) {
        List<String> content = label.stream()
                .filter(word -> !SAYS_NOTHING.contains(word) && word.length() > 1)
                .toList();
        return content.isEmpty() ? label : content;
    }

    private record Found(OptionGroup group, OptionChoice choice, List<String> words, double score) {}
}
