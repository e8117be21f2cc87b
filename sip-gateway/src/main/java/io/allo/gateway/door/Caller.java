// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.door;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** Who sent the current request; set by the door. */
@RequestScoped
public class Caller {
    private boolean entered;
    private @Nullable String account;

    /** The business on whose behalf the request comes, a UUID; null for a service of ours, which sees everything. */
    public @Nullable String account() {
        if (!entered) {
            throw new IllegalStateException("this path is not behind the door");
        }
        return account;
    }

    /** May the caller see what belongs to this business? @param owner null = to nobody in particular */
    public boolean maySee(@Nullable String owner) {
        String mine = account();
        return mine == null || mine.equals(owner);
    }

    void enter(@Nullable String onBehalfOf) {
        entered = true;
        account = onBehalfOf;
    }
}
