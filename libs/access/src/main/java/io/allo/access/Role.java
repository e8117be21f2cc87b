// SPDX-License-Identifier: Apache-2.0
package io.allo.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a person may do. All but {@link #ADMIN} belong to one account. */
public enum Role {
    /** Of the installation: every account. */
    ADMIN,
    /** Of an account: its people, keys, agents and telephone lines. */
    OWNER,
    /** Leads the daily work: may do what staff and technicians do, and change what is on offer. */
    SUPERVISOR,
    /** Daily work of the business: orders, reservations, customers, messages. */
    STAFF,
    /** Calls and conversations; reads the business's data. */
    TECHNICIAN,
    /** Agents, their tools, workflows, and what they know; no people, keys or telephone lines. */
    AGENT_EDITOR,
    /** Reads what belongs to the account and changes nothing. */
    VIEWER;

    /** As it stands in tokens, bodies and the database. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Empty for a name that is none. */
    public static Optional<Role> of(@Nullable String wireName) {
        return Arrays.stream(values())
                .filter(role -> role.wireName().equals(wireName))
                .findFirst();
    }

    /** True for whoever decides on an account's people, keys, agents and lines. */
    public boolean administers() {
        return this == ADMIN || this == OWNER;
    }
}
