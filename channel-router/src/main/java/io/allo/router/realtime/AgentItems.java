// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What came of each of the agent's items: how much audio, which words. One session, one thread. */
final class AgentItems {
    /** Older ones are not heard any more, so nothing of them is truncated. */
    private static final int REMEMBERED = 32;

    private final Map<String, Item> items = new LinkedHashMap<>(16, 0.75f, false) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Item> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** One item. */
    static final class Item {
        final String id;
        final String response;
        final StringBuilder words = new StringBuilder();
        long bytes;
        boolean said;
        boolean ended;

        Item(String id, String response) {
            this.id = id;
            this.response = response;
        }
    }

    /** New where it is not known. */
    Item of(String id, String response) {
        return items.computeIfAbsent(id, unknown -> new Item(id, response));
    }

    @Nullable
    Item find(String id) {
        return items.get(id);
    }

    /** Items of an answer whose words have not been reported. */
    List<Item> unsaid(String response) {
        List<Item> found = new ArrayList<>();
        items.values().forEach(item -> {
            if (!item.said && item.response.equals(response)) {
                found.add(item);
            }
        });
        return found;
    }

    /** Everything that has not been reported. */
    List<Item> unsaid() {
        return items.values().stream().filter(item -> !item.said).toList();
    }
}
