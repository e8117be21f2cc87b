// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.door.JsonBody;
import io.allo.toolexecutor.idempotency.Outcome;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people of the business do with appointments; the same rules about free times as for a caller. */
@ApplicationScoped
class StaffDesk {
    private static final Set<String> STATUSES = Set.of("confirmed", "cancelled", "no_show", "done");
    private static final int LONGEST = 255;

    private final AgendaChoice agendas;
    private final Appointments appointments;
    private final Confirmations confirmations;
    private final Clock clock;

    StaffDesk(AgendaChoice agendas, Appointments appointments, Confirmations confirmations, Clock clock) {
        this.agendas = agendas;
        this.confirmations = confirmations;
        this.appointments = appointments;
        this.clock = clock;
    }

    @WithSession
    Uni<List<AppointmentView>> day(Calendar calendar, @Nullable LocalDate wanted) {
        LocalDate day = wanted == null ? LocalDate.ofInstant(clock.instant(), calendar.zone()) : wanted;
        return appointments
                .between(
                        calendar.row(),
                        day.atStartOfDay(calendar.zone()).toInstant(),
                        day.plusDays(1).atStartOfDay(calendar.zone()).toInstant())
                .map(rows -> rows.stream()
                        .map(row -> AppointmentView.of(row, calendar))
                        .toList());
    }

    @WithSession
    Uni<@Nullable AppointmentEntity> appointment(UUID id) {
        return appointments.findById(id);
    }

    @WithSession
    Uni<@Nullable UUID> calendarOf(UUID appointment) {
        return appointments.findById(appointment).map(row -> row == null ? null : row.calendarId);
    }

    /** Books in the current transaction; 409 when the time is not free. */
    Uni<Outcome> book(Calendar calendar, JsonBody form) {
        ServiceType service = calendar.wanted(form.text("service"));
        AppointmentEntity row = new AppointmentEntity();
        row.id = UUID.randomUUID();
        row.calendarId = calendar.row();
        row.serviceId = service.id();
        row.language = calendar.speaking(form.text("language")).getLanguage();
        row.serviceName = service.named(calendar.speaking(form.text("language")));
        row.startAt = start(ToolRequest.required(form.text("start"), "start"));
        row.endAt = row.startAt.plus(service.duration());
        row.status = Appointments.CONFIRMED;
        row.customerName = ToolRequest.required(
                ToolRequest.bounded(form.text("customerName"), LONGEST, "customerName"), "customerName");
        row.customerPhone = phone(form.text("customerPhone"), calendar);
        row.customerEmail = ToolRequest.bounded(form.text("customerEmail"), LONGEST, "customerEmail");
        row.reason = ToolRequest.bounded(form.text("reason"), LONGEST, "reason");
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return agendas.of(calendar)
                .book(calendar, service, row)
                .call(booked -> tell(calendar, row, Change.BOOKED, booked))
                .map(booked -> booked ? Outcome.created(AppointmentView.of(row, calendar)) : taken());
    }

    /** Changes in the current transaction. */
    Uni<Outcome> change(Calendar calendar, JsonBody form) {
        String status = form.text("status");
        if (status != null && !STATUSES.contains(status)) {
            throw ApiException.badRequest(
                    "unknown value of 'status' (expected: one of cancelled, confirmed, done, no_show)");
        }
        String start = form.text("start");
        Instant to = start == null ? null : start(start);
        String reason = ToolRequest.bounded(form.text("reason"), LONGEST, "reason");
        return appointments
                .locked(calendar.row(), form.id())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.notFound("unknown appointment"))
                .chain(row -> to == null || to.equals(row.startAt)
                        ? state(calendar, row, status, reason)
                        : move(calendar, row, to)
                                .chain(moved -> moved
                                        ? state(calendar, row, status, reason)
                                        : Uni.createFrom().item(taken())));
    }

    private Uni<Boolean> move(Calendar calendar, AppointmentEntity row, Instant to) {
        if (!row.status.equals(Appointments.CONFIRMED)) {
            throw ApiException.badRequest("the appointment is " + row.status + " and can no longer be moved");
        }
        ServiceType service = calendar.service(row.serviceId)
                .orElseThrow(() -> ApiException.badRequest("the service is no longer offered"));
        return agendas.of(calendar)
                .move(calendar, service, row, to)
                .call(moved -> tell(calendar, row, Change.MOVED, moved));
    }

    private Uni<?> tell(Calendar calendar, AppointmentEntity row, Change change, boolean changed) {
        return changed
                ? confirmations.write(calendar, row, change)
                : Uni.createFrom().voidItem();
    }

    private Uni<Outcome> state(
            Calendar calendar, AppointmentEntity row, @Nullable String status, @Nullable String reason) {
        if (reason != null && !Appointments.CANCELLED.equals(status)) {
            row.reason = reason;
            row.updatedAt = clock.instant();
        }
        if (status == null || status.equals(row.status)) {
            return Uni.createFrom().item(Outcome.ok(AppointmentView.of(row, calendar)));
        }
        if (row.status.equals(Appointments.CANCELLED)) {
            throw ApiException.badRequest("the appointment is cancelled and stays so (expected: a new booking)");
        }
        if (status.equals(Appointments.CANCELLED)) {
            return agendas.of(calendar)
                    .cancel(calendar, row, reason)
                    .call(() -> tell(calendar, row, Change.CANCELLED, true))
                    .map(done -> Outcome.ok(AppointmentView.of(row, calendar)));
        }
        row.status = status;
        row.updatedAt = clock.instant();
        return appointments.flush().map(done -> Outcome.ok(AppointmentView.of(row, calendar)));
    }

    private static Instant start(String text) {
        try {
            Instant start = OffsetDateTime.parse(text.strip()).toInstant().truncatedTo(ChronoUnit.SECONDS);
            if (start.isAfter(Instant.parse("2000-01-01T00:00:00Z"))
                    && start.isBefore(Instant.parse("3000-01-01T00:00:00Z"))) {
                return start;
            }
        } catch (DateTimeException e) {
            // Answered below, as a time that is out of range is.
        }
        throw ApiException.badRequest("start has another form (expected: an instant such as 2027-03-02T09:00:00Z)");
    }

    private static @Nullable String phone(@Nullable String text, Calendar calendar) {
        return text == null || text.isBlank()
                ? null
                : PhoneNumbers.normalise(text, calendar.phoneRegion())
                        .orElseThrow(() -> ApiException.badRequest(
                                "customerPhone is no phone number (expected: one such as +33612345678)"));
    }

    private static Outcome taken() {
        return new Outcome(409, Map.of("error", "slot_taken"));
    }
}
