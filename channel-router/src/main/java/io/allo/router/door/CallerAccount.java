// SPDX-License-Identifier: Apache-2.0
package io.allo.router.door;

import jakarta.enterprise.context.RequestScoped;
import org.jspecify.annotations.Nullable;

/** The account of the current request; set by the door before a {@link ForAccount} resource is called. */
@RequestScoped
public class CallerAccount {
    private @Nullable String accountId;

    public String id() {
        if (accountId == null) {
            throw new IllegalStateException("this resource is not behind @ForAccount");
        }
        return accountId;
    }

    void enter(String account) {
        accountId = account;
    }
}
