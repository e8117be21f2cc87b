// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionFacts;
import io.allo.contracts.session.SessionFacts.MenuItem;
import io.allo.sessionconfig.session.NumberedMenu.Entry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The menu as the model reads it: {@code #N name, price, description, option groups, allergens}. */
final class MenuSections {
    private final SessionFacts facts;
    private final NumberedMenu menu;

    MenuSections(SessionFacts facts, NumberedMenu menu) {
        this.facts = facts;
        this.menu = menu;
    }

    String items() {
        String categories = facts.categories().stream()
                .filter(category -> !category.items().isEmpty())
                .map(category -> "## " + category.name() + "\n" + lines(menu.of(category)))
                .collect(Collectors.joining("\n"));
        return categories.isEmpty() ? "" : "# Carte (le numéro #N identifie l'article)\n" + categories;
    }

    String setMenus() {
        List<Entry> setMenus = menu.setMenus();
        return setMenus.isEmpty() ? "" : "# Formules\n" + lines(setMenus);
    }

    private String lines(List<Entry> entries) {
        return entries.stream().map(this::line).collect(Collectors.joining("\n"));
    }

    private String line(Entry entry) {
        MenuItem item = entry.item();
        String currency = facts.restaurant().currency();
        StringBuilder line =
                new StringBuilder("#" + entry.number() + " " + item.name() + ", " + item.price() + " " + currency);
        if (item.description() != null && !item.description().isBlank()) {
            line.append(". ").append(item.description());
        }
        item.options().forEach(group -> line.append("\n   ").append(optionGroup(group)));
        if (!item.allergens().isEmpty()) {
            line.append("\n   Allergènes : ").append(String.join(", ", item.allergens()));
        }
        return line.toString();
    }

    /** The three stored forms: variants with surcharges, any item of a category, any of the listed items. */
    private String optionGroup(Map<String, Object> group) {
        String source = Objects.toString(group.get("source"), "");
        Stream<String> choices = switch (source) {
            case "category" -> eligible(group);
            case "items" ->
                list(group.get("itemIds"))
                        .map(id -> menu.byId(id.toString()))
                        .filter(Objects::nonNull)
                        .map(MenuSections::reference);
            default -> list(group.get("choices")).map(MenuSections::variant);
        };
        Object required = group.get("required");
        boolean mandatory = required == null ? !source.isEmpty() : Boolean.TRUE.equals(required);
        boolean several = "multi_choice".equals(group.get("type"));
        Object max = group.get("max_choices");
        String rule = (mandatory ? "obligatoire" : "facultatif")
                + (several ? ", plusieurs choix" : ", un choix")
                + (several && max != null ? " (" + max + " au plus)" : "");
        return "Option « " + group.get("name") + " » (" + rule + ") : " + choices.collect(Collectors.joining(" | "));
    }

    /** {@code maxPrice} filters the category's items; it is never a surcharge. */
    private Stream<String> eligible(Map<String, Object> group) {
        BigDecimal max = group.get("maxPrice") == null
                ? null
                : new BigDecimal(group.get("maxPrice").toString());
        return menu.entries().stream()
                .filter(entry -> entry.category() != null
                        && entry.category().id().equals(Objects.toString(group.get("categoryId"), "")))
                .filter(entry -> max == null || entry.item().price().compareTo(max) <= 0)
                .map(MenuSections::reference);
    }

    private static String reference(Entry entry) {
        return "#" + entry.number() + " " + entry.item().name();
    }

    private static String variant(Object choice) {
        if (!(choice instanceof Map<?, ?> fields)) {
            return choice.toString();
        }
        Object modifier = fields.get("price_modifier");
        boolean surcharge = modifier != null && new BigDecimal(modifier.toString()).signum() > 0;
        return fields.get("label") + (surcharge ? " (+" + modifier + ")" : "");
    }

    private static Stream<?> list(Object value) {
        return value instanceof List<?> list ? list.stream() : Stream.empty();
    }
}
