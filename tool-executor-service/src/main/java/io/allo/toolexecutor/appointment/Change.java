// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import java.util.Locale;

/** What happened to an appointment. */
enum Change {
    BOOKED,
    MOVED,
    CANCELLED;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
