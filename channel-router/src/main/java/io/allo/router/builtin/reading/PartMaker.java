// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.reading;

import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Vocabulary;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.OptionPicker;
import io.allo.router.builtin.menu.Wishes;
import io.allo.router.builtin.reading.Part.Amount;
import io.allo.router.builtin.reading.Part.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes {@link Part}s of {@link Chunk}s, and joins wishes to the item they follow. Mutable, lives for one sentence. */
final class PartMaker {
    private static final Set<String> GENERIC = Set.of("menu", "menus", "carte");

    private final Catalogue catalogue;
    private final Vocabulary vocabulary;
    private final List<Part> made = new ArrayList<>();
    private Chunk.Wishing carried = Chunk.Wishing.NONE;
    private final SecondThoughts thoughts = new SecondThoughts(made);

    PartMaker(Catalogue catalogue, Vocabulary vocabulary) {
        this.catalogue = catalogue;
        this.vocabulary = vocabulary;
    }

    List<Part> made() {
        return List.copyOf(made);
    }

    /** Politeness and grammar; a word of the menu only where the conversation's own language says so ("thé", "the"). */
    boolean isNoise(String word) {
        return vocabulary.own().isStopWord(word)
                || vocabulary.isStopWord(word) && !catalogue.isNameWord(word)
                || word.length() == 1 && !Character.isDigit(word.charAt(0));
    }

    List<Catalogue.Item> numbered(int number) {
        return catalogue.byNumber(number).stream().toList();
    }

    /** True when these words name an item that no option of an item is called after: "avec une bière". */
    boolean isItem(List<String> words) {
        List<String> name = words.stream().filter(word -> !isNoise(word)).toList();
        boolean option = name.stream().anyMatch(word -> catalogue.isOptionWord(word));
        return !name.isEmpty() && !option && !catalogue.matching(name).isEmpty();
    }

    boolean isOptionOnly(String word) {
        return catalogue.isOptionWord(word) && !catalogue.isNameWord(word);
    }

    boolean hasItem(int number) {
        return catalogue.byNumber(number).isPresent();
    }

    /** "Avec des olives" on a pizza that offers them. */
    boolean isOption(Chunk chunk, String words) {
        return chunk.items().size() == 1 && isOption(chunk.items().getFirst(), words);
    }

    private boolean isOption(Catalogue.Item item, String words) {
        return !item.options().isEmpty()
                && OptionPicker.pick(item, List.of(), List.of(words), this::isNoise)
                        .unknown()
                        .isEmpty();
    }

    SecondThoughts thoughts() {
        return thoughts;
    }

    /** A choice of the set menu that was named last. */
    boolean isCourse(String words) {
        for (int i = made.size() - 1; i >= 0; i--) {
            if (made.get(i) instanceof Part.Dish dish) {
                return dish.isClear()
                        && dish.candidates().getFirst().options().stream().anyMatch(OptionGroup::required)
                        && isOption(dish.candidates().getFirst(), words);
            }
        }
        return false;
    }

    void take(Chunk chunk) {
        Part part = part(chunk);
        carried = chunk.wishing;
        if (part == null || thoughts.take(chunk, part) || goesToTheLast(part)) {
            return;
        }
        if (part instanceof Part.Dish course
                && !made.isEmpty()
                && made.getLast() instanceof Part.Dish menu
                && AwaitedCourse.is(menu, course, this::isNoise)) {
            made.set(made.size() - 1, ((Part.Dish) made.getLast()).with(with(List.of(course.words()))));
        } else {
            made.add(part instanceof Part.Dish dish ? withWishesBefore(dish) : part);
        }
    }

