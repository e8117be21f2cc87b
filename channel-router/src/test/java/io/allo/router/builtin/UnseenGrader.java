// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.router.builtin.UnseenReplay.Outcome;
import io.allo.router.builtin.intent.SameWords;
import io.allo.router.builtin.intent.Words;
import io.allo.router.builtin.wording.Phrase;
import io.allo.router.builtin.wording.Wording;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares what the model did with what a case wants, from the outside: tool calls, words, and the memory it gives back. */
final class UnseenGrader {
    /** "Tomate" is the base of a four cheese when nothing is said. */
    private static final Set<String> DEFAULTS = Set.of("Normale", "Tomate");

    private final DemoRestaurant restaurant;

    UnseenGrader(DemoRestaurant restaurant) {
        this.restaurant = restaurant;
    }

    /** What is wrong; empty when all is right. */
    List<String> faults(UnseenCase wanted, Outcome seen) {
        List<String> faults = new ArrayList<>();
        if (wanted.intents().stream().noneMatch(intent -> isIntent(intent, wanted, seen))) {
            faults.add("intent");
        }
        boolean table = wanted.intents().stream().anyMatch(intent -> intent.startsWith("reserve"));
        wanted.slots().properties().forEach(slot -> {
            boolean right = table
                    ? isTableSlot(slot.getKey(), slot.getValue(), seen)
                    : isOrderSlot(slot.getKey(), slot.getValue(), seen);
            if (!right) {
                faults.add(slot.getKey());
            }
        });
        if (wanted.cartAfter() != null && !wanted.state().startsWith("ordered") && !confirmed(seen)) {
            List<String> cart = cart(seen.after());
            if (!sameCart(wanted.cartAfter(), seen.after())) {
                faults.add("order " + cart);
            }
        }
        return faults;
    }

    private boolean isIntent(String intent, UnseenCase wanted, Outcome seen) {
        return switch (intent) {
            case "order_add", "order_change", "order_remove" -> true; // its order is compared
            case "mode_takeaway", "mode_delivery", "address", "name", "phone", "time" -> true; // its slot is compared
            case "order_done" -> !on(seen).equals("AddingItems") && !on(seen).equals("Idle");
            case "confirm_yes" -> called(seen, "confirm_order") || called(seen, "confirm_reservation");
            case "confirm_no" -> calledNothing(seen) && !says(seen, Phrase.NOT_UNDERSTOOD);
            case "cancel_order" -> says(seen, Phrase.ORDER_DROPPED) || called(seen, "check_order_status");
            case "reserve" -> on(seen).equals("Table");
            case "reserve_change" -> on(seen).equals("Table") && !table(seen).isEmpty();
            case "reserve_cancel" ->
                called(seen, "lookup_reservation") && table(seen).isEmpty();
            case "ask_menu" ->
                tellsAll(
                        seen,
                        restaurant.facts().items().stream()
                                .map(NumberedItem::category)
                                .toList());
            case "ask_category" ->
                tellsAll(seen, inCategory(wanted.slots().path("category").asText()));
            case "ask_price" -> asked(wanted).stream().allMatch(item -> tells(seen, price(item)));
            case "ask_item_detail" -> asked(wanted).stream().allMatch(item -> tellsDetail(wanted, seen, item));
            case "ask_hours" ->
                restaurant.facts().openingHours().values().stream().anyMatch(seen.said()::contains);
            case "ask_address" -> passedOn(seen, "localisation");
            case "ask_delivery_zone" -> seen.said().contains("cinq kilomètres") || passedOn(seen, "livraison");
            case "human" -> called(seen, "transfer_call");
            case "message" -> called(seen, "leave_message") || on(seen).equals("AskingMessage");
            case "repeat" -> calledNothing(seen) && asksAgain(seen);
            case "smalltalk" ->
                says(seen, Phrase.I_AM_FINE)
                        || says(seen, Phrase.I_AM_A_ROBOT)
                        || says(seen, Phrase.YOU_ARE_WELCOME)
                        || says(seen, Phrase.GREETING);
            case "silence" -> says(seen, Phrase.NOTHING_HEARD) || says(seen, Phrase.TAKE_YOUR_TIME);
            case "out_of_scope" -> notDone(seen);
            case "change_language" ->
                seen.after()
                        .get("language")
                        .equals(wanted.slots().path("language").asText());
            default -> throw new AssertionError(intent);
        };
    }

