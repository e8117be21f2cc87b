// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Wishes;
import io.allo.router.builtin.reading.Part;
import io.allo.router.builtin.reading.Part.Amount;
import io.allo.router.builtin.reading.Part.Verb;
import io.allo.router.builtin.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Does to an order what the parts of one sentence say: adds, changes, replaces, takes away. Says each change and each thing
 * that is not to be had; what is unclear is kept to be asked. Mutable, lives for one sentence.
 */
final class CartEditor {
    /** As many items are asked for by name; a longer category is read. */
    private static final int FEW = 4;

    private final Turn turn;
    private final Catalogue menu;
    private final LineEditor lines;
    private final Courses courses;
    private final boolean corrects;
    private final List<Part> parts;
    private final List<Focus.Unclear> unclear = new ArrayList<>();

    private @Nullable Integer replaced;
    /** How many of it give way; 0 for all. */
    private int replacedCount;

    private int dishesTaken;
    private boolean removed;
    /** The number of the item of which some were taken away; -1 for none. */
    private int removedFrom = -1;

    /** @param corrects true when words like "non", "plutôt", "make it" said so */
    CartEditor(Turn turn, List<Part> parts, boolean corrects) {
        this.turn = turn;
        this.menu = turn.business().catalogue();
        this.lines = new LineEditor(turn);
        this.courses = new Courses(lines, menu);
        this.parts = parts;
        this.corrects = corrects;
    }

    /** True when some part meant something. */
    boolean apply() {
        for (int i = 0; i < parts.size(); i++) {
            switch (parts.get(i)) {
                case Part.Dish dish -> dish(dish, i);
                case Part.Loose loose -> loose(loose, i);
                case Part.Place place -> place(place);
                case Part.Kind kind -> kind(kind);
                case Part.Bare bare -> bare(bare);
                case Part.Unknown unknown -> unknown(unknown);
            }
        }
        return lines.touched() || !unclear.isEmpty();
    }

    OrderDraft order() {
        return lines.order();
    }

    List<String> said() {
        return lines.said();
    }

    List<Focus.Unclear> unclear() {
        return unclear;
    }

    private void dish(Part.Dish dish, int index) {
        if (dish.candidates().isEmpty()) {
            lines.say(Phrase.NO_SUCH_NUMBER, "number", dish.words().replace("#", ""));
            return;
        }
        boolean zero = dish.amount().said() && dish.amount().value() == 0;
        if (dish.verb() == Verb.REMOVE || dish.verb() == Verb.GIVES_WAY || zero) {
            remove(dish);
            return;
        }
        // "Make the coke a diet coke" says the same as "replace".
        boolean becomes = corrects
                && dish.definite()
                && !dish.amount().said()
                && dish.wishes().isEmpty()
                && inOrder(dish.candidates()) >= 0;
        boolean hasPartner = (dish.verb() == Verb.REPLACE || becomes) && replaced == null && laterDish(index);
        if (hasPartner) {
            replaced = inOrder(dish.candidates());
            return;
        }
        if (!dish.more() && dish.amount().value() == 1 && (courses.fills(dish) || courses.swaps(dish, parts))) {
            return;
        }
        List<Catalogue.Item> known = dish.candidates().stream()
                .filter(item -> order().lastOf(item.number()) >= 0)
                .toList();
        boolean refersBack = dish.definite() || corrects;
        List<Catalogue.Item> meant = refersBack && known.size() == 1 ? known : dish.candidates();
        if (meant.size() > 1) {
            unclear.add(new Focus.Unclear(
                    meant.stream().limit(5).map(Catalogue.Item::number).toList(),
                    dish.amount().value(),
                    dish.wishes()));
            return;
        }
        clear(meant.getFirst(), dish);
    }

    private boolean laterDish(int index) {
        return parts.stream().skip(index + 1L).anyMatch(part -> part instanceof Part.Dish);
    }

