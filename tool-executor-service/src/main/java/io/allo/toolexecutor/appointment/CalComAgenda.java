// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.calcom.CalCom;
import io.allo.toolexecutor.calcom.CalComBooking;
import io.allo.toolexecutor.calcom.CalComRefusal;
import io.allo.toolexecutor.calcom.CalComRefusal.Meaning;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Cal.com keeps the appointments; ours are rows beside its bookings, for the staff's day and the messages. The request goes out within
 * the transaction: bounded by its time limit, and the action's key is held by nobody else meanwhile. A booking whose answer was lost is
 * known again by the key in its metadata, so it is neither made twice nor told as taken.
 */
@ApplicationScoped
@Typed(CalComAgenda.class)
class CalComAgenda implements Agenda {
    private static final Duration AHEAD = Duration.ofDays(366);

    private final CalCom calCom;
    private final Appointments appointments;
    private final Clock clock;

    CalComAgenda(CalCom calCom, Appointments appointments, Clock clock) {
        this.calCom = calCom;
        this.appointments = appointments;
        this.clock = clock;
    }

    @Override
    public Uni<List<Instant>> free(
            Calendar calendar, ServiceType service, Instant from, Instant to, @Nullable AppointmentEntity moving) {
        String uid = moving == null ? null : moving.externalId;
        return calCom.slots(type(service), from, to, uid);
    }

    @Override
    public Uni<Boolean> book(Calendar calendar, ServiceType service, AppointmentEntity wanted) {
        String key = key(wanted);
        CalCom.Wanted request = new CalCom.Wanted(
                type(service),
                wanted.startAt,
                wanted.customerName,
                wanted.customerEmail,
                wanted.customerPhone,
                calendar.timezone(),
                wanted.language,
                wanted.reason,
                key);
        return calCom.book(request)
                .onFailure(CalComAgenda::mayBeOurs)
                .recoverWithUni(failure -> ours(service, wanted, key, failure))
                .map(booking -> adopt(wanted, booking))
                .chain(row -> appointments.persistAndFlush(row))
                .replaceWith(true)
                .onFailure(CalComAgenda::isTaken)
                .recoverWithItem(false)
                .onFailure(CalComRefusal.class)
                .transform(CalComAgenda::worded);
    }

    /** The booking that this very request made before, else the failure. */
    private Uni<CalComBooking> ours(ServiceType service, AppointmentEntity wanted, String key, Throwable failure) {
        return calCom.bookings(List.of(type(service)), wanted.startAt, wanted.endAt)
                .onFailure()
                .recoverWithItem(List.of())
                .map(found -> found.stream()
                        .filter(booking -> key.equals(booking.key()))
                        .findFirst())
                .chain(found -> found.isPresent()
                        ? Uni.createFrom().item(found.get())
                        : Uni.createFrom().failure(failure));
    }

    @Override
    public Uni<Boolean> move(Calendar calendar, ServiceType service, AppointmentEntity row, Instant to) {
        return calCom.reschedule(uid(row), to)
                .map(booking -> adopt(row, booking))
                .invoke(moved -> moved.acknowledgedAt = null)
                .chain(moved -> appointments.persistAndFlush(moved))
                .replaceWith(true)
                .onFailure(CalComAgenda::isTaken)
                .recoverWithItem(false)
                .onFailure(CalComRefusal.class)
                .transform(CalComAgenda::worded);
    }

    @Override
    public Uni<Void> cancel(Calendar calendar, AppointmentEntity row, @Nullable String reason) {
        return calCom.cancel(uid(row), reason)
                .replaceWithVoid()
                .onFailure(CalComRefusal.class)
                .transform(CalComAgenda::worded)
                .chain(() -> {
                    row.status = Appointments.CANCELLED;
                    row.cancelReason = reason;
                    row.updatedAt = clock.instant();
                    return appointments.persistAndFlush(row).replaceWithVoid();
                });
    }

    @Override
    public Uni<List<AppointmentEntity>> ofPhone(Calendar calendar, String phone) {
        Instant now = clock.instant();
        return appointments.aheadOf(calendar.row(), phone, now).chain(rows -> {
            Set<String> own = rows.stream()
                    .map(row -> row.externalId)
                    .filter(Objects::nonNull)
                    .collect(Collectors.toSet());
            return calCom.bookings(types(calendar), now, now.plus(AHEAD))
                    .map(bookings -> bookings.stream()
                            .filter(booking -> own.contains(booking.uid()) || isOf(booking, phone, calendar))
                            .map(booking -> row(calendar, booking))
                            .toList());
        });
    }

