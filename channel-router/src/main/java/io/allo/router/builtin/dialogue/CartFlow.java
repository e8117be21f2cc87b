// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.menu.OptionPicker;
import io.allo.router.builtin.menu.Wishes;
import io.allo.router.builtin.reading.Part;
import io.allo.router.builtin.wording.Phrase;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Changes the items of an order by {@link CartEditor}, asks what was unclear, and reads the menu. Stateless. */
final class CartFlow {
    private static final int PAGES_IN_WRITING = 8;
    private static final int SHORT_ANSWER = 6;

    /**
     * What a sentence did to the order.
     *
     * @param reply sentences and the changed order; the focus is still the old one
     */
    record Edit(Reply reply, List<Focus.Unclear> unclear) {}

    boolean wishesSomething(Turn turn, Heard heard) {
        return OrderText.of(turn, heard.text()).wishesSomething();
    }

    /** "Le menu midi" is an item, "le menu" is the menu. */
    boolean namesOneItem(Turn turn, Heard heard) {
        return OrderText.of(turn, heard.text()).parts().stream()
                .anyMatch(part -> part instanceof Part.Dish dish && dish.isClear());
    }

    boolean countsItems(Turn turn, Heard heard) {
        return OrderText.of(turn, heard.text()).countsItems();
    }

    /** Items in a number, or one that gives way: no digression, whatever small words stand around them. */
    boolean changesItems(Turn turn, Heard heard) {
        OrderText text = OrderText.of(turn, heard.text());
        return text.details()
                || text.parts().stream()
                        .anyMatch(part -> part instanceof Part.Dish dish
                                && !dish.candidates().isEmpty()
                                && (dish.amount().said() || dish.verb() != Part.Verb.NONE))
                || heard.opensWithNo()
                        && text.parts().stream().anyMatch(part -> part instanceof Part.Bare bare && !bare.article());
    }

    boolean changesAnything(Turn turn, Heard heard) {
        OrderText text = OrderText.of(turn, heard.text());
        return text.details() || text.parts().stream().anyMatch(part -> !(part instanceof Part.Unknown));
    }

    boolean namesItems(Turn turn, Heard heard) {
        return OrderText.of(turn, heard.text()).namesItems();
    }

    /** "Une regina sans oignons", "non, deux", "retirer la calzone", "pour 20 h"; null when it is none of these. */
    @Nullable
    Edit edit(Turn turn, Heard heard) {
        OrderText text = OrderText.of(turn, heard.text());
        Turn noted = turn.in(turn.state().withOrder(text.order()));
        if (heard.isTop(Intent.REMOVE) && text.parts().isEmpty()) {
            return removeLast(noted);
        }
        CartEditor editor = new CartEditor(noted, text.parts(), corrects(heard));
        boolean changed = !text.isForeign() && editor.apply();
        if (!changed && !text.details()) {
            return null;
        }
        Reply reply = noted.reply().order(editor.order());
        for (String sentence : changed ? editor.said() : List.<String>of()) {
            reply = reply.say(sentence);
        }
        for (String sentence : text.said()) {
            reply = reply.say(sentence);
        }
        return new Edit(reply, editor.unclear());
    }

    private static boolean corrects(Heard heard) {
        return heard.has(Intent.CORRECT) || heard.opensWithNo();
    }

    /** By keys: star takes the last one away. */
    private static @Nullable Edit removeLast(Turn turn) {
        LineEditor lines = new LineEditor(turn);
        int last = turn.state().order().lines().size() - 1;
        if (last < 0) {
            return turn.keysOnly()
                    ? new Edit(turn.say(Phrase.ORDER_DROPPED).focusOn(new Focus.Idle()), List.of())
                    : new Edit(turn.say(Phrase.CART_EMPTY), List.of());
        }
        lines.remove(last, turn.state().order().lines().get(last).quantity());
        return new Edit(said(turn, lines), List.of());
    }

