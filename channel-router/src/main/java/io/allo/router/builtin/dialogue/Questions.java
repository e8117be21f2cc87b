// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.wording.Phrase;
import io.allo.router.conversation.AgentEvent.KeyEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The question that belongs to each focus, and the keys that may answer it. */
final class Questions {
    private static final KeyEntry ONE_KEY = new KeyEntry(1, true);
    private static final KeyEntry ITEM_NUMBER = new KeyEntry(3, false);
    /** One more than four, so that the closing hash does not answer the next question. */
    private static final KeyEntry FOUR_DIGITS = new KeyEntry(5, false);

    private static final KeyEntry PHONE_NUMBER = new KeyEntry(15, false);

    private Questions() {}

    /** Which keys are awaited under this focus; null when the dialogue is over. */
    static @Nullable KeyEntry keysFor(Focus focus) {
        return switch (focus) {
            case Focus.Ended _ -> null;
            case Focus.Ordering.AddingItems _, Focus.Ordering.ChoosingItem _, Focus.Ordering.ChoosingOption _ ->
                ITEM_NUMBER;
            case Focus.OrderLookup.AskingPhone _, Focus.Table.AskingPhone _, Focus.AnyTool.Filling _ -> PHONE_NUMBER;
            case Focus.Table.Asking asking ->
                switch (asking.part()) {
                    case GUESTS -> ITEM_NUMBER;
                    case DAY, TIME -> FOUR_DIGITS;
                    case PHONE -> PHONE_NUMBER;
                    case NAME -> ONE_KEY;
                };
            default -> ONE_KEY;
        };
    }

    /** The question of the turn's focus; empty where none is asked. */
    static String ask(Turn turn) {
        return switch (turn.state().focus()) {
            case Focus.Idle _ -> turn.keysOnly() ? mainMenu(turn) : turn.text(Phrase.ANYTHING_ELSE);
            case Focus.Ended _ -> "";
            case Focus.OfferingRescue _ -> rescue(turn);
            case Focus.Ordering ordering -> ordering(turn, ordering);
            case Focus.Checkout.AwaitingConsent(Quote quote) ->
                readBack(turn, quote) + " " + turn.text(Phrase.ASK_CONSENT);
            case Focus.OrderLookup lookup -> lookup(turn, lookup);
            case Focus.Table table -> TableWords.question(turn, table);
            case Focus.Contact.AskingMessage _ ->
                turn.text(turn.business().callerPhone().isPresent() ? Phrase.ASK_MESSAGE : Phrase.ASK_MESSAGE_CONTACT);
            case Focus.Contact.OfferingCallback _ -> turn.text(Phrase.ASK_CALLBACK);
            case Focus.Contact.OfferingMessage _ -> turn.text(Phrase.ASK_OFFERED_MESSAGE);
            case Focus.AnyTool tool -> ToolFlow.question(turn, tool);
            case Focus.Checkout _, Focus.Contact _, Focus.LoggingQuestion _, Focus.Writing _ -> "";
        };
    }

    private static String ordering(Turn turn, Focus.Ordering focus) {
        OrderDraft order = turn.state().order();
        return switch (focus) {
            case Focus.Ordering.ChoosingType _ -> turn.text(Phrase.ASK_TYPE);
            case Focus.Ordering.AddingItems _ ->
                turn.text(order.lines().isEmpty() ? Phrase.ASK_FIRST_ITEM : Phrase.ASK_NEXT_ITEM);
            case Focus.Ordering.ChoosingItem choosing ->
                whichItem(turn, choosing.open().getFirst().numbers());
            case Focus.Ordering.ChoosingOption _ -> whichOption(turn);
            case Focus.Ordering.ConfirmingStoredAddress _ ->
                turn.text(
                        Phrase.ASK_USE_STORED_ADDRESS,
                        "address",
                        turn.business().storedAddress().orElse(order.address()).spoken());
            case Focus.Ordering.AskingAddress(Focus.AddressPart part) ->
                turn.text(
                        switch (part) {
                            case STREET -> Phrase.ASK_STREET;
                            case CITY -> Phrase.ASK_CITY;
                            case POSTAL_CODE -> Phrase.ASK_POSTAL_CODE;
                        });
            case Focus.Ordering.AskingFirstName _ -> turn.text(Phrase.ASK_FIRST_NAME);
            case Focus.Ordering.OfferingPickup _ -> turn.text(Phrase.OFFER_PICKUP);
        };
    }

