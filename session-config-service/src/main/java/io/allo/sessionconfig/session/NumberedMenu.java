// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.session;

import io.allo.contracts.session.SessionConfig.ItemReference;
import io.allo.contracts.session.SessionConfig.NumberedItem;
import io.allo.contracts.session.SessionFacts;
import io.allo.contracts.session.SessionFacts.Category;
import io.allo.contracts.session.SessionFacts.MenuItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The menu with its {@code #N}: available items by category and display order, then set menus, one counter from 1 on. The
 * facts come already filtered and sorted.
 */
final class NumberedMenu {
    /**
     * One numbered line.
     *
     * @param category null for a set menu
     */
    record Entry(int number, @Nullable Category category, MenuItem item) {}

    private final List<Entry> entries = new ArrayList<>();
    private final Map<String, Entry> byId = new HashMap<>();

    NumberedMenu(SessionFacts facts) {
        facts.categories().forEach(category -> category.items().forEach(item -> add(category, item)));
        facts.setMenus().forEach(item -> add(null, item));
    }

    private void add(@Nullable Category category, MenuItem item) {
        Entry entry = new Entry(entries.size() + 1, category, item);
        entries.add(entry);
        byId.put(item.id(), entry);
    }

    List<Entry> entries() {
        return entries;
    }

    List<Entry> of(Category category) {
        return entries.stream()
                .filter(entry ->
                        entry.category() != null && entry.category().id().equals(category.id()))
                .toList();
    }

    List<Entry> setMenus() {
        return entries.stream().filter(entry -> entry.category() == null).toList();
    }

    @Nullable
    Entry byId(String itemId) {
        return byId.get(itemId);
    }

    Map<String, ItemReference> itemMap() {
        Map<String, ItemReference> map = new LinkedHashMap<>();
        entries.forEach(entry -> map.put(
                Integer.toString(entry.number()),
                new ItemReference(entry.item().id(), entry.item().name())));
        return map;
    }

    List<NumberedItem> numberedItems() {
        OptionGroups options = new OptionGroups(this);
        return entries.stream()
                .map(entry -> new NumberedItem(
                        entry.number(),
                        entry.item().name(),
                        entry.item().price(),
                        entry.category() == null ? null : entry.category().name(),
                        entry.item().description(),
                        entry.item().allergens(),
                        options.of(entry.item())))
                .toList();
    }
}