    private boolean isOrderSlot(String slot, JsonNode value, Outcome seen) {
        Map<?, ?> order = object(seen.after().get("order"));
        return switch (slot) {
            case "mode" -> (value.asText().equals("delivery") ? "DELIVERY" : "PICKUP").equals(order.get("type"));
            case "time" -> value.asText().equals(order.get("time"));
            case "name" -> sameName(value.asText(), String.valueOf(order.get("firstName")));
            case "phone" ->
                value.asText().equals(String.valueOf(order.get("phone")).replaceFirst("^0", "+33"));
            case "address" -> sameAddress(value.asText(), order);
            case "notOnMenu" -> UnseenCase.texts(value).stream().allMatch(words -> tellsAnyOf(seen, words));
            default -> true; // the order, or what a question is about
        };
    }

    private static boolean isTableSlot(String slot, JsonNode value, Outcome seen) {
        Map<?, ?> table = table(seen);
        return switch (slot) {
            case "partySize" -> Integer.valueOf(value.asInt()).equals(table.get("guests"));
            case "date" -> value.asText().equals(table.get("day"));
            case "time" -> value.asText().equals(table.get("time"));
            case "name" -> sameName(value.asText(), String.valueOf(table.get("name")));
            default -> true;
        };
    }

    private static boolean sameName(String wanted, String given) {
        List<String> all = Words.of(wanted);
        List<String> words = Words.of(given);
        return !words.isEmpty() && all.containsAll(words);
    }

    private static boolean sameAddress(String wanted, Map<?, ?> order) {
        String street = Words.fold(wanted.replaceAll(",? *\\b\\d{5}\\b.*", ""));
        Matcher code = Pattern.compile("\\b\\d{5}\\b").matcher(wanted);
        return Words.fold(String.valueOf(order.get("street"))).startsWith(street)
                && (!code.find() || code.group().equals(order.get("postalCode")));
    }

    private boolean sameCart(JsonNode wanted, Map<String, Object> memory) {
        List<Map<String, Object>> left = new ArrayList<>(lines(memory));
        Map<String, Integer> rest = new LinkedHashMap<>();
        for (JsonNode line : wanted) {
            int missing = line.path("quantity").asInt();
            for (Map<String, Object> ordered : left) {
                int there = (Integer) ordered.get("quantity");
                if (there > 0 && missing > 0 && sameLine(line, ordered)) {
                    int taken = Math.min(there, missing);
                    ordered.put("quantity", there - taken);
                    missing -= taken;
                }
            }
            rest.merge(line.toString(), missing, Integer::sum);
        }
        return rest.values().stream().allMatch(missing -> missing == 0)
                && left.stream().allMatch(ordered -> ordered.get("quantity").equals(0));
    }

    private boolean sameLine(JsonNode line, Map<String, Object> ordered) {
        List<String> options = new ArrayList<>(UnseenCase.texts(line.path("options")));
        options.removeAll(DEFAULTS);
        return line.path("name").asText().equals(name(ordered))
                && Set.copyOf(options).equals(Set.copyOf(options(ordered)))
                && sameWithout(UnseenCase.texts(line.path("without")), without(ordered));
    }

    private static boolean sameWithout(List<String> wanted, List<String> given) {
        return wanted.size() == given.size()
                && wanted.stream()
                        .allMatch(words -> given.stream()
                                .anyMatch(other -> Words.of(words).stream()
                                        .anyMatch(word -> Words.of(other).stream()
                                                .anyMatch(said -> SameWords.alike(word, said) > 0))));
    }

    private List<String> cart(Map<String, Object> memory) {
        return lines(memory).stream()
                .map(line -> line.get("quantity") + " " + name(line) + " " + options(line) + " " + line.get("note"))
                .toList();
    }

