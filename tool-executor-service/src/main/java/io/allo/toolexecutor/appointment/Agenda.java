// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where appointments are kept: our own tables, or a calendar elsewhere. All is called within a session, what changes something within a
 * transaction; a failure is a technical one, nothing of it may be claimed to the caller.
 */
interface Agenda {

    /**
     * Free beginnings in [from, to), soonest first.
     *
     * @param moving the appointment that gives its own time back, null for a new one
     */
    Uni<List<Instant>> free(
            Calendar calendar, ServiceType service, Instant from, Instant to, @Nullable AppointmentEntity moving);

    /** Stores the appointment as long as its time is free; false when it was taken meanwhile. */
    Uni<Boolean> book(Calendar calendar, ServiceType service, AppointmentEntity wanted);

    /** Moves to another beginning as long as it is free; false when it was taken meanwhile. */
    Uni<Boolean> move(Calendar calendar, ServiceType service, AppointmentEntity row, Instant to);

    Uni<Void> cancel(Calendar calendar, AppointmentEntity row, @Nullable String reason);

    /** Confirmed and ahead, of this phone. */
    Uni<List<AppointmentEntity>> ofPhone(Calendar calendar, String phone);

    /** Confirmed and ahead, of this name on this day of the business's calendar. */
    Uni<List<AppointmentEntity>> ofName(Calendar calendar, String name, LocalDate day);

    /** By what {@link #reference} said of it; null when it is gone. */
    Uni<@Nullable AppointmentEntity> locked(Calendar calendar, String reference);

    /** What finds it again. */
    String reference(AppointmentEntity row);
}