    private void clear(Catalogue.Item item, Part.Dish dish) {
        dishesTaken++;
        int line = order().lastOf(item.number());
        Amount amount = dish.amount();
        if (replaced != null) {
            int old = replaced;
            replaced = null;
            replace(old, item, dish);
        } else if (line >= 0 && !dish.more() && dish.verb() != Verb.ADD && changes(dish, amount)) {
            boolean counted = corrects && amount.said();
            int quantity = counted ? amount.value() : order().lines().get(line).quantity();
            lines.change(line, quantity, dish.wishes());
        } else if (line < 0 && dish.definite() && !amount.said() && courses.plainer(item) >= 0) {
            replace(courses.plainer(item), item, dish);
        } else if (line < 0 && takesThePlaceOfTheLast(item, dish)) {
            replace(order().lines().size() - 1, item, dish);
        } else {
            lines.add(item, amount.value(), dish.wishes());
        }
    }

    /** "Finalement trois margherita", "la margherita en grande": the one that was ordered. */
    private boolean changes(Part.Dish dish, Amount amount) {
        boolean wished = !dish.wishes().isEmpty();
        return corrects && (amount.said() || wished) || dish.definite() && wished && !amount.said();
    }

    /** "Non, une regina" after a margherita; a dessert is no correction of a pizza. */
    private boolean takesThePlaceOfTheLast(Catalogue.Item item, Part.Dish dish) {
        boolean anotherGivesWay = parts.stream().anyMatch(part -> part.verb() == Verb.GIVES_WAY);
        boolean lastIsNamed = !order().lines().isEmpty()
                && parts.stream()
                        .anyMatch(part -> part instanceof Part.Dish other
                                && !other.equals(dish)
                                && other.candidates().stream()
                                        .anyMatch(named -> named.number()
                                                == order().lines().getLast().number()));
        if (anotherGivesWay
                || lastIsNamed
                || !corrects
                || dish.more()
                || dish.verb() == Verb.ADD
                || order().lines().isEmpty()
                || dishesTaken > 1) {
            return false;
        }
        OrderDraft.Line last = order().lines().getLast();
        return menu.byNumber(last.number())
                .map(before -> Objects.equals(before.category(), item.category()))
                .orElse(false);
    }

    private void replace(int line, Catalogue.Item item, Part.Dish dish) {
        if (line < 0 || line >= order().lines().size()) {
            lines.add(item, dish.amount().value(), dish.wishes());
            return;
        }
        if (replacedCount > 0) {
            // "Changez-en une pour une regina"
            lines.remove(line, Math.min(replacedCount, order().lines().get(line).quantity()));
            lines.add(item, dish.amount().said() ? dish.amount().value() : replacedCount, dish.wishes());
            return;
        }
        int quantity = dish.amount().said()
                        && !(dish.amount().article()
                                && order().lines().get(line).quantity() > 1)
                ? dish.amount().value()
                : order().lines().get(line).quantity();
        lines.remove(line, order().lines().get(line).quantity());
        lines.add(item, quantity, dish.wishes());
    }

    private int inOrder(List<Catalogue.Item> candidates) {
        return candidates.stream()
                .mapToInt(item -> order().lastOf(item.number()))
                .filter(line -> line >= 0)
                .findFirst()
                .orElse(-1);
    }