    @Override
    public Uni<List<AppointmentEntity>> ofName(Calendar calendar, String name, LocalDate day) {
        return calCom.bookings(
                        types(calendar),
                        day.atStartOfDay(calendar.zone()).toInstant(),
                        day.plusDays(1).atStartOfDay(calendar.zone()).toInstant())
                .map(bookings -> bookings.stream()
                        .filter(booking -> Names.fits(name, booking.name()))
                        .map(booking -> row(calendar, booking))
                        .toList());
    }

    @Override
    public Uni<@Nullable AppointmentEntity> locked(Calendar calendar, String reference) {
        return appointments
                .ofExternal(calendar.row(), reference)
                .chain(known -> calCom.booking(reference).map(booking -> {
                    if (booking == null || !booking.stands() || !types(calendar).contains(booking.eventTypeId())) {
                        return null;
                    }
                    return known == null ? row(calendar, booking) : adopt(known, booking);
                }));
    }

    @Override
    public String reference(AppointmentEntity row) {
        return uid(row);
    }

    private static AppointmentEntity adopt(AppointmentEntity row, CalComBooking booking) {
        row.externalId = booking.uid();
        row.startAt = booking.start();
        row.endAt = booking.end();
        row.pending = booking.isPending();
        return row;
    }

    /** A booking that was made elsewhere, not stored yet. */
    private AppointmentEntity row(Calendar calendar, CalComBooking booking) {
        AppointmentEntity row = new AppointmentEntity();
        row.id = UUID.nameUUIDFromBytes((calendar.row() + booking.uid()).getBytes(StandardCharsets.UTF_8));
        row.calendarId = calendar.row();
        ServiceType service = calendar.services().stream()
                .filter(type -> Objects.equals(type.calEventTypeId(), booking.eventTypeId()))
                .findFirst()
                .orElse(calendar.services().getFirst());
        row.language = calendar.speaking(null).getLanguage();
        row.serviceId = service.id();
        row.serviceName = service.named(calendar.speaking(null));
        row.status = Appointments.CONFIRMED;
        row.customerName = booking.name();
        row.customerPhone = booking.phone();
        row.customerEmail = booking.email();
        row.reason = booking.notes();
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return adopt(row, booking);
    }

    private static boolean isOf(CalComBooking booking, String phone, Calendar calendar) {
        return PhoneNumbers.normalise(booking.phone(), calendar.phoneRegion())
                .filter(phone::equals)
                .isPresent();
    }

    private static String key(AppointmentEntity wanted) {
        String all = wanted.calendarId + "|" + wanted.callId + "|" + wanted.serviceId + "|" + wanted.startAt + "|"
                + wanted.customerName;
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private static boolean isTaken(Throwable failure) {
        return failure instanceof CalComRefusal refusal && refusal.meaning() == Meaning.TAKEN;
    }

    private static boolean mayBeOurs(Throwable failure) {
        return isTaken(failure) || !(failure instanceof CalComRefusal);
    }

    private static Throwable worded(Throwable failure) {
        return switch (((CalComRefusal) failure).meaning()) {
            case TOO_MANY_BOOKINGS ->
                ApiException.badRequest(
                        "the customer has as many appointments as the business allows: nothing is booked");
            case NO_CONTACT -> ApiException.badRequest("user_email is missing (expected: an e-mail or a phone number)");
            case GONE -> ApiException.badRequest("the appointment is no longer there: say so, nothing was changed");
            case TAKEN -> failure;
        };
    }

    private static List<Long> types(Calendar calendar) {
        return calendar.services().stream()
                .map(ServiceType::calEventTypeId)
                .filter(Objects::nonNull)
                .toList();
    }

    private static long type(ServiceType service) {
        return Objects.requireNonNull(service.calEventTypeId(), "calEventTypeId");
    }

    private static String uid(AppointmentEntity row) {
        return Objects.requireNonNull(row.externalId, "externalId");
    }
}
