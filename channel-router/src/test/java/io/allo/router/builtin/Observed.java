// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.router.builtin.wording.Phrase;
import io.allo.router.builtin.wording.Wording;
import io.allo.router.conversation.ChatModel.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the model did after a turn, read from the outside: its tool call, what it said, and the memory that it gives back.
 *
 * @param slots what the order or booking in hand holds
 */
record Observed(String intent, Map<String, String> slots, String asks, String said) {
    /** "1. Margherita, 9,50 €" */
    private static final Pattern MENU = Pattern.compile("\\b\\d+\\. \\p{L}[^.]*, €?\\d");

    private static final Map<Phrase, String> SPOKEN = new LinkedHashMap<>();

    static {
        SPOKEN.put(Phrase.LANGUAGE_SWITCHED, "language");
        SPOKEN.put(Phrase.SO_FAR, "recap");
        SPOKEN.put(Phrase.PRICE_OF, "price");
        SPOKEN.put(Phrase.ALLERGENS_OF, "allergens");
        SPOKEN.put(Phrase.CONTAINED_IN, "allergens");
        SPOKEN.put(Phrase.MADE_OF, "ingredients");
        SPOKEN.put(Phrase.YOU_ARE_WELCOME, "thanks");
        SPOKEN.put(Phrase.I_AM_FINE, "smalltalk");
        SPOKEN.put(Phrase.I_AM_A_ROBOT, "smalltalk");
        SPOKEN.put(Phrase.TAKE_YOUR_TIME, "wait");
        SPOKEN.put(Phrase.ORDER_DROPPED, "abort");
        SPOKEN.put(Phrase.DROPPED, "abort");
        SPOKEN.put(Phrase.NOTHING_HEARD, "hesitation");
        SPOKEN.put(Phrase.NOT_UNDERSTOOD, "unknown");
        SPOKEN.put(Phrase.HELP, "help");
        SPOKEN.put(Phrase.GREETING, "greeting");
    }

    static Observed of(
            String said, Event.@Nullable ToolCall call, Map<String, Object> memory, UtteranceRestaurant restaurant) {
        Map<String, Object> focus = object(memory.get("focus"));
        String on = String.valueOf(focus.get("on"));
        return new Observed(
                intent(said, call, focus, on, restaurant),
                slots(memory, focus, restaurant),
                asks(on, memory, restaurant),
                said);
    }

    private static String intent(
            String said,
            Event.@Nullable ToolCall call,
            Map<String, Object> focus,
            String on,
            UtteranceRestaurant restaurant) {
        String called = call == null ? "" : tool(call.tool(), focus);
        if (!called.isEmpty()) {
            return called;
        }
        for (Map.Entry<Phrase, String> phrase : SPOKEN.entrySet()) {
            if (says(said, phrase.getKey(), restaurant)) {
                return phrase.getValue();
            }
        }
        if (MENU.matcher(said).find()) {
            return "menu";
        }
        if (restaurant.facts().openingHours().values().stream().anyMatch(said::contains)) {
            return "hours";
        }
        if (restaurant.facts().faqs().stream().anyMatch(faq -> said.contains(faq.answer()))) {
            return "faq";
        }
        return switch (on) {
            case "AskingMessage" -> "message";
            case "Table" -> "AskingPhone".equals(focus.get("step")) ? "cancel_reservation" : "reservation";
            case "AskingPhone" -> "status";
            case "Idle" -> "idle";
            default -> "order";
        };
    }

    private static String tool(String tool, Map<String, Object> focus) {
        return switch (tool) {
            case "check_order_status" -> Boolean.TRUE.equals(focus.get("toCancel")) ? "cancel_order" : "status";
            case "lookup_reservation" -> "cancel_reservation";
            case "transfer_call" -> "human";
            case "end_call" -> "goodbye";
            case "log_new_faq" -> "question";
            case "leave_message" -> "callback";
            case "save_customer_info" -> "checkout";
            case "check_availability" -> "Table".equals(focus.get("on")) ? "reservation" : "checkout";
            default -> "";
        };
    }

    private static boolean says(String said, Phrase phrase, UtteranceRestaurant restaurant) {
        for (String language : List.of("fr", "en")) {
            String text = Wording.of(language, false)
                    .say(phrase, "business", restaurant.facts().businessName(), "customer", "");
            StringBuilder pattern = new StringBuilder();
            for (String fixed : text.split("\\{\\w+}", -1)) {
                pattern.append(pattern.isEmpty() ? "" : ".+?").append(Pattern.quote(fixed));
            }
            if (Pattern.compile("(?s)(^|[.!?] |\n)" + pattern).matcher(said).find()) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, String> slots(
            Map<String, Object> memory, Map<String, Object> focus, UtteranceRestaurant restaurant) {
        Map<String, String> slots = new LinkedHashMap<>();
        Map<String, Object> order = object(memory.get("order"));
        if (order.get("lines") instanceof List<?> lines && !lines.isEmpty()) {
            slots.put(
                    "items",
                    String.join(
                            ", ",
                            lines.stream()
                                    .map(line -> line(object(line), restaurant))
                                    .toList()));
        }
        put(
                slots,
                "type",
                order.get("type") == null
                        ? null
                        : String.valueOf(order.get("type")).toLowerCase(java.util.Locale.ROOT));
        put(slots, "time", order.get("time"));
        put(slots, "name", order.get("firstName"));
        if (order.get("street") != null) {
            String town = (order.get("postalCode") + " " + order.get("city")).strip();
            slots.put("address", order.get("street") + (town.isEmpty() ? "" : ", " + town));
        }
        Map<String, Object> table = object(focus.get("table"));
        for (String slot : List.of("guests", "day", "time", "name", "seating")) {
            put(slots, slot, table.get(slot));
        }
        return slots;
    }

    private static void put(Map<String, String> slots, String name, @Nullable Object value) {
        if (value != null) {
            slots.put(name, String.valueOf(value));
        }
    }

    private static String line(Map<String, Object> line, UtteranceRestaurant restaurant) {
        List<String> details = new ArrayList<>();
        if (line.get("options") instanceof List<?> options) {
            NumberedItem item = restaurant.item((Integer) line.get("number"));
            // In the menu's order: the order in which options were said means nothing.
            for (OptionGroup group : item.options()) {
                group.choices().stream()
                        .filter(choice -> options.stream()
                                .map(Observed::object)
                                .anyMatch(option -> group.name().equals(option.get("group"))
                                        && choice.label().equals(option.get("label"))))
                        .forEach(choice -> details.add(choice.label()));
            }
        }
        if (line.get("note") != null) {
            details.add(String.valueOf(line.get("note")));
        }
        String name = restaurant.item((Integer) line.get("number")).name();
        return line.get("quantity") + " " + name + (details.isEmpty() ? "" : " (" + String.join("; ", details) + ")");
    }

    /** What is asked next: an option by the name of its group, or type, item, address, name. */
    private static String asks(String on, Map<String, Object> memory, UtteranceRestaurant restaurant) {
        return switch (on) {
            case "ChoosingOption" -> restaurant.firstMissing(object(memory.get("order")));
            case "ChoosingType" -> "type";
            case "ChoosingItem" -> "item";
            case "AskingAddress", "ConfirmingStoredAddress" -> "address";
            case "AskingFirstName" -> "name";
            default -> "";
        };
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    }
}
