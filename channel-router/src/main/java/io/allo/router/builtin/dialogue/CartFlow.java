// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.wording.Phrase;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Adds, changes and removes items, and reads the menu. Stateless. */
final class CartFlow {
    private static final int PAGES_IN_WRITING = 8;

    /** True when at least one item of the menu was named. */
    boolean namesItems(Turn turn, Heard heard) {
        return mentions(turn, heard.text()).stream()
                .anyMatch(mention -> !mention.candidates().isEmpty());
    }

    /** Adds what is named in {@code text}, if anything, and goes on asking for items. */
    Reply addNamed(Turn turn, String text, Reply reply) {
        List<OrderReader.Mention> found = mentions(turn, text).stream()
                .filter(mention -> !mention.candidates().isEmpty())
                .toList();
        return add(turn, found, reply.focusOn(new Focus.Ordering.AddingItems(0)));
    }

    /** "Une regina", "2 x #3", "retirer la calzone", "plutôt trois regina", "pour 20 h"; null when it is none of these. */
    @Nullable
    Reply change(Turn turn, Heard heard) {
        Turn timed = withTime(turn, heard.text());
        List<OrderReader.Mention> mentions = mentions(turn, heard.text());
        boolean none = mentions.stream().anyMatch(mention -> mention.counted() && mention.quantity() == 0);
        if (heard.has(Intent.REMOVE) || none) {
            return remove(timed, mentions);
        }
        boolean named =
                mentions.stream().anyMatch(mention -> !mention.candidates().isEmpty());
        if (heard.has(Intent.CORRECT)) {
            return named && mentions.getFirst().isClear() && mentions.getFirst().counted()
                    ? setQuantity(timed, mentions.getFirst())
                    : hint(timed);
        }
        if (named) {
            return add(timed, mentions, timed.reply().focusOn(new Focus.Ordering.AddingItems(0)));
        }
        Optional<String> time = OrderReader.time(heard.text());
        if (time.isPresent()) {
            return timed.say(Phrase.TIME_NOTED, "time", OrderWords.clock(timed, time.get()))
                    .focusOn(new Focus.Ordering.AddingItems(0));
        }
        Optional<String> number = mentions.stream()
                .map(OrderReader.Mention::words)
                .filter(words -> words.startsWith("#"))
                .findFirst();
        return number.map(hash -> turn.say(Phrase.NO_SUCH_NUMBER, "number", hash.substring(1)))
                .orElseGet(() -> readCategory(turn, heard));
    }

    /** One of several items was meant. */
    @Nullable
    Reply choice(Turn turn, Focus.Ordering.ChoosingItem focus, Heard heard) {
        if (heard.hasAny(Intent.ABORT, Intent.NO)) {
            return turn.reply().focusOn(new Focus.Ordering.AddingItems(0));
        }
        List<OrderReader.Mention> mentions = mentions(turn, heard.text());
        if (mentions.isEmpty() || mentions.getFirst().candidates().isEmpty()) {
            return null;
        }
        OrderReader.Mention chosen = mentions.getFirst();
        List<Catalogue.Item> offered = chosen.candidates().stream()
                .filter(item -> focus.numbers().contains(item.number()))
                .toList();
        int quantity = chosen.counted() ? chosen.quantity() : focus.quantity();
        List<Catalogue.Item> candidates = offered.isEmpty() ? chosen.candidates() : offered;
        OrderReader.Mention meant = new OrderReader.Mention(candidates, quantity, true, chosen.words());
        return add(turn, List.of(meant), turn.reply().focusOn(new Focus.Ordering.AddingItems(0)));
    }

