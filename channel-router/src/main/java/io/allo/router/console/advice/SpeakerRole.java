// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.Locale;

/** Who says something. */
public enum SpeakerRole {
    /** On the site, at the other end of the telephone. */
    TECHNICIAN,
    /** The support agent in front of the page. */
    ASSISTANT,
    /** Whoever types. */
    CUSTOMER,
    UNKNOWN;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param name as requests say it; several words stand for the support agent */
    public static SpeakerRole of(String name) {
        return switch (name.strip().toLowerCase(Locale.ROOT)) {
            case "technician" -> TECHNICIAN;
            case "assistant", "agent", "support" -> ASSISTANT;
            case "customer" -> CUSTOMER;
            default -> UNKNOWN;
        };
    }

    /** Their words are thought about. The support agent's are context, and of an unknown person nothing is known. */
    public boolean isHelped() {
        return this == TECHNICIAN || this == CUSTOMER;
    }
}