    private static Reply said(Turn turn, LineEditor lines) {
        Reply reply = turn.reply().order(lines.order());
        for (String sentence : lines.said()) {
            reply = reply.say(sentence);
        }
        return reply;
    }

    /** One of several items was meant; null when it was none of them. */
    @Nullable
    Edit choice(Turn turn, Focus.Ordering.ChoosingItem focus, Heard heard) {
        Focus.Unclear asked = focus.open().getFirst();
        List<Focus.Unclear> rest = focus.open().subList(1, focus.open().size());
        if (heard.hasAny(Intent.ABORT, Intent.NO)) {
            return new Edit(turn.reply(), rest);
        }
        Catalogue menu = turn.business().catalogue();
        List<Catalogue.Item> offered = asked.numbers().stream()
                .flatMap(number -> menu.byNumber(number).stream())
                .toList();
        List<String> words = content(turn, heard);
        List<Catalogue.Item> chosen = ordinal(turn, heard, offered);
        chosen = chosen.isEmpty() ? numbered(heard, offered) : chosen;
        chosen = chosen.isEmpty() ? menu.matching(words, offered) : chosen;
        if (chosen.size() != 1) {
            Edit other = edit(turn, heard);
            return other == null ? null : new Edit(other.reply(), join(other.unclear(), rest));
        }
        LineEditor lines = new LineEditor(turn);
        lines.add(chosen.getFirst(), quantity(turn, heard, asked), asked.wishes());
        return new Edit(said(turn, lines), rest);
    }

    private static int quantity(Turn turn, Heard heard, Focus.Unclear asked) {
        return OrderText.of(turn, heard.text()).parts().stream()
                .map(part -> part instanceof Part.Dish dish
                                && dish.amount().said()
                                && !dish.amount().article()
                        ? dish.amount().value()
                        : asked.quantity())
                .findFirst()
                .orElse(asked.quantity());
    }

    private static List<Catalogue.Item> ordinal(Turn turn, Heard heard, List<Catalogue.Item> offered) {
        return heard.words().stream()
                .map(turn.vocabulary()::ordinal)
                .filter(OptionalInt::isPresent)
                .map(ordinal -> ordinal.getAsInt() == 0 ? offered.size() : ordinal.getAsInt())
                .filter(ordinal -> ordinal <= offered.size())
                .map(ordinal -> offered.get(ordinal - 1))
                .limit(1)
                .toList();
    }

    private static List<Catalogue.Item> numbered(Heard heard, List<Catalogue.Item> offered) {
        return offered.stream()
                .filter(item -> heard.words().contains("#" + item.number())
                        || heard.words().contains(String.valueOf(item.number())))
                .limit(1)
                .toList();
    }

    /** An answer to the question for an option; null when it was none. */
    @Nullable
    Edit option(Turn turn, Heard heard) {
        OrderDraft order = turn.state().order();
        Catalogue menu = turn.business().catalogue();
        OptionalInt line = LineEditor.unfinished(order, menu);
        if (line.isEmpty()) {
            return edit(turn, heard);
        }
        List<String> words = content(turn, heard);
        OptionGroup group = missing(turn, line.getAsInt());
        OptionChoice choice = words.size() > SHORT_ANSWER ? null : OptionPicker.in(group, words);
        if (choice == null) {
            return edit(turn, heard);
        }
        // More was said than this choice: "les lasagnes et un coca", "le steak saignant".
        boolean several = heard.text().matches(".*(,| et | and | puis ).*")
                || OrderText.of(turn, heard.text()).parts().stream()
                        .anyMatch(part -> part instanceof Part.Dish dish
                                && choice.number() != null
                                && !dish.wishes().isEmpty());
        Edit more = several ? edit(turn, heard) : null;
        if (more != null) {
            return more;
        }
        LineEditor lines = new LineEditor(turn);
        lines.choose(line.getAsInt(), group, choice, Wishes.NONE);
        return new Edit(said(turn, lines), List.of());
    }

