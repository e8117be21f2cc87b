// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig.OptionChoice;
import io.allo.contracts.session.SessionConfig.OptionGroup;
import io.allo.contracts.session.SessionFacts.MenuItem;
import io.allo.sessionconfig.session.NumberedMenu.Entry;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The option groups of an item in one form: variants with surcharges, any item of a category, any of the listed items (told
 * apart by {@code source}). What cannot be read is left out: the groups come from a restaurant's own document.
 */
final class OptionGroups {
    private final NumberedMenu menu;

    OptionGroups(NumberedMenu menu) {
        this.menu = menu;
    }

    List<OptionGroup> of(MenuItem item) {
        return item.options().stream()
                .filter(group -> group.get("name") != null)
                .map(this::group)
                .filter(group -> !group.choices().isEmpty())
                .toList();
    }

    private OptionGroup group(Map<String, Object> group) {
        String source = Objects.toString(group.get("source"), "");
        Stream<OptionChoice> choices = switch (source) {
            case "category" -> ofCategory(group);
            case "items" ->
                list(group.get("itemIds"))
                        .map(id -> menu.byId(id.toString()))
                        .filter(Objects::nonNull)
                        .map(OptionGroups::item);
            default -> list(group.get("choices")).map(OptionGroups::variant).filter(Objects::nonNull);
        };
        Object required = group.get("required");
        return new OptionGroup(
                String.valueOf(group.get("name")),
                required == null ? !source.isEmpty() : Boolean.TRUE.equals(required),
                "multi_choice".equals(group.get("type")),
                group.get("max_choices") instanceof Number most ? most.intValue() : null,
                choices.toList());
    }

    /** {@code maxPrice} filters the category's items; it is never a surcharge. */
    private Stream<OptionChoice> ofCategory(Map<String, Object> group) {
        BigDecimal most = money(group.get("maxPrice"));
        return menu.entries().stream()
                .filter(entry -> entry.category() != null
                        && entry.category().id().equals(Objects.toString(group.get("categoryId"), "")))
                .filter(entry -> most == null || entry.item().price().compareTo(most) <= 0)
                .map(OptionGroups::item);
    }

    private static OptionChoice item(Entry entry) {
        return new OptionChoice(entry.item().name(), entry.number(), null);
    }

    private static @Nullable OptionChoice variant(Object choice) {
        if (!(choice instanceof Map<?, ?> fields)) {
            return new OptionChoice(choice.toString(), null, null);
        }
        return fields.get("label") == null
                ? null
                : new OptionChoice(String.valueOf(fields.get("label")), null, money(fields.get("price_modifier")));
    }

    private static @Nullable BigDecimal money(@Nullable Object value) {
        try {
            return value == null ? null : new BigDecimal(value.toString());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static Stream<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().filter(Objects::nonNull) : Stream.empty();
    }
}
