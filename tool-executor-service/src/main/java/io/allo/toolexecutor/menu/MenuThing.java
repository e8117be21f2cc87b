// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.menu;

import io.allo.toolexecutor.door.ApiException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code /api/menu} changes: {@code type} says which. */
enum MenuThing {
    CATEGORY,
    ITEM;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    ApiException unknown() {
        return ApiException.notFound("unknown " + wireName());
    }

    /** Nothing said = an item. */
    static MenuThing of(@Nullable String type) {
        if (type == null || type.isBlank() || type.equals(ITEM.wireName())) {
            return ITEM;
        }
        if (type.equals(CATEGORY.wireName())) {
            return CATEGORY;
        }
        throw ApiException.badRequest("unknown type (expected: one of category, item)");
    }
}