    private static String whichItem(Turn turn, List<Integer> numbers) {
        List<String> choices = numbers.stream()
                .flatMap(number -> turn.business().catalogue().byNumber(number).stream())
                .map(item -> turn.text(Phrase.ITEM_CHOICE, "name", item.name(), "number", item.number()))
                .toList();
        String hint = turn.text(Phrase.ITEM_CHOICE_HINT);
        return (turn.text(Phrase.ASK_WHICH_ITEM, "items", turn.wording().or(choices)) + " " + hint).strip();
    }

    /** "Cuisson pour Steak frites : Saignant, À point ou Bien cuit ?" */
    private static String whichOption(Turn turn) {
        OrderDraft order = turn.state().order();
        int line = LineEditor.unfinished(order, turn.business().catalogue()).orElse(0);
        OptionGroup group = CartFlow.missing(turn, line);
        String item = OrderWords.name(turn, order.lines().get(line).number());
        List<String> choices = IntStream.range(0, group.choices().size())
                .mapToObj(i -> choice(turn, group.choices().get(i), i + 1))
                .toList();
        return turn.text(
                Phrase.ASK_OPTION,
                "group",
                group.name(),
                "item",
                item,
                "choices",
                turn.wording().or(choices));
    }

    private static String choice(Turn turn, OptionChoice choice, int key) {
        String label = choice.extraPrice() == null || choice.extraPrice().signum() <= 0
                ? choice.label()
                : turn.text(Phrase.OPTION_PRICED, "option", choice.label(), "price", turn.money(choice.extraPrice()));
        return turn.text(Phrase.OPTION_CHOICE, "option", label, "key", key);
    }

    private static String lookup(Turn turn, Focus.OrderLookup focus) {
        return switch (focus) {
            case Focus.OrderLookup.AskingPhone _ -> turn.text(Phrase.ASK_PHONE);
            case Focus.OrderLookup.ChoosingOrder(List<Focus.FoundOrder> orders) -> whichOrder(turn, orders);
            case Focus.OrderLookup.ConsentingCancellation(Focus.FoundOrder order) ->
                turn.text(Phrase.ASK_CANCEL_CONSENT, "number", order.number(), "items", order.items());
            case Focus.OrderLookup.LookingUp _, Focus.OrderLookup.CancellingOrder _ -> "";
        };
    }

    private static String whichOrder(Turn turn, List<Focus.FoundOrder> orders) {
        if (turn.keysOnly()) {
            return IntStream.range(0, orders.size())
                    .mapToObj(i -> turn.text(
                            Phrase.ORDER_CHOICE_KEY,
                            "number",
                            orders.get(i).number(),
                            "items",
                            orders.get(i).items(),
                            "key",
                            i + 1))
                    .collect(Collectors.joining(" "));
        }
        List<String> choices = orders.stream()
                .map(order -> turn.text(Phrase.ORDER_CHOICE, "number", order.number(), "items", order.items()))
                .toList();
        return turn.text(Phrase.ASK_WHICH_ORDER, "orders", turn.wording().or(choices));
    }

    private static String rescue(Turn turn) {
        boolean human = turn.business().offers(Tools.TRANSFER_CALL);
        boolean message = turn.business().offers(Tools.LEAVE_MESSAGE);
        if (human) {
            return turn.text(message ? Phrase.ASK_RESCUE_BOTH : Phrase.ASK_RESCUE_HUMAN);
        }
        return turn.text(Phrase.ASK_RESCUE_MESSAGE);
    }