    private void remove(Part.Dish dish) {
        removed = true;
        int line = inOrder(dish.candidates());
        if (line < 0 && courses.swapped(dish)) {
            return;
        }
        if (line >= 0) {
            OrderDraft.Line ordered = order().lines().get(line);
            boolean some = dish.amount().said() && dish.amount().value() > 0 && dish.verb() == Verb.REMOVE;
            if (!dish.wishes().isEmpty() && !some) {
                // "Enlevez les champignons de la regina"
                lines.change(line, ordered.quantity(), refused(dish.wishes()));
                return;
            }
            removedFrom = some && dish.amount().value() < ordered.quantity() ? ordered.number() : -1;
            lines.remove(line, some ? Math.min(dish.amount().value(), ordered.quantity()) : ordered.quantity());
            return;
        }
        boolean others = parts.stream().anyMatch(part -> part instanceof Part.Dish other && !other.equals(dish));
        if (others && !dish.definite() && !dish.amount().said()) {
            lines.noted(); // "pas de bière, une limonade": none was ordered
        } else if (order().lines().isEmpty()) {
            lines.say(Phrase.CART_EMPTY);
        } else if (dish.amount().said() || dish.definite() || dish.verb() == Verb.GIVES_WAY) {
            lines.say(
                    Phrase.ITEM_NOT_IN_ORDER,
                    "item",
                    dish.candidates().getFirst().name());
        } else {
            changeLast(new Wishes(List.of(), List.of(dish.words()), List.of()));
        }
    }

    private static Wishes refused(Wishes wishes) {
        List<String> without = new ArrayList<>(wishes.without());
        without.addAll(wishes.with());
        return new Wishes(List.of(), List.copyOf(without), List.of());
    }

    private void loose(Part.Loose loose, int index) {
        int named = loose.of().isEmpty() ? -1 : inOrder(loose.of());
        if (named < 0 && !loose.of().isEmpty()) {
            lines.add(loose.of().getFirst(), loose.amount().value(), loose.wishes());
            return;
        }
        if (order().lines().isEmpty()) {
            String words = String.join(" ", loose.wishes().with());
            if (!words.isEmpty()) {
                lines.say(Phrase.NOT_ON_THE_MENU, "words", words);
            }
            return;
        }
        removed |= loose.verb() == Verb.REMOVE;
        Wishes wishes = loose.verb() == Verb.REMOVE ? refused(loose.wishes()) : loose.wishes();
        OrderDraft.Line last = order().lines().get(named < 0 ? order().lines().size() - 1 : named);
        boolean afterDish =
                index > 0 && (parts.get(index - 1) instanceof Part.Dish || parts.get(index - 1) instanceof Part.Loose);
        boolean counted = loose.ofWhich() || loose.amount().said() && (afterDish || loose.more());
        int plain = counted && !loose.more() ? plainLine(last.number(), loose) : -1;
        if (plain >= 0) {
            lines.split(plain, loose.amount().value(), wishes);
        } else if (counted) {
            menu.byNumber(last.number())
                    .ifPresent(item -> lines.add(item, loose.amount().value(), wishes));
        } else {
            changeLast(wishes);
        }
    }

    /**
     * The line of which a part is to be different: "deux margherita dont une sans fromage", "deux regina, une normale et une
     * grande" are two; "two burgers rare and one medium" are three.
     */
    private int plainLine(int number, Part.Loose loose) {
        for (int line = 0; line < order().lines().size(); line++) {
            OrderDraft.Line ordered = order().lines().get(line);
            boolean plain = ordered.options().isEmpty() && ordered.note().isEmpty();
            boolean several = plain && (ordered.quantity() > 1 || order().quantityOf(number) > 1);
            boolean enough = ordered.quantity() >= loose.amount().value();
            if (ordered.number() == number
                    && enough
                    && (loose.ofWhich() || lines.isNew(ordered))
                    && (several || loose.ofWhich())) {
                return line;
            }
        }
        return -1;
    }

    private void changeLast(Wishes wishes) {
        int line = lines.unfinished().orElse(order().lines().size() - 1);
        lines.change(line, order().lines().get(line).quantity(), wishes);
    }

    private void place(Part.Place place) {
        int count = order().lines().size();
        int line = place.position() == 0 ? count - 1 : place.position() - 1;
        if (line < 0 || line >= count) {
            lines.say(count == 0 ? Phrase.CART_EMPTY : Phrase.NO_SUCH_LINE);
        } else if (place.verb() == Verb.REMOVE) {
            lines.remove(line, order().lines().get(line).quantity());
        } else if (!place.wishes().isEmpty()) {
            lines.change(line, order().lines().get(line).quantity(), place.wishes());
        }
    }

