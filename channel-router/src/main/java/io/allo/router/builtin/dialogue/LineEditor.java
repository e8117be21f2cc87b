// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.Vocabulary;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.Chosen;
import io.allo.router.builtin.menu.OptionPicker;
import io.allo.router.builtin.menu.Wishes;
import io.allo.router.builtin.wording.Phrase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Changes single lines of an order and says what it did. Mutable, lives for one sentence. */
final class LineEditor {
    private static final int LONGEST_NOTE = 200;

    private final Turn turn;
    private final Catalogue menu;
    private final Vocabulary vocabulary;
    private final List<String> said = new ArrayList<>();
    /** Where the sentence stands that told of an item of this sentence, by its number. */
    private final Map<Integer, Integer> added = new HashMap<>();

    private OrderDraft order;
    private boolean touched;

    LineEditor(Turn turn) {
        this.turn = turn;
        this.menu = turn.business().catalogue();
        this.vocabulary = turn.vocabulary();
        this.order = turn.state().order();
    }

    OrderDraft order() {
        return order;
    }

    List<String> said() {
        return List.copyOf(said);
    }

    boolean touched() {
        return touched;
    }

    void noted() {
        touched = true;
    }

    void say(Phrase phrase, Object... places) {
        tell(turn.text(phrase, places));
    }

    void tell(String sentence) {
        said.add(sentence);
        touched = true;
    }

    /** True for a line of an item that this sentence added. */
    boolean isNew(OrderDraft.Line line) {
        return added.containsKey(line.number());
    }

    /** The first line of which something must still be chosen. */
    OptionalInt unfinished() {
        return unfinished(order, menu);
    }

    static OptionalInt unfinished(OrderDraft order, Catalogue menu) {
        return IntStream.range(0, order.lines().size())
                .filter(i -> menu.byNumber(order.lines().get(i).number())
                        .flatMap(item ->
                                OptionPicker.missing(item, order.lines().get(i).options()))
                        .isPresent())
                .findFirst();
    }

    void add(Catalogue.Item item, int quantity, Wishes wishes) {
        OrderDraft.Line line = wished(item, new OrderDraft.Line(item.number(), quantity), wishes);
        if (order.quantityOf(item.number()) + quantity > OrderDraft.MAX_QUANTITY) {
            say(Phrase.TOO_MANY, "max", OrderDraft.MAX_QUANTITY);
            return;
        }
        if (order.lines().size() >= OrderDraft.MAX_LINES) {
            say(Phrase.ORDER_TOO_LONG);
            return;
        }
        if (quantity > 0) {
            order = order.plus(line);
            added.put(item.number(), said.size());
        }
        tell(added(line));
    }

    private String added(OrderDraft.Line line) {
        String words = OrderWords.line(turn, line);
        boolean priced = menu.byNumber(line.number()).map(Catalogue.Item::price).isPresent();
        return priced
                ? turn.text(
                        Phrase.ITEM_ADDED,
                        "item",
                        words,
                        "price",
                        turn.money(OrderDraft.price(menu, line)),
                        "total",
                        total())
                : words + ".";
    }

    /** Says how a line is now; what this sentence itself added is told once, as it became. */
    private void tellChanged(OrderDraft.Line after) {
        Integer before = added.get(after.number());
        if (before == null) {
            say(Phrase.ITEM_CHANGED, "item", OrderWords.line(turn, after), "total", total());
        } else {
            said.set(before, added(after));
        }
    }

    /** Gives a line another quantity, and what is wished. */
    void change(int index, int quantity, Wishes wishes) {
        OrderDraft.Line before = order.lines().get(index);
        Catalogue.Item item = menu.byNumber(before.number()).orElse(null);
        if (item == null) {
            return;
        }
        if (quantity > OrderDraft.MAX_QUANTITY) {
            say(Phrase.TOO_MANY, "max", OrderDraft.MAX_QUANTITY);
            return;
        }
        if (quantity == 0) {
            remove(index, before.quantity());
            return;
        }
        int told = said.size();
        OrderDraft.Line after = wished(item, before.times(quantity), wishes);
        if (after.equals(before) && said.size() > told) {
            return;
        }
        order = order.replacing(index, after);
        tellChanged(after);
    }

