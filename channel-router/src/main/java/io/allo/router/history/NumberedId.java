// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Key of what is numbered within a conversation. A class, not a record: the field names must be those of the entities. */
class NumberedId implements Serializable {
    private static final long serialVersionUID = 1;

    @Nullable
    String conversationId;

    int number;

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof NumberedId id
                && id.number == number
                && Objects.equals(id.conversationId, conversationId);
    }

    @Override
    public int hashCode() {
        return Objects.hash(conversationId, number);
    }
}
