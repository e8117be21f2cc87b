// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** On whose behalf the current request acts; filled by {@link DoorFilter} before any resource runs. */
@RequestScoped
public class Caller {
    private @Nullable String accountId;
    private @Nullable String idempotencyKey;

    void enter(String account, @Nullable String key) {
        this.accountId = account;
        this.idempotencyKey = key;
    }

    /** The account; a restaurant of another account does not exist for it. */
    public String accountId() {
        if (accountId == null) {
            throw new IllegalStateException("no account on this path: only /internal/** comes in without one");
        }
        return accountId;
    }

    /** The request's {@code Idempotency-Key}, null when it carries none. */
    public @Nullable String idempotencyKey() {
        return idempotencyKey;
    }
}
