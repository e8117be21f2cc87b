// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.WorkingTime.Busy;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The stored appointments. Call within a session. */
@ApplicationScoped
class Appointments implements PanacheRepositoryBase<AppointmentEntity, UUID> {
    static final String CONFIRMED = "confirmed";
    static final String CANCELLED = "cancelled";
    private static final int MOST = 500;
    private static final int MOST_OF_ONE = 20;

    /** What takes time between from and to, without the appointment that is being moved. */
    Uni<List<Busy>> busy(UUID calendar, Instant from, Instant to, @Nullable UUID moving) {
        return find("calendarId = ?1 and status <> ?2 and startAt < ?3 and endAt > ?4", calendar, CANCELLED, to, from)
                .list()
                .map(rows -> rows.stream()
                        .filter(row -> !row.id.equals(moving))
                        .map(row -> new Busy(row.startAt, row.endAt))
                        .toList());
    }

    /** Of the day, soonest first. */
    Uni<List<AppointmentEntity>> between(UUID calendar, Instant from, Instant to) {
        return find(
                        "calendarId = ?1 and startAt >= ?2 and startAt < ?3 order by startAt, createdAt",
                        calendar,
                        from,
                        to)
                .page(0, MOST)
                .list();
    }

    /** Confirmed and ahead, of this phone. */
    Uni<List<AppointmentEntity>> aheadOf(UUID calendar, String phone, Instant now) {
        return find(
                        "calendarId = ?1 and status = ?2 and startAt > ?3 and (customerPhone = ?4 or callerPhone = ?4)"
                                + " order by startAt",
                        calendar,
                        CONFIRMED,
                        now,
                        phone)
                .page(0, MOST_OF_ONE)
                .list();
    }

    /** The same booking made before in the same call: a model repeats itself. */
    Uni<@Nullable AppointmentEntity> sameAsBefore(AppointmentEntity wanted) {
        return find(
                        "calendarId = ?1 and callId = ?2 and serviceId = ?3 and startAt = ?4 and customerName = ?5"
                                + " and status = ?6",
                        wanted.calendarId,
                        wanted.callId,
                        wanted.serviceId,
                        wanted.startAt,
                        wanted.customerName,
                        CONFIRMED)
                .firstResult();
    }

    /** The e-mail addresses that were given for an appointment in this conversation. */
    Uni<List<String>> mailsOf(String account, String callId) {
        return getSession()
                .chain(session -> session.createNativeQuery(
                                "select distinct a.customer_email from appointments a join calendars c on c.id = a.calendar_id"
                                        + " where c.account_id = :account and a.call_id = :call and a.customer_email is not null",
                                String.class)
                        .setParameter("account", account)
                        .setParameter("call", callId)
                        .getResultList());
    }

    /** Those of these that are ahead and stand, or were cancelled: soonest first. */
    Uni<List<AppointmentEntity>> reminded(List<UUID> ids, Instant now) {
        return find(
                        "id in ?1 and startAt > ?2 and status in ('" + CONFIRMED + "', '" + CANCELLED
                                + "') order by startAt",
                        ids,
                        now)
                .list();
    }

    /** Confirmed and ahead, with this reference. */
    Uni<List<AppointmentEntity>> ahead(UUID calendar, Reference reference, Instant now) {
        return find(
                        "calendarId = ?1 and status = ?2 and startAt > ?3 and id >= ?4 and id <= ?5",
                        calendar,
                        CONFIRMED,
                        now,
                        reference.first(),
                        reference.last())
                .page(0, MOST_OF_ONE)
                .list();
    }

    /** The row beside a booking elsewhere. */
    Uni<@Nullable AppointmentEntity> ofExternal(UUID calendar, String externalId) {
        return find("calendarId = ?1 and externalId = ?2", calendar, externalId).firstResult();
    }

    Uni<@Nullable AppointmentEntity> locked(UUID calendar, UUID id) {
        return findById(id, LockModeType.PESSIMISTIC_WRITE)
                .map(row -> row == null || !row.calendarId.equals(calendar) ? null : row);
    }
}