    /** "Pas de boisson": none is ordered, or none any more. "Une pizza": which? */
    private void kind(Part.Kind kind) {
        List<Integer> numbers = menu.category(kind.words()).stream()
                .flatMap(page -> page.items().stream())
                .map(Catalogue.Item::number)
                .toList();
        if (kind.verb() != Verb.REMOVE) {
            if (kind.amount().said() && !numbers.isEmpty() && numbers.size() <= FEW) {
                unclear.add(new Focus.Unclear(numbers, kind.amount().value(), kind.wishes()));
            } else if (!lines.touched()) {
                menu.category(kind.words()).forEach(page -> lines.tell(OrderWords.page(turn, page)));
            }
            return;
        }
        for (int line = order().lines().size() - 1; line >= 0; line--) {
            if (numbers.contains(order().lines().get(line).number())) {
                lines.remove(line, order().lines().get(line).quantity());
            }
        }
        lines.noted();
    }

    private void bare(Part.Bare bare) {
        int last = order().lines().size() - 1;
        boolean counted = parts.stream()
                .anyMatch(
                        part -> part instanceof Part.Dish dish && dish.amount().said() && dish.verb() != Verb.REMOVE);
        if (counted && !bare.more() && bare.verb() == Verb.NONE && parts.indexOf(bare) < parts.size() - 1) {
            return; // counting aloud: "quatre, non, cinq margherita"
        }
        boolean aboutTheLast = last >= 0 && (corrects || bare.more() || bare.verb() == Verb.REMOVE);
        if (bare.article() && !aboutTheLast && bare.verb() != Verb.ADD) {
            return;
        }
        if (bare.verb() == Verb.REPLACE && laterDish(parts.indexOf(bare)) && last >= 0) {
            replaced = last;
            replacedCount = bare.number();
            return;
        }
        if (!aboutTheLast && bare.verb() == Verb.ADD && last >= 0) {
            lines.change(last, order().lines().get(last).quantity() + bare.number(), Wishes.NONE);
            return;
        }
        if (!aboutTheLast) {
            Optional<Catalogue.Item> item = menu.byNumber(bare.number());
            item.ifPresentOrElse(
                    found -> lines.add(found, 1, Wishes.NONE),
                    () -> lines.say(Phrase.NO_SUCH_NUMBER, "number", bare.number()));
            return;
        }
        OrderDraft.Line line = order().lines().get(last);
        if (bare.verb() == Verb.REMOVE && removed) {
            lines.change(removedFrom >= 0 ? order().lastOf(removedFrom) : last, bare.number(), Wishes.NONE);
        } else if (bare.verb() == Verb.REMOVE) {
            lines.remove(last, Math.min(bare.number(), line.quantity()));
        } else {
            lines.change(last, bare.more() ? line.quantity() + bare.number() : bare.number(), Wishes.NONE);
        }
    }

    private boolean isChatter(Part.Unknown unknown) {
        return parts.size() > 1 && Words.of(unknown.words()).stream().noneMatch(menu::isIngredient);
    }

    private void unknown(Part.Unknown unknown) {
        boolean carriedOn = unknown.verb() == Verb.REMOVE
                && (removed || isChatter(unknown))
                && !unknown.amount().said();
        if (carriedOn) {
            return; // "enlevez la soupe, ça va faire trop"
        }
        if (unknown.verb() == Verb.REMOVE && !order().lines().isEmpty()) {
            changeLast(new Wishes(List.of(), List.of(unknown.words()), List.of()));
            return;
        }
        boolean food = Words.of(unknown.words()).stream().anyMatch(SameWords::knows);
        boolean isWish = unknown.amount().said() || dishesTaken > 0 || parts.size() == 1 || food;
        if (isWish) {
            lines.say(Phrase.NOT_ON_THE_MENU, "words", unknown.words());
        }
    }
}