    /** What was ordered, how much it costs and when it comes: the price and the time that consent is asked for. */
    private static String readBack(Turn turn, Quote quote) {
        OrderDraft order = turn.state().order();
        String items = turn.wording().and(OrderWords.lines(turn, order.lines()));
        String total = turn.money(quote.total());
        String time = OrderWords.time(turn, quote.time(), quote.timeIso());
        if (!order.isDelivery()) {
            return turn.text(Phrase.READ_BACK_PICKUP, "items", items, "total", total, "time", time);
        }
        String fee = quote.fee().signum() == 0
                ? turn.text(Phrase.READ_BACK_FREE)
                : turn.text(Phrase.READ_BACK_FEE, "fee", turn.money(quote.fee()));
        String address = order.address().spoken();
        return turn.text(
                Phrase.READ_BACK_DELIVERY,
                "items",
                items,
                "address",
                address,
                "fee",
                fee,
                "total",
                total,
                "time",
                time);
    }

    private static String mainMenu(Turn turn) {
        List<String> entries = new ArrayList<>();
        for (MenuKey entry : MenuKey.values()) {
            if (entry.offered(turn.business(), turn.state().language())) {
                entries.add(turn.text(entry.phrase));
            }
        }
        // One sentence, since each pause costs a caller half a second: eight keys are read in eleven seconds.
        String menu = entries.isEmpty() ? "" : turn.text(Phrase.KEY_MENU, "entries", String.join(", ", entries));
        String language =
                otherLanguage(turn).map(_ -> turn.text(Phrase.KEY_LANGUAGE)).orElse("");
        return (menu + " " + language).strip();
    }

    /** What the session's tools and facts allow, as "take your order, track an order and …". */
    static String abilities(Turn turn) {
        List<String> abilities = new ArrayList<>();
        for (MenuKey entry : MenuKey.values()) {
            if (entry.offered(turn.business(), turn.state().language())) {
                abilities.add(turn.text(entry.ability));
            }
        }
        ToolFlow.abilities(turn).forEach(abilities::add);
        return turn.wording().and(abilities);
    }

    static boolean mainMenuOffers(Turn turn, String key) {
        for (MenuKey entry : MenuKey.values()) {
            if (entry.key.equals(key)) {
                return entry.offered(turn.business(), turn.state().language());
            }
        }
        return false;
    }

    /** The language that key 9 changes to. */
    static Optional<String> otherLanguage(Turn turn) {
        return turn.languages().stream()
                .filter(language -> !language.equals(turn.state().language()))
                .findFirst();
    }

    /** The spoken menu: a key never changes its meaning, one that the tools do not allow is not named. */
    private enum MenuKey {
        ORDER("1", Phrase.KEY_ORDER, Phrase.ABILITY_ORDER),
        STATUS("2", Phrase.KEY_STATUS, Phrase.ABILITY_STATUS),
        CANCEL("3", Phrase.KEY_CANCEL, Phrase.ABILITY_CANCEL),
        HOURS("4", Phrase.KEY_HOURS, Phrase.ABILITY_HOURS),
        MESSAGE("5", Phrase.KEY_MESSAGE, Phrase.ABILITY_MESSAGE),
        TABLE("6", Phrase.KEY_TABLE, Phrase.ABILITY_TABLE),
        CANCEL_TABLE("7", Phrase.KEY_CANCEL_TABLE, Phrase.ABILITY_CANCEL_TABLE),
        HUMAN("0", Phrase.KEY_HUMAN, Phrase.ABILITY_HUMAN);

        private final String key;
        private final Phrase phrase;
        private final Phrase ability;

        MenuKey(String key, Phrase phrase, Phrase ability) {
            this.key = key;
            this.phrase = phrase;
            this.ability = ability;
        }

        boolean offered(Business business, String language) {
            return switch (this) {
                case ORDER -> business.takesOrders();
                case STATUS -> business.offers(Tools.CHECK_ORDER_STATUS);
                case CANCEL -> business.cancelsOrders();
                case HOURS -> business.openingHours(language).isPresent();
                case MESSAGE -> business.offers(Tools.LEAVE_MESSAGE);
                case TABLE -> business.booksTables();
                case CANCEL_TABLE -> business.cancelsTables();
                case HUMAN -> business.offers(Tools.TRANSFER_CALL);
            };
        }
    }
}