    /** The group of which something must be chosen for this line. */
    static OptionGroup missing(Turn turn, int line) {
        OrderDraft.Line ordered = turn.state().order().lines().get(line);
        return turn.business()
                .catalogue()
                .byNumber(ordered.number())
                .flatMap(item -> OptionPicker.missing(item, ordered.options()))
                .orElseThrow();
    }

    private static List<String> content(Turn turn, Heard heard) {
        return heard.words().stream()
                .filter(word -> !turn.vocabulary().own().isStopWord(word))
                .toList();
    }

    private static List<Focus.Unclear> join(List<Focus.Unclear> a, List<Focus.Unclear> b) {
        List<Focus.Unclear> all = new ArrayList<>(a);
        all.addAll(b);
        return List.copyOf(all);
    }

    Reply hint(Turn turn) {
        List<OrderDraft.Line> lines = turn.state().order().lines();
        String example = lines.isEmpty()
                ? "1"
                : turn.business()
                        .catalogue()
                        .byNumber(lines.getFirst().number())
                        .map(Catalogue.Item::name)
                        .orElse("1");
        return turn.say(Phrase.CORRECTION_HINT, "example", example).focusOn(new Focus.Ordering.AddingItems(0));
    }

    /** Words that the menu does not know, where an item was asked for; null when there are none. */
    @Nullable
    Reply foreign(Turn turn, Heard heard) {
        List<String> words = OrderText.of(turn, heard.text()).parts().stream()
                .map(part -> part instanceof Part.Unknown unknown ? unknown.words() : "")
                .filter(said -> !said.isEmpty() && Words.of(said).size() <= 3)
                .toList();
        return words.isEmpty() ? null : turn.say(Phrase.NOT_ON_THE_MENU, "words", String.join(", ", words));
    }

    /** Reads the menu: a page at a time aloud, whole in writing as long as that is readable. */
    Reply readMenu(Turn turn, int from) {
        List<Catalogue.Page> pages = turn.business().catalogue().pages();
        if (pages.isEmpty()) {
            return turn.say(Phrase.MENU_EMPTY);
        }
        List<String> parts = turn.business().catalogue().parts();
        if (turn.phone() && !turn.keysOnly() && parts.size() > 1) {
            return turn.say(Phrase.MENU_CATEGORIES, "categories", turn.wording().and(parts));
        }
        int start = from < pages.size() ? from : 0;
        int end = Math.min(pages.size(), start + (turn.phone() ? 1 : PAGES_IN_WRITING));
        String text = pages.subList(start, end).stream()
                .map(page -> OrderWords.page(turn, page))
                .collect(Collectors.joining(turn.phone() ? " " : "\n"));
        Reply reply = turn.reply().say(text);
        boolean more = end < pages.size();
        if (more) {
            reply = reply.say(turn.text(Phrase.MENU_MORE));
        }
        if (!(turn.state().focus() instanceof Focus.Ordering.AddingItems)) {
            return reply;
        }
        Reply onwards = reply.focusOn(new Focus.Ordering.AddingItems(end % pages.size()));
        return more && turn.phone() ? onwards.rest() : onwards;
    }

    /** The part of the menu that is asked for by its name; null when none is. */
    @Nullable
    Reply readCategory(Turn turn, Heard heard) {
        boolean tea = heard.text().toLowerCase(Locale.ROOT).matches(".*(?:thé|(?:du|un|de|des|vos|les) the).*");
        List<String> words = content(turn, heard).stream()
                .filter(word -> tea || !word.equals("the"))
                .toList();
        List<Catalogue.Page> pages = turn.business().catalogue().category(words);
        if (pages.isEmpty()) {
            return null;
        }
        Reply reply = turn.reply();
        for (Catalogue.Page page : pages) {
            reply = reply.say(OrderWords.page(turn, page));
        }
        return reply;
    }
}