    /** "Sur une des deux, un œuf"; "deux avec eau et tiramisu". */
    private boolean goesToTheLast(Part part) {
        if (made.isEmpty() || !(made.getLast() instanceof Part.Loose last)) {
            return false;
        }
        boolean wish = part instanceof Part.Loose
                && !last.of().isEmpty()
                && last.wishes().isEmpty();
        boolean course = part instanceof Part.Dish dish
                && last.amount().said()
                && !dish.amount().said()
                && dish.wishes().isEmpty()
                && isCourse(dish.words());
        if (wish) {
            made.set(made.size() - 1, last.with(((Part.Loose) part).wishes()));
        } else if (course) {
            made.set(made.size() - 1, last.with(with(List.of(((Part.Dish) part).words()))));
        }
        return wish || course;
    }

    /** "Vanilla and strawberry ice cream": wishes that came before their item. */
    private Part withWishesBefore(Part.Dish dish) {
        Part.Dish wished = dish;
        if (!made.isEmpty()
                && made.getLast() instanceof Part.Bare bare
                && !bare.more()
                && !dish.amount().said()) {
            // "J'en prends deux, des margherita"
            made.removeLast();
            Amount amount = new Amount(bare.number(), true, bare.article());
            return new Part.Dish(
                    dish.verb(), dish.candidates(), amount, dish.wishes(), dish.definite(), dish.more(), dish.words());
        }
        if (!made.isEmpty() && made.getLast() instanceof Part.Dish before && isOnlyAnOption(before, dish)) {
            made.removeLast();
            Amount amount = dish.amount().said() ? dish.amount() : before.amount();
            Wishes wishes = with(List.of(before.words())).and(dish.wishes());
            return new Part.Dish(
                    dish.verb(), dish.candidates(), amount, wishes, dish.definite(), dish.more(), dish.words());
        }
        while (!made.isEmpty()
                && made.getLast() instanceof Part.Loose loose
                && SecondThoughts.describes(loose.wishes(), dish)) {
            made.removeLast();
        }
        while (!made.isEmpty()
                && made.getLast() instanceof Part.Loose loose
                && !loose.ofWhich()
                && made.stream().noneMatch(Part.Dish.class::isInstance)
                && dish.isClear()
                && loose.wishes().with().stream()
                        .allMatch(words -> isOption(dish.candidates().getFirst(), words))) {
            made.removeLast();
            Amount amount = wished.amount().said() ? wished.amount() : loose.amount();
            wished = new Part.Dish(
                    dish.verb(),
                    dish.candidates(),
                    amount,
                    loose.wishes().and(wished.wishes()),
                    dish.definite(),
                    dish.more(),
                    dish.words());
        }
        return wished;
    }

    /** "A chocolate and strawberry ice cream": no cake. */
    private boolean isOnlyAnOption(Part.Dish before, Part.Dish dish) {
        List<String> words = Words.of(before.words());
        return dish.isClear()
                && before.wishes().isEmpty()
                && !dish.amount().said()
                && words.stream().allMatch(word -> catalogue.isOptionWord(word))
                && !before.candidates().getFirst().core().equals(words)
                && isOption(dish.candidates().getFirst(), before.words());
    }

    private @Nullable Part part(Chunk chunk) {
        Wishes wishes = chunk.wishes();
        if (chunk.hasDish()) {
            return dish(chunk, chunk.items(), chunk.itemWords(), wishes.and(with(chunk.headRaw)));
        }
        if (!chunk.head.isEmpty()) {
            return named(chunk, wishes);
        }
        if (chunk.place >= 0) {
            return new Part.Place(chunk.verb, chunk.place, wishes);
        }
        if (!wishes.isEmpty()) {
            return loose(chunk, wishes);
        }
        // "Rajoutez-en une", "non, un seul": an article that nothing follows is a number.
        boolean number = chunk.amount.said() || chunk.more;
        return number ? new Part.Bare(chunk.verb, chunk.amount.value(), chunk.more, chunk.amount.article()) : null;
    }

