// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.account;

import static java.util.Objects.requireNonNull;

/**
 * The account behind an API key: the answer of {@code POST /internal/accounts/authenticate {"key": "…"}} (404 when the key
 * is unknown or the account inactive). May be cached for 30 seconds.
 *
 * @param accountId account id (UUID text)
 * @param name display name
 * @param region default region of the account's phone numbers, ISO 3166 alpha-2, for example {@code FR}
 */
public record AccountIdentity(String accountId, String name, String region) {
    public AccountIdentity {
        requireNonNull(accountId, "accountId");
        requireNonNull(name, "name");
        requireNonNull(region, "region");
    }
}
