// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The account of the current request; set by the door before a {@link ForAccount} resource is called. */
@RequestScoped
public class CallerAccount {
    private @Nullable String accountId;
    private Who who = new Who("service", "service", true, false);

    /**
     * Who asks.
     *
     * @param actor as the audit log names him: {@code user:<id>}, {@code key:<account>} or {@code service}
     * @param name for display
     * @param leads a supervisor, an owner, an administrator, or a program
     * @param person with a token of his own
     */
    public record Who(String actor, String name, boolean leads, boolean person) {}

    /** Who asks on the account's behalf. */
    public Who who() {
        return who;
    }

    public String id() {
        if (accountId == null) {
            throw new IllegalStateException("this resource is not behind @ForAccount");
        }
        return accountId;
    }

    void enter(String account, Who asking) {
        accountId = account;
        who = asking;
    }
}