    private static Part dish(Chunk chunk, List<Catalogue.Item> items, String words, Wishes wishes) {
        if (chunk.ofWhich && items.size() == 1) {
            return new Part.Loose(chunk.verb, chunk.amount, wishes, chunk.more, true, items);
        }
        Verb verb = chunk.refused ? Verb.REMOVE : chunk.verb;
        return new Part.Dish(verb, items, chunk.amount, wishes, chunk.definite, chunk.more, words);
    }

    private static Wishes with(List<String> words) {
        return words.isEmpty() ? Wishes.NONE : new Wishes(List.of(String.join(" ", words)), List.of(), List.of());
    }

    /** Wishes alone: for the item just named, unless they are counted ("dont une sans fromage"). */
    private @Nullable Part loose(Chunk chunk, Wishes wishes) {
        boolean counted = chunk.amount.said() || chunk.ofWhich || chunk.more;
        if (!counted && chunk.verb != Verb.REMOVE && joined(wishes)) {
            return null;
        }
        Part.Dish refused = refusedItem(chunk, wishes);
        if (refused != null) {
            return refused;
        }
        List<String> kinds = wishes.without().stream().filter(this::isKind).toList();
        return kinds.isEmpty()
                ? new Part.Loose(chunk.verb, chunk.amount, wishes, chunk.more, chunk.ofWhich, List.of())
                : new Part.Kind(Verb.REMOVE, Words.of(String.join(" ", kinds)), Amount.NONE, Wishes.NONE);
    }

    /** "Pas de bière": an item, where nothing that was just named is made with it. */
    private Part.@Nullable Dish refusedItem(Chunk chunk, Wishes wishes) {
        boolean one = wishes.without().size() == 1
                && wishes.with().isEmpty()
                && wishes.notes().isEmpty();
        boolean alone = made.isEmpty() || !(made.getLast() instanceof Part.Dish);
        if (!one || !alone || chunk.amount.said() || chunk.ofWhich) {
            return null;
        }
        List<String> words = Words.of(wishes.without().getFirst()).stream()
                .filter(word -> !isNoise(word))
                .toList();
        boolean ingredient =
                words.stream().anyMatch(word -> catalogue.isOptionWord(word) || catalogue.isMadeWith(word));
        List<Catalogue.Item> items = words.isEmpty() || ingredient ? List.of() : catalogue.matching(words);
        return items.size() == 1
                ? new Part.Dish(Verb.REMOVE, items, Amount.NONE, Wishes.NONE, false, false, String.join(" ", words))
                : null;
    }

    private boolean joined(Wishes wishes) {
        boolean kind = wishes.without().stream().anyMatch(this::isKind);
        if (kind || made.isEmpty() || !(made.getLast() instanceof Part.Dish dish)) {
            return false;
        }
        made.set(made.size() - 1, dish.with(wishes));
        return true;
    }

    private boolean isKind(String words) {
        List<String> content =
                Words.of(words).stream().filter(word -> !isNoise(word)).toList();
        return !content.isEmpty() && content.stream().allMatch(catalogue::isCategory);
    }

