// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.menu.Catalogue;
import io.allo.router.builtin.reading.Part;
import io.allo.router.builtin.wording.Phrase;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Questions about the menu and the order in hand: prices, what is in a dish, allergens, what was ordered so far. */
final class InfoFlow {
    private static final int ITEMS_TOLD = 12;
    private static final Set<String> WHETHER = Set.of(
            "any", "dedans", "contient", "contain", "contains", "dairy", "can", "peut", "has", "have", "there", "y");
    private static final double SAME = 0.8;

    private final CartFlow cart;

    InfoFlow(CartFlow cart) {
        this.cart = cart;
    }

    /** The answer; null when nothing of the kind was asked. */
    @Nullable
    Reply heard(Turn turn, Heard heard) {
        if (turn.business().catalogue().isEmpty()) {
            return null;
        }
        Intent top = heard.has(Intent.ALLERGENS) || asksForAllergen(turn, heard)
                ? Intent.ALLERGENS
                : heard.top().orElse(null);
        if ((top == null || top == Intent.MENU) && cart.changesItems(turn, heard)) {
            return null;
        }
        boolean asks = turn.lexicon().isQuestion(heard.text(), heard.words());
        boolean orders = !asks
                && (top == Intent.PRICE && cart.countsItems(turn, heard)
                        || top == Intent.HAVE && items(turn, heard).size() > 1);
        if (orders) {
            return null; // "the soup and the pizza, if you have them"
        }
        Reply reply = switch (top) {
            case RECAP -> cart.countsItems(turn, heard) ? null : recap(turn);
            case PRICE -> price(turn, heard);
            case INGREDIENTS ->
                items(turn, heard).isEmpty() && heard.has(Intent.MENU)
                        ? cart.readMenu(turn, 0)
                        : ingredients(turn, heard);
            case ALLERGENS -> allergens(turn, heard);
            case MENU -> cart.readCategory(turn, heard);
            case HAVE -> has(turn, heard);
            case null -> turn.lexicon().isQuestion(heard.text(), heard.words()) ? cart.readCategory(turn, heard) : null;
            default -> null;
        };
        return reply == null ? null : turn.digression(reply);
    }

    private static @Nullable Reply recap(Turn turn) {
        OrderDraft order = turn.state().order();
        if (order.lines().isEmpty()) {
            return turn.state().focus() instanceof Focus.Ordering ? turn.say(Phrase.CART_EMPTY) : null;
        }
        return turn.say(
                Phrase.SO_FAR,
                "items",
                turn.wording().and(OrderWords.lines(turn, order.lines())),
                "total",
                turn.money(order.subtotal(turn.business().catalogue())));
    }

    private @Nullable Reply price(Turn turn, Heard heard) {
        List<Catalogue.Item> asked = items(turn, heard);
        if (asked.isEmpty()) {
            Reply category = cart.readCategory(turn, heard);
            return category == null && !heard.has(Intent.DELIVERY) ? recap(turn) : category;
        }
        return priced(turn, asked);
    }

    private static @Nullable Reply priced(Turn turn, List<Catalogue.Item> items) {
        Reply reply = turn.reply();
        boolean any = false;
        for (Catalogue.Item item : items) {
            if (item.price() != null) {
                reply = reply.say(turn.text(Phrase.PRICE_OF, "item", item.name(), "price", turn.money(item.price())));
                any = true;
            }
        }
        return any ? reply : null;
    }

    private static @Nullable Reply ingredients(Turn turn, Heard heard) {
        Reply reply = turn.reply();
        boolean any = false;
        for (Catalogue.Item item : items(turn, heard)) {
            if (!item.description().isEmpty()) {
                reply = reply.say(turn.text(Phrase.MADE_OF, "item", item.name(), "description", item.description()));
                any = true;
            }
            if (!item.allergens().isEmpty() && asksWhether(heard)) {
                reply = reply.say(allergensOf(turn, item));
            }
        }
        return any ? reply : null;
    }