    /** Reads the menu: a page at a time aloud, whole in writing as long as that is readable. */
    Reply readMenu(Turn turn, int from) {
        List<Catalogue.Page> pages = turn.business().catalogue().pages();
        if (pages.isEmpty()) {
            return turn.say(Phrase.MENU_EMPTY);
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

    private static @Nullable Reply readCategory(Turn turn, Heard heard) {
        List<Catalogue.Page> pages = turn.business().catalogue().category(heard.words());
        if (pages.isEmpty()) {
            return null;
        }
        Reply reply = turn.reply();
        for (Catalogue.Page page : pages) {
            reply = reply.say(OrderWords.page(turn, page));
        }
        return reply.focusOn(new Focus.Ordering.AddingItems(0));
    }

    private Reply add(Turn turn, List<OrderReader.Mention> mentions, Reply start) {
        Reply reply = start;
        for (OrderReader.Mention mention : mentions) {
            if (mention.candidates().size() > 1) {
                List<Integer> numbers = mention.candidates().stream()
                        .limit(5)
                        .map(Catalogue.Item::number)
                        .toList();
                return reply.focusOn(new Focus.Ordering.ChoosingItem(numbers, mention.quantity()));
            }
            reply = mention.candidates().isEmpty()
                    ? reply.say(turn.text(Phrase.NO_SUCH_ITEM))
                    : addOne(turn, mention.candidates().getFirst(), mention.quantity(), reply);
        }
        return reply;
    }

    private static Reply addOne(Turn turn, Catalogue.Item item, int quantity, Reply reply) {
        OrderDraft order = reply.state().order();
        if (order.quantityOf(item.number()) + quantity > OrderDraft.MAX_QUANTITY) {
            return reply.say(turn.text(Phrase.TOO_MANY, "max", OrderDraft.MAX_QUANTITY));
        }
        if (order.lines().size() >= OrderDraft.MAX_LINES) {
            return reply.say(turn.text(Phrase.ORDER_TOO_LONG));
        }
        OrderDraft more = quantity == 0 ? order : order.plus(item.number(), quantity);
        OrderDraft.Line added = new OrderDraft.Line(item.number(), quantity);
        BigDecimal price = turn.business().catalogue().subtotal(List.of(added));
        String line = OrderWords.line(turn, added);
        String sentence = item.price() == null
                ? line + "."
                : turn.text(Phrase.ITEM_ADDED, "item", line, "price", turn.money(price), "total", total(more, turn));
        return reply.order(more).say(sentence);
    }

    private Reply remove(Turn turn, List<OrderReader.Mention> mentions) {
        OrderDraft order = turn.state().order();
        if (order.lines().isEmpty()) {
            return turn.state().focus() instanceof Focus.Ordering.AddingItems && turn.keysOnly()
                    ? turn.say(Phrase.ORDER_DROPPED).focusOn(new Focus.Idle())
                    : turn.say(Phrase.CART_EMPTY).focusOn(new Focus.Ordering.AddingItems(0));
        }
        Optional<OrderReader.Mention> named = mentions.stream()
                .filter(mention -> !mention.candidates().isEmpty())
                .findFirst();
        OrderDraft.Line last = order.lines().getLast();
        int number = named.map(mention -> inOrder(order, mention)).orElse(last.number());
        if (order.quantityOf(number) == 0) {
            String name = OrderWords.line(turn, new OrderDraft.Line(number, 1)).replaceFirst("^1 ", "");
            return turn.say(Phrase.ITEM_NOT_IN_ORDER, "item", name).focusOn(new Focus.Ordering.AddingItems(0));
        }
        // A wish for fewer is counted with digits or words above one: "retirer une regina" of three leaves two.
        int removed = named.filter(mention -> mention.counted() && mention.quantity() > 0)
                .map(mention -> Math.min(mention.quantity(), order.quantityOf(number)))
                .orElse(order.quantityOf(number));
        OrderDraft rest = order.withQuantity(number, order.quantityOf(number) - removed);
        return turn.say(Phrase.ITEM_REMOVED, "item", OrderWords.line(turn, new OrderDraft.Line(number, removed)))
                .say(turn.text(Phrase.TOTAL_NOW, "total", total(rest, turn)))
                .order(rest)
                .focusOn(new Focus.Ordering.AddingItems(0));
    }

    private static int inOrder(OrderDraft order, OrderReader.Mention mention) {
        return mention.candidates().stream()
                .map(Catalogue.Item::number)
                .filter(number -> order.quantityOf(number) > 0)
                .findFirst()
                .orElse(mention.candidates().getFirst().number());
    }

    private static Reply setQuantity(Turn turn, OrderReader.Mention mention) {
        int number = mention.candidates().getFirst().number();
        if (mention.quantity() > OrderDraft.MAX_QUANTITY) {
            return turn.say(Phrase.TOO_MANY, "max", OrderDraft.MAX_QUANTITY);
        }
        OrderDraft order = turn.state().order().withQuantity(number, mention.quantity());
        String item = OrderWords.line(turn, new OrderDraft.Line(number, mention.quantity()));
        return turn.say(Phrase.ITEM_CHANGED, "item", item, "total", total(order, turn))
                .order(order)
                .focusOn(new Focus.Ordering.AddingItems(0));
    }

    private static Reply hint(Turn turn) {
        List<OrderDraft.Line> lines = turn.state().order().lines();
        String example = lines.isEmpty()
                ? "1"
                : OrderWords.line(turn, new OrderDraft.Line(lines.getFirst().number(), 1))
                        .replaceFirst("^1 ", "");
        return turn.say(Phrase.CORRECTION_HINT, "example", example).focusOn(new Focus.Ordering.AddingItems(0));
    }

    private static Turn withTime(Turn turn, String text) {
        return OrderReader.time(text)
                .map(time -> turn.in(turn.state().withOrder(turn.state().order().withRequestedTime(time))))
                .orElse(turn);
    }

    private static String total(OrderDraft order, Turn turn) {
        return turn.money(turn.business().catalogue().subtotal(order.lines()));
    }

    private static List<OrderReader.Mention> mentions(Turn turn, String text) {
        return OrderReader.mentions(text, turn.business().catalogue(), turn.lexicon());
    }
}