    /** Some of a line are to be different. */
    void split(int index, int quantity, Wishes wishes) {
        OrderDraft.Line before = order.lines().get(index);
        Catalogue.Item item = menu.byNumber(before.number()).orElse(null);
        if (item == null) {
            return;
        }
        OrderDraft.Line part = wished(item, before.times(quantity), wishes);
        order = order.replacing(index, before.times(before.quantity() - quantity))
                .plus(part);
        say(Phrase.ITEM_CHANGED, "item", OrderWords.line(turn, part), "total", total());
    }

    void remove(int index, int quantity) {
        OrderDraft.Line before = order.lines().get(index);
        order = order.replacing(index, before.times(before.quantity() - quantity));
        say(Phrase.ITEM_REMOVED, "item", OrderWords.line(turn, before.times(quantity)));
        say(Phrase.TOTAL_NOW, "total", total());
    }

    /** A course of a set menu; what is wished of it goes to the kitchen as a note. */
    void choose(int index, OptionGroup group, OptionChoice choice, Wishes wishes) {
        OrderDraft.Line before = order.lines().get(index);
        List<Chosen> options = new ArrayList<>(before.options());
        options.removeIf(chosen -> chosen.group().equals(group.name()));
        options.add(OptionPicker.chosen(group, choice));
        List<String> notes = new ArrayList<>(wishes.notes());
        wishes.with().stream().filter(this::saysSomething).forEach(notes::add);
        wishes.without().forEach(words -> notes.add(turn.text(Phrase.WITHOUT, "words", words)));
        OrderDraft.Line after =
                new OrderDraft.Line(before.number(), before.quantity(), List.copyOf(options), note(before, notes));
        order = order.replacing(index, after);
        tellChanged(after);
    }

    private OrderDraft.Line wished(Catalogue.Item item, OrderDraft.Line line, Wishes wishes) {
        List<String> notes = new ArrayList<>();
        OptionPicker.Picked refused = OptionPicker.without(item, line.options(), wishes.without());
        List<Chosen> options = refused.chosen();
        for (String words : refused.unknown()) {
            String note = turn.text(Phrase.WITHOUT, "words", words);
            OptionPicker.Picked offered = OptionPicker.pick(item, options, List.of(note), vocabulary::isStopWord);
            boolean isOption = offered.unknown().isEmpty() && offered.chosen().size() > options.size();
            options = isOption ? offered.chosen() : options;
            if (!isOption) {
                notes.add(note);
            }
        }
        OptionPicker.Picked prepared = OptionPicker.pick(item, options, wishes.notes(), word -> false);
        notes.addAll(prepared.unknown());
        OptionPicker.Picked picked = OptionPicker.pick(item, prepared.chosen(), wishes.with(), this::isNoise);
        for (String words : picked.unknown()) {
            say(Phrase.NO_SUCH_OPTION, "words", words, "item", item.name());
        }
        return new OrderDraft.Line(line.number(), line.quantity(), picked.chosen(), note(line, notes));
    }

    private boolean isNoise(String word) {
        return vocabulary.isStopWord(word) || menu.isCategory(word);
    }

    private boolean saysSomething(String words) {
        return Words.of(words).stream().anyMatch(word -> !isNoise(word));
    }

    private static String note(OrderDraft.Line line, List<String> more) {
        List<String> notes = new ArrayList<>();
        if (!line.note().isEmpty()) {
            notes.add(line.note());
        }
        more.stream().filter(note -> !line.note().contains(note)).forEach(notes::add);
        String note = String.join(", ", notes);
        return note.substring(0, Math.min(note.length(), LONGEST_NOTE));
    }

    private String total() {
        return turn.money(order.subtotal(menu));
    }
}
