// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.AnsweredQuestion;
import io.allo.contracts.session.SessionConfig.CustomerContext;
import io.allo.contracts.session.SessionConfig.DialogueFacts;
import io.allo.contracts.session.SessionConfig.ItemReference;
import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.contracts.tools.RestaurantTools;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The session of a small pizzeria, with parts that a script switches off by name. */
public final class Pizzeria {
    static final ObjectMapper JSON = new ObjectMapper();

    static final List<NumberedItem> MENU = List.of(
            item(1, "Margherita", "9.50", "Pizzas"),
            item(2, "Regina", "11.00", "Pizzas"),
            item(3, "Quatre fromages", "12.50", "Pizzas"),
            item(4, "Calzone", "12.00", "Pizzas"),
            item(5, "Pizza du chef", "13.90", "Pizzas"),
            item(6, "Tiramisu maison", "5.50", "Desserts"),
            item(7, "Panna cotta", "5.00", "Desserts"),
            item(8, "Coca-Cola 33 cl", "3.00", "Boissons"),
            item(9, "Coca-Cola sans sucre 33 cl", "3.00", "Boissons"),
            item(10, "Eau minérale", "2.00", "Boissons"),
            item(11, "Menu midi", "14.90", null),
            item(12, "Thé vert", "2.50", "Thés"),
            item(13, "Thé à la menthe", "2.60", "Thés"),
            item(14, "Glace deux boules", "4.50", "Glaces"));

    private static final Set<String> RESERVATION_TOOLS =
            Set.of("confirm_reservation", "lookup_reservation", "cancel_reservation");

    private Pizzeria() {}

    private static NumberedItem item(int number, String name, String price, @Nullable String category) {
        return new NumberedItem(number, name, new BigDecimal(price), category);
    }

    /** Pizzas in two sizes with supplements (but no large calzone), and a set menu with its dessert. */
    private static NumberedItem withOptions(NumberedItem item) {
        boolean pizza = "Pizzas".equals(item.category()) && !item.name().equals("Calzone");
        List<OptionGroup> groups = pizza
                ? List.of(
                        new OptionGroup(
                                "Taille",
                                false,
                                false,
                                null,
                                List.of(choice("Normale", null), choice("Grande", "3.00"))),
                        new OptionGroup(
                                "Suppléments",
                                false,
                                true,
                                2,
                                List.of(choice("Fromage", "1.50"), choice("Olives", "0.50"))))
                : item.number() == 11
                        ? List.of(new OptionGroup(
                                "Dessert",
                                true,
                                false,
                                null,
                                List.of(
                                        new OptionChoice("Tiramisu maison", 6, null),
                                        new OptionChoice("Panna cotta", 7, null))))
                        : List.of();
        return new NumberedItem(item.number(), item.name(), item.price(), item.category(), null, List.of(), groups);
    }

    private static OptionChoice choice(String label, @Nullable String extra) {
        return new OptionChoice(label, null, extra == null ? null : new BigDecimal(extra));
    }

    /**
     * @param without tool names, or {@code delivery facts tools hours reservations}
     * @param with {@code taxi reservations options reach}
     * @param customer stored customer, null for a new one
     */
    public static SessionConfig session(Set<String> without, Set<String> with, @Nullable CustomerContext customer) {
        Map<String, ItemReference> itemMap = new LinkedHashMap<>();
        MENU.forEach(item ->
                itemMap.put(String.valueOf(item.number()), new ItemReference("id-" + item.number(), item.name())));
        return new SessionConfig(
                "prompt",
                without.contains("tools") ? List.of() : tools(without, with),
                "sage",
                "greeting instruction",
                Map.of(),
                null,
                itemMap,
                null,
                "EUR",
                BigDecimal.ONE,
                "Europe/Paris",
                25,
                !without.contains("delivery"),
                false,
                !without.contains("transfer_call"),
                null,
                false,
                customer,
                without.contains("facts") ? null : facts(without, with));
    }

    private static DialogueFacts facts(Set<String> without, Set<String> with) {
        return new DialogueFacts(
                "Pizzeria Allô",
                without.contains("hours")
                        ? Map.of()
                        : Map.of(
                                "fr", "Nous sommes ouverts tous les jours de 11 h 30 à 22 h 30.",
                                "en", "We are open every day from 11:30 am to 10:30 pm."),
                with.contains("options")
                        ? MENU.stream().map(Pizzeria::withOptions).toList()
                        : MENU,
                List.of(
                        new AnsweredQuestion(
                                "Avez-vous un parking ?",
                                "Oui, un parking gratuit se trouve derrière le restaurant.",
                                "parking"),
                        new AnsweredQuestion(
                                "Acceptez-vous les tickets restaurant ?",
                                "Oui, nous acceptons les titres-restaurant et la carte bancaire.",
                                "paiement"),
                        new AnsweredQuestion(
                                "Do you have gluten free pizza?",
                                "Yes, any pizza can be made gluten free.",
                                "allergens")),
                new BigDecimal("2.50"),
                new BigDecimal("15.00"),
                new BigDecimal("40.00"));
    }

    private static List<ToolDefinition> tools(Set<String> without, Set<String> with) {
        Set<String> absent = new HashSet<>(without);
        if (!with.contains("reservations")) {
            absent.addAll(RESERVATION_TOOLS);
        }
        List<ToolDefinition> tools = new ArrayList<>();
        try (InputStream in = RestaurantTools.open()) {
            for (Map<String, Object> tool : JSON.readValue(in, new TypeReference<List<Map<String, Object>>>() {})) {
                tools.add(tool(tool));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        tools.removeIf(tool -> absent.contains(tool.name()));
        if (with.contains("taxi")) {
            tools.add(taxi());
        }
        if (with.contains("reach")) {
            tools.addAll(reach());
        }
        return tools;
    }

    @SuppressWarnings("unchecked")
    private static ToolDefinition tool(Map<String, Object> tool) {
        return new ToolDefinition(
                "function", (String) tool.get("name"), (String) tool.get("description"), (Map<String, Object>)
                        tool.get("parameters"));
    }

    /** As the engine offers them where the agent may write to callers. */
    private static List<ToolDefinition> reach() {
        Map<String, Object> url = Map.of("type", "string", "examples", List.of("https://menu.example.com/carte"));
        Map<String, Object> text = Map.of("type", "string");
        return List.of(
                new ToolDefinition(
                        "function",
                        "send_link",
                        "Sends the caller a link",
                        Map.of("type", "object", "properties", Map.of("url", url, "text", text))),
                new ToolDefinition(
                        "function",
                        "ask_on_whatsapp",
                        "Asks the caller on WhatsApp",
                        Map.of(
                                "type",
                                "object",
                                "properties",
                                Map.of("what", text, "question", text),
                                "required",
                                List.of("what"))));
    }

    /** A customer's own tool: nothing in the model knows it. */
    private static ToolDefinition taxi() {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(
                "passengers",
                Map.of("type", "integer", "minimum", 1, "maximum", 8, "description", "Nombre de passagers"));
        properties.put(
                "size", Map.of("type", "string", "enum", List.of("berline", "van"), "description", "Type de voiture"));
        properties.put("luggage", Map.of("type", "boolean", "description", "Des bagages, oui ou non"));
        properties.put("note", Map.of("type", "string"));
        return new ToolDefinition(
                "function",
                "call_taxi",
                "Appeler un taxi",
                Map.of(
                        "type",
                        "object",
                        "properties",
                        properties,
                        "required",
                        List.of("passengers", "size", "luggage")));
    }
}