    /** What the menu says of allergens and nothing more; a menu that names none leaves the question to the team. */
    private static @Nullable Reply allergens(Turn turn, Heard heard) {
        List<Catalogue.Item> all = turn.business().catalogue().items();
        if (all.stream().allMatch(item -> item.allergens().isEmpty())) {
            return null;
        }
        List<Catalogue.Item> asked = items(turn, heard);
        if (!asked.isEmpty()) {
            Reply reply = turn.reply();
            for (Catalogue.Item item : asked) {
                reply = reply.say(
                        item.allergens().isEmpty()
                                ? turn.text(Phrase.NO_ALLERGENS, "item", item.name())
                                : allergensOf(turn, item));
                if (!item.description().isEmpty()) {
                    reply = reply.say(
                            turn.text(Phrase.MADE_OF, "item", item.name(), "description", item.description()));
                }
            }
            return reply;
        }
        return containing(turn, heard, all);
    }

    private static String allergensOf(Turn turn, Catalogue.Item item) {
        return turn.text(
                Phrase.ALLERGENS_OF,
                "item",
                item.name(),
                "allergens",
                turn.wording().and(item.allergens()));
    }

    /** Of something certain, and not what it is made of: who asks may not bear it. */
    private static boolean asksWhether(Heard heard) {
        return heard.words().stream().anyMatch(WHETHER::contains);
    }

    private static @Nullable Reply containing(Turn turn, Heard heard, List<Catalogue.Item> all) {
        List<String> named = all.stream()
                .flatMap(item -> item.allergens().stream())
                .distinct()
                .filter(allergen -> isNamed(turn, allergen, heard))
                .toList();
        if (named.isEmpty()) {
            return null;
        }
        String items = all.stream()
                .filter(item -> item.allergens().stream().anyMatch(named::contains))
                .limit(ITEMS_TOLD)
                .map(Catalogue.Item::name)
                .collect(Collectors.joining(", "));
        return turn.say(Phrase.CONTAINED_IN, "allergens", turn.wording().or(named), "items", items);
    }

    /** "Y a des œufs dans la salade ?", "which dishes contain celery" */
    private static boolean asksForAllergen(Turn turn, Heard heard) {
        boolean within =
                heard.words().stream().anyMatch(word -> word.startsWith("contien") || word.startsWith("contain"))
                        || turn.lexicon().isQuestion(heard.text(), heard.words())
                                && heard.words().stream().anyMatch(word -> word.equals("dans") || word.equals("in"));
        return within
                && turn.business().catalogue().items().stream()
                        .flatMap(item -> item.allergens().stream())
                        .anyMatch(allergen -> isNamed(turn, allergen, heard));
    }

    private static boolean isNamed(Turn turn, String allergen, Heard heard) {
        return Words.of(allergen).stream()
                .filter(word -> word.length() > 2 && !turn.vocabulary().isStopWord(word))
                .anyMatch(word -> heard.words().stream().anyMatch(said -> SameWords.alike(word, said) >= SAME));
    }

    /** "Vous avez du tiramisu ?" is a question, not yet an order. */
    private @Nullable Reply has(Turn turn, Heard heard) {
        // "Des gâteaux d'anniversaire" is more than the menu's cake.
        if (cart.countsItems(turn, heard)) {
            return null; // "do you have tiramisu? three then"
        }
        boolean more = OrderText.of(turn, heard.text()).parts().stream()
                .anyMatch(
                        part -> part instanceof Part.Dish dish && !dish.wishes().isEmpty());
        List<Catalogue.Item> asked = more ? List.of() : items(turn, heard);
        if (!asked.isEmpty()) {
            Reply priced = priced(turn, asked);
            return priced == null ? null : priced.sayFirst(turn.text(Phrase.WE_HAVE));
        }
        return cart.readCategory(turn, heard);
    }

    private static List<Catalogue.Item> items(Turn turn, Heard heard) {
        return OrderText.of(turn, heard.text()).parts().stream()
                .filter(Part.Dish.class::isInstance)
                .map(Part.Dish.class::cast)
                .flatMap(dish -> dish.candidates().stream())
                .distinct()
                .limit(ITEMS_TOLD)
                .toList();
    }
}
