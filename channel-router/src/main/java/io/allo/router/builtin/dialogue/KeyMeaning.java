// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import java.util.Map;
import java.util.Optional;

/** What keys mean under each focus. The keys that {@link Questions} announces and this table must agree. */
final class KeyMeaning {
    private static final String BACK = "*";

    private static final Map<String, Intent> MAIN_MENU = Map.of(
            "1", Intent.ORDER,
            "2", Intent.ORDER_STATUS,
            "3", Intent.CANCEL_ORDER,
            "4", Intent.OPENING_HOURS,
            "5", Intent.MESSAGE,
            "6", Intent.RESERVATION,
            "7", Intent.CANCEL_RESERVATION,
            "0", Intent.HUMAN);
    private static final Map<String, Intent> YES_NO = Map.of("1", Intent.YES, "2", Intent.NO);
    private static final Map<String, Intent> CONSENT = Map.of("1", Intent.YES, "2", Intent.CORRECT, "3", Intent.ABORT);
    private static final Map<String, Intent> TYPE = Map.of("1", Intent.PICKUP, "2", Intent.DELIVERY);
    private static final Map<String, Intent> NO_DELIVERY =
            Map.of("1", Intent.PICKUP, "2", Intent.CALLBACK, "3", Intent.ABORT);
    private static final Map<String, Intent> RESCUE =
            Map.of("1", Intent.HUMAN, "2", Intent.MESSAGE, "3", Intent.REPEAT);

    private KeyMeaning() {}

    /** @param entry the keys; a closing {@code #} may be there or not, alone it is the empty entry */
    static Heard of(Turn turn, String entry) {
        String keys = entry.replace("#", "");
        return switch (turn.state().focus()) {
            case Focus.Idle _ -> mainMenu(turn, keys);
            case Focus.OfferingRescue _ -> choice(RESCUE, keys);
            case Focus.Ordering.AddingItems _ -> item(keys);
            case Focus.Ordering.ChoosingItem _ ->
                keys.contains(BACK) ? Heard.of(Intent.ABORT) : Heard.plain("#" + keys);
            case Focus.Ordering.ChoosingOption _ -> option(turn, keys);
            case Focus.Ordering.ChoosingType _ -> choice(TYPE, keys);
            case Focus.Ordering.OfferingPickup _ -> choice(NO_DELIVERY, keys);
            case Focus.Checkout.AwaitingConsent _ -> choice(CONSENT, keys);
            case Focus.OrderLookup.AskingPhone _ -> keys.contains(BACK) ? Heard.of(Intent.ABORT) : Heard.plain(keys);
            case Focus.OrderLookup.ChoosingOrder choosing -> order(choosing, keys);
            case Focus.Table.Asking asking -> tablePart(asking.part(), keys);
            case Focus.Table.AskingPhone _, Focus.Table.Choosing _ ->
                keys.contains(BACK) ? Heard.of(Intent.ABORT) : Heard.plain(keys);
            default -> choice(YES_NO, keys);
        };
    }

    private static Heard mainMenu(Turn turn, String keys) {
        if (keys.equals("9")) {
            return Questions.otherLanguage(turn)
                    .map(other -> Heard.of(other.equals("fr") ? Intent.SPEAK_FRENCH : Intent.SPEAK_ENGLISH))
                    .orElseGet(Heard::nothing);
        }
        boolean repeat =
                keys.isEmpty() || keys.equals(BACK) || !Questions.mainMenuOffers(turn, keys) && keys.equals("0");
        if (repeat) {
            return Heard.of(Intent.REPEAT);
        }
        return Optional.ofNullable(MAIN_MENU.get(keys))
                .filter(_ -> Questions.mainMenuOffers(turn, keys))
                .map(Heard::of)
                .orElseGet(Heard::nothing);
    }

    private static Heard item(String keys) {
        if (keys.isEmpty()) {
            return Heard.of(Intent.FINISH);
        }
        if (keys.contains(BACK)) {
            return Heard.of(Intent.REMOVE);
        }
        return keys.equals("0") ? Heard.of(Intent.MENU) : Heard.plain("#" + keys);
    }

    /** The place of a choice in the question. */
    private static Heard option(Turn turn, String keys) {
        int line = LineEditor.unfinished(turn.state().order(), turn.business().catalogue())
                .orElse(-1);
        if (line >= 0 && keys.matches("\\d{1,2}")) {
            var choices = CartFlow.missing(turn, line).choices();
            int choice = Integer.parseInt(keys);
            if (choice >= 1 && choice <= choices.size()) {
                return Heard.plain(choices.get(choice - 1).label());
            }
        }
        return keys.contains(BACK) ? Heard.of(Intent.ABORT) : Heard.nothing();
    }

    private static Heard order(Focus.OrderLookup.ChoosingOrder choosing, String keys) {
        if (keys.length() == 1 && keys.charAt(0) >= '1' && keys.charAt(0) <= '9') {
            int index = keys.charAt(0) - '1';
            if (index < choosing.orders().size()) {
                return Heard.plain(choosing.orders().get(index).number());
            }
        }
        return choice(Map.of(), keys);
    }

    /** Without digits the day is today's; elsewhere the question is asked again. */
    private static Heard tablePart(Focus.TablePart part, String keys) {
        if (keys.contains(BACK)) {
            return Heard.of(Intent.ABORT);
        }
        if (keys.isEmpty()) {
            return Heard.of(part == Focus.TablePart.DAY ? Intent.FINISH : Intent.REPEAT);
        }
        return Heard.plain(keys);
    }

    private static Heard choice(Map<String, Intent> meanings, String keys) {
        if (keys.contains(BACK)) {
            return Heard.of(Intent.ABORT);
        }
        if (keys.isEmpty() || keys.equals("0")) {
            return Heard.of(Intent.REPEAT);
        }
        Intent intent = meanings.get(keys);
        return intent == null ? Heard.nothing() : Heard.of(intent);
    }
}
