// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import java.time.LocalDate;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/**
 * A table in the making; null is not known yet. Immutable.
 *
 * @param seating as {@code check_availability} names it, null for anywhere
 * @param day null = the next day on which the clock shows that time
 * @param replaces id of the booking that this one is to take the place of, null for none
 */
record TableDraft(
        @Nullable Integer guests,
        @Nullable LocalDate day,
        @Nullable LocalTime time,
        @Nullable String name,
        @Nullable String phone,
        @Nullable String seating,
        @Nullable String replaces) {
    static final TableDraft EMPTY = new TableDraft(null, null, null, null, null, null, null);

    /** What the other one knows goes before what this one knows. */
    TableDraft changedBy(TableDraft other) {
        return new TableDraft(
                other.guests == null ? guests : other.guests,
                other.day == null ? day : other.day,
                other.time == null ? time : other.time,
                other.name == null ? name : other.name,
                other.phone == null ? phone : other.phone,
                other.seating == null ? seating : other.seating,
                other.replaces == null ? replaces : other.replaces);
    }

    /** Who books stays, what is booked is asked again. */
    TableDraft anew() {
        return new TableDraft(null, null, null, name, phone, seating, replaces);
    }

    TableDraft withoutTime() {
        return new TableDraft(guests, null, null, name, phone, seating, replaces);
    }

    boolean isEmpty() {
        return equals(EMPTY);
    }
}
