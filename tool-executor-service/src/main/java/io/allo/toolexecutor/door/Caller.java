// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.door;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** On whose behalf the current request acts; filled by {@link DoorFilter} before any resource runs. */
@RequestScoped
public class Caller {
    static final String SERVICE = "service";

    private @Nullable String accountId;
    private @Nullable String idempotencyKey;
    private String actor = SERVICE;

    void enter(String account, String by, @Nullable String key) {
        this.accountId = account;
        this.actor = by;
        this.idempotencyKey = key;
    }

    /** Who asks, for the audit log: {@code user:<id>}, {@code key:<account>} or {@code service}. */
    public String actor() {
        return actor;
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