    private static List<Map<String, Object>> lines(Map<String, Object> memory) {
        List<Map<String, Object>> lines = new ArrayList<>();
        if (object(memory.get("order")).get("lines") instanceof List<?> list) {
            list.forEach(line -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                object(line).forEach((key, value) -> copy.put(String.valueOf(key), value));
                lines.add(copy);
            });
        }
        return lines;
    }

    private String name(Map<String, Object> line) {
        return restaurant.item((Integer) line.get("number")).name();
    }

    private static List<String> options(Map<String, Object> line) {
        List<String> options = new ArrayList<>();
        if (line.get("options") instanceof List<?> chosen) {
            chosen.forEach(option -> options.add(String.valueOf(object(option).get("label"))));
        }
        options.removeAll(DEFAULTS);
        return options;
    }

    private static List<String> without(Map<String, Object> line) {
        String note = String.valueOf(line.getOrDefault("note", ""));
        return Pattern.compile(", *")
                .splitAsStream(note)
                .filter(part -> part.startsWith("sans ") || part.startsWith("without "))
                .toList();
    }

    private List<NumberedItem> asked(UnseenCase wanted) {
        List<String> names = new ArrayList<>(UnseenCase.texts(wanted.slots().path("itemsAsked")));
        if (wanted.slots().has("item")) {
            names.add(wanted.slots().path("item").asText());
        }
        return names.stream().map(restaurant::item).toList();
    }

    private List<String> inCategory(String category) {
        return restaurant.facts().items().stream()
                .filter(item -> category.equals(item.category()))
                .map(NumberedItem::name)
                .toList();
    }

    private static String price(NumberedItem item) {
        return item.price().toPlainString();
    }

    private boolean tellsDetail(UnseenCase wanted, Outcome seen, NumberedItem item) {
        boolean allergens = wanted.slots().path("topic").asText().equals("allergens");
        return allergens
                ? item.allergens().stream().allMatch(seen.said()::contains)
                        && seen.said().contains(item.name())
                : seen.said().contains(String.valueOf(item.description()));
    }

    private static boolean tells(Outcome seen, String number) {
        return seen.said().replace(',', '.').contains(number);
    }

    private static boolean tellsAll(Outcome seen, List<@Nullable String> names) {
        return names.stream().allMatch(name -> name == null || seen.said().contains(name));
    }

    private static boolean tellsAnyOf(Outcome seen, String words) {
        return Words.of(words).stream().anyMatch(Words.of(seen.said())::contains);
    }

    private static boolean passedOn(Outcome seen, String category) {
        return seen.calls().stream()
                .anyMatch(call -> call.tool().equals("log_new_faq")
                        && category.equals(call.arguments().get("category")));
    }

    private static boolean notDone(Outcome seen) {
        boolean nothing = seen.calls().stream().allMatch(call -> call.tool().equals("log_new_faq"));
        // "I am the restaurant's assistant" is an answer to the weather: a waiter would say no more.
        return nothing
                && List.of(
                                Phrase.I_AM_A_ROBOT,
                                Phrase.NOT_UNDERSTOOD,
                                Phrase.NOT_ON_THE_MENU,
                                Phrase.QUESTION_PASSED_ON,
                                Phrase.CANNOT_DO)
                        .stream()
                        .anyMatch(phrase -> says(seen, phrase));
    }

    private static boolean asksAgain(Outcome seen) {
        return on(seen).equals(String.valueOf(object(seen.before().get("focus")).get("on")))
                && !says(seen, Phrase.NOT_UNDERSTOOD)
                && !says(seen, Phrase.NOTHING_HEARD);
    }

    private static boolean confirmed(Outcome seen) {
        return called(seen, "confirm_order");
    }

    private static boolean called(Outcome seen, String tool) {
        return seen.calls().stream().anyMatch(call -> call.tool().equals(tool));
    }

    private static boolean calledNothing(Outcome seen) {
        return seen.calls().isEmpty();
    }

    private static String on(Outcome seen) {
        return String.valueOf(object(seen.after().get("focus")).get("on"));
    }

    private static Map<?, ?> table(Outcome seen) {
        return object(object(seen.after().get("focus")).get("table"));
    }

    /** The fixed words of a phrase, in one of the languages. */
    private static boolean says(Outcome seen, Phrase phrase) {
        for (String language : List.of("fr", "en")) {
            StringBuilder pattern = new StringBuilder();
            for (String fixed : Wording.of(language, false).say(phrase).split("\\{\\w+}", -1)) {
                pattern.append(pattern.isEmpty() ? "" : ".*?").append(Pattern.quote(fixed));
            }
            if (Pattern.compile("(?s)" + pattern).matcher(seen.said()).find()) {
                return true;
            }
        }
        return false;
    }

    private static Map<?, ?> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }
}
