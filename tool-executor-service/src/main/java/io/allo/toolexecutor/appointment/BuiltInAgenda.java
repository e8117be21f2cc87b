// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Our own tables, without any key. Whoever books or moves holds the calendar's row until the transaction ends and looks at the free
 * times once more, so that a time is never given twice.
 */
@ApplicationScoped
@Typed(BuiltInAgenda.class)
class BuiltInAgenda implements Agenda {
    private final Calendars calendars;
    private final Appointments appointments;
    private final Clock clock;

    BuiltInAgenda(Calendars calendars, Appointments appointments, Clock clock) {
        this.calendars = calendars;
        this.appointments = appointments;
        this.clock = clock;
    }

    @Override
    public Uni<List<Instant>> free(
            Calendar calendar, ServiceType service, Instant from, Instant to, @Nullable AppointmentEntity moving) {
        UUID except = moving == null ? null : moving.id;
        return appointments
                .busy(calendar.row(), from, to.plus(service.duration()), except)
                .map(busy -> WorkingTime.free(calendar, service, from, to, busy, clock.instant()));
    }

    @Override
    public Uni<Boolean> book(Calendar calendar, ServiceType service, AppointmentEntity wanted) {
        return isFree(calendar, service, wanted.startAt, null)
                .call(free -> free
                        ? appointments.persistAndFlush(wanted)
                        : Uni.createFrom().voidItem());
    }

    @Override
    public Uni<Boolean> move(Calendar calendar, ServiceType service, AppointmentEntity row, Instant to) {
        return isFree(calendar, service, to, row).call(free -> {
            if (free) {
                row.startAt = to;
                row.endAt = to.plus(service.duration());
                row.acknowledgedAt = null;
                row.updatedAt = clock.instant();
            }
            return appointments.flush();
        });
    }

    private Uni<Boolean> isFree(
            Calendar calendar, ServiceType service, Instant start, @Nullable AppointmentEntity moving) {
        return calendars
                .lock(calendar.row())
                .chain(() -> free(calendar, service, start, start.plusSeconds(1), moving))
                .map(free -> free.contains(start));
    }

    @Override
    public Uni<Void> cancel(Calendar calendar, AppointmentEntity row, @Nullable String reason) {
        row.status = Appointments.CANCELLED;
        row.cancelReason = reason;
        row.updatedAt = clock.instant();
        return appointments.flush();
    }

    @Override
    public Uni<List<AppointmentEntity>> ofPhone(Calendar calendar, String phone) {
        return appointments.aheadOf(calendar.row(), phone, clock.instant());
    }

    @Override
    public Uni<List<AppointmentEntity>> ofName(Calendar calendar, String name, LocalDate day) {
        Instant now = clock.instant();
        return appointments
                .between(
                        calendar.row(),
                        day.atStartOfDay(calendar.zone()).toInstant(),
                        day.plusDays(1).atStartOfDay(calendar.zone()).toInstant())
                .map(rows -> rows.stream()
                        .filter(row -> row.status.equals(Appointments.CONFIRMED) && row.startAt.isAfter(now))
                        .filter(row -> Names.fits(name, row.customerName))
                        .toList());
    }

    @Override
    public Uni<@Nullable AppointmentEntity> locked(Calendar calendar, String reference) {
        return appointments.locked(calendar.row(), UUID.fromString(reference));
    }

    @Override
    public String reference(AppointmentEntity row) {
        return row.id.toString();
    }
}
