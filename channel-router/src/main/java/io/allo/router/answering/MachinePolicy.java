// SPDX-License-Identifier: Apache-2.0
package io.allo.router.answering;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a call does that was answered by a machine. */
public enum MachinePolicy {
    /** Nobody listens whether it is one: the agent speaks at once. */
    OFF,
    /** The agent speaks to it as to a person; the record says that it is a machine. */
    GO_ON,
    HANG_UP,
    /** The message is spoken after the beep. */
    LEAVE_MESSAGE;

    /** For example {@code leave-message}. */
    public static Optional<MachinePolicy> named(String wireName) {
        return Arrays.stream(values())
                .filter(one ->
                        one.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(wireName))
                .findFirst();
    }
}