    private @Nullable Part named(Chunk chunk, Wishes wishes) {
        if (goesOnWishing(chunk)) {
            return null;
        }
        boolean aboutAPlace = chunk.place >= 0 && chunk.head.stream().allMatch(word -> catalogue.isOptionWord(word));
        if (aboutAPlace) {
            return new Part.Place(chunk.verb, chunk.place, wishes.and(with(chunk.headRaw)));
        }
        List<String> name = chunk.head.stream()
                .filter(word -> !catalogue.isCategory(word))
                .filter(word -> !OptionPicker.saysNothing(catalogue, word))
                .toList();
        if (!name.isEmpty() && GENERIC.containsAll(name) && !chunk.amount.said() && chunk.verb == Verb.NONE) {
            return null; // "la carte", "the menu": asks for it
        }
        List<String> plain =
                name.stream().filter(word -> !catalogue.isOptionWord(word)).toList();
        String said = String.join(" ", chunk.headRaw);
        for (List<String> tried : List.of(name, plain)) {
            List<Catalogue.Item> items = tried.isEmpty() ? List.of() : catalogue.matching(tried);
            if (!items.isEmpty()) {
                return dish(chunk, items, said, wishes.and(with(rest(chunk, tried))));
            }
        }
        if (chunk.head.stream().noneMatch(catalogue::isCategory) && name.isEmpty()) {
            return wishes.isEmpty() ? null : loose(chunk, wishes);
        }
        if (name.isEmpty()) {
            // Wishes of a kind of food ("une pizza sans fromage") wait for the item.
            return new Part.Kind(chunk.verb, List.copyOf(chunk.head), chunk.amount, wishes);
        }
        Part within = within(chunk, name, wishes);
        if (within != null) {
            return within;
        }
        if (plain.isEmpty()) {
            return loose(chunk, wishes.and(with(chunk.headRaw)));
        }
        boolean names = chunk.definite && (chunk.verb == Verb.NONE || chunk.verb == Verb.ADD);
        Catalogue.Item described = names ? catalogue.describedBy(name) : null;
        if (described != null) {
            return dish(chunk, List.of(described), said, wishes);
        }
        Amount amount = chunk.some && !chunk.amount.said() ? new Amount(1, true, true) : chunk.amount;
        Part asked = new Part.Unknown(chunk.verb, amount, said);
        if (wishes.isEmpty() || joined(wishes)) {
            return asked;
        }
        made.add(asked);
        return loose(chunk, wishes);
    }

    /** "Avec olives et champignons", "sans jambon, champignons": no new item, the wish goes on. */
    private boolean goesOnWishing(Chunk chunk) {
        boolean another = chunk.definite || !chunk.wishes().isEmpty();
        boolean counted =
                chunk.amount.said() && (another || !(chunk.amount.article() && carried == Chunk.Wishing.WITH));
        if (carried == Chunk.Wishing.NONE || counted || chunk.verb == Verb.REMOVE || made.isEmpty()) {
            return false;
        }
        String words = String.join(" ", chunk.headRaw);
        if (!(made.getLast() instanceof Part.Dish dish)) {
            return false;
        }
        boolean refused = carried == Chunk.Wishing.WITHOUT;
        boolean offered = dish.isClear() && isOption(dish.candidates().getFirst(), words);
        boolean item = !catalogue.matching(chunk.head).isEmpty()
                || refused && !chunk.head.stream().allMatch(catalogue::isIngredient);
        if (!offered && (item || !refused || chunk.amount.said())) {
            return false;
        }
        Wishes more = refused
                ? new Wishes(List.of(), List.of(words), List.of())
                : new Wishes(List.of(words), List.of(), List.of());
        made.set(made.size() - 1, dish.with(more.and(chunk.wishes())));
        chunk.wishing = carried;
        return true;
    }

    /** An item among other words: "alors disons margherita". The longest run of words that names one. */
    private @Nullable Part within(Chunk chunk, List<String> name, Wishes wishes) {
        for (int length = name.size() - 1; length > 0; length--) {
            for (int from = 0; from + length <= name.size(); from++) {
                List<String> run = name.subList(from, from + length);
                boolean onlyOptions = run.stream().allMatch(word -> catalogue.isOptionWord(word));
                List<Catalogue.Item> items = onlyOptions ? List.of() : catalogue.matching(run);
                if (!items.isEmpty()) {
                    return dish(chunk, items, String.join(" ", run), wishes.and(with(rest(chunk, run))));
                }
            }
        }
        return null;
    }

    /** The raw words of the head that are not the name; categories say nothing. */
    private List<String> rest(Chunk chunk, List<String> name) {
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < chunk.head.size(); i++) {
            String word = chunk.head.get(i);
            boolean said = name.stream().anyMatch(other -> SameWords.alike(other, word) > 0);
            if (!said && !catalogue.isCategory(word)) {
                rest.add(chunk.headRaw.get(i));
            }
        }
        return rest;
    }
}
