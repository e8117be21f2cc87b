// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The menu part of an import document: the whole menu, in display order.
 *
 * @param setMenus items without a category
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record MenuDocument(
        @Nullable List<Category> categories, @Nullable List<Item> setMenus) {
    public MenuDocument {
        categories = categories == null ? List.of() : categories;
        setMenus = setMenus == null ? List.of() : setMenus;
    }

    /** @param id null: made from restaurant and name, so that importing again finds the same row */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Category(
            @Nullable UUID id,
            String name,
            @Nullable Boolean active,
            @Nullable List<Item> items) {
        public Category {
            items = items == null ? List.of() : items;
        }
    }

    /** @param options option groups in any of the three forms; see domain rules of {@code SessionFacts.MenuItem} */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Item(
            @Nullable UUID id,
            String name,
            @Nullable String description,
            BigDecimal price,
            @Nullable List<Map<String, Object>> options,
            @Nullable List<String> allergens,
            @Nullable Boolean available) {}
}
