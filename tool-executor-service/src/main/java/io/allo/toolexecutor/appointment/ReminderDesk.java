// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.contracts.tools.ReminderAnswer;
import io.allo.contracts.tools.ReminderAnswer.Decision;
import io.allo.toolexecutor.notification.Notifications;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A reminder is answered without a model: only by the number that was reminded, on the channel on which it was, as long as the
 * appointment is ahead, and only where one alone can be meant. Everything else is the agent's. Call within a transaction.
 */
@ApplicationScoped
class ReminderDesk {
    private static final Logger LOG = Logger.getLogger(ReminderDesk.class);
    /** Stands as the reason of a cancellation by reminder, by which the same answer is known again. */
    static final String REASON = "reminder answered";

    private final Notifications notifications;
    private final Appointments appointments;
    private final Calendars calendars;
    private final AgendaChoice agendas;
    private final Confirmations confirmations;
    private final Clock clock;

    ReminderDesk(
            Notifications notifications,
            Appointments appointments,
            Calendars calendars,
            AgendaChoice agendas,
            Confirmations confirmations,
            Clock clock) {
        this.notifications = notifications;
        this.appointments = appointments;
        this.calendars = calendars;
        this.agendas = agendas;
        this.confirmations = confirmations;
        this.clock = clock;
    }

    /** What the person is told; empty when this answers nothing. */
    Uni<Optional<String>> answer(ReminderAnswer answer) {
        return notifications
                .remindedOf(answer.accountId(), answer.channel(), answer.phone())
                .map(subjects -> subjects.stream().map(UUID::fromString).toList())
                .chain(ids -> ids.isEmpty()
                        ? Uni.createFrom().item(List.<AppointmentEntity>of())
                        : appointments.reminded(ids, clock.instant()))
                .map(rows -> meant(rows, answer.decision()))
                .chain(row -> row == null
                        ? Uni.createFrom().item(Optional.empty())
                        : calendars
                                .any(row.calendarId)
                                .chain(calendar -> locked(calendar, row)
                                        .chain(now -> now == null
                                                ? Uni.createFrom().item(Optional.empty())
                                                : decide(calendar, now, answer))));
    }

    /** The one that can be meant; a second answer means the one that the first has changed. */
    private static @Nullable AppointmentEntity meant(List<AppointmentEntity> rows, Decision decision) {
        List<AppointmentEntity> standing = rows.stream()
                .filter(row -> row.status.equals(Appointments.CONFIRMED))
                .toList();
        List<AppointmentEntity> open =
                standing.stream().filter(row -> row.acknowledgedAt == null).toList();
        if (!open.isEmpty() || !standing.isEmpty()) {
            List<AppointmentEntity> candidates = open.isEmpty() ? standing : open;
            return candidates.size() == 1 ? candidates.getFirst() : null;
        }
        return decision == Decision.CANCEL && rows.size() == 1 && REASON.equals(rows.getFirst().cancelReason)
                ? rows.getFirst()
                : null;
    }

    private Uni<@Nullable AppointmentEntity> locked(Calendar calendar, AppointmentEntity row) {
        return row.status.equals(Appointments.CONFIRMED)
                ? agendas.of(calendar)
                        .locked(calendar, agendas.of(calendar).reference(row))
                        .map(now -> now == null || !now.status.equals(Appointments.CONFIRMED) ? null : now)
                : Uni.createFrom().item(row);
    }

    private Uni<Optional<String>> decide(Calendar calendar, AppointmentEntity row, ReminderAnswer answer) {
        Spoken spoken = new Spoken(calendar, Locale.forLanguageTag(row.language));
        String what = row.serviceName + ", " + spoken.dayAndTime(row.startAt);
        if (answer.decision() == Decision.CONFIRM) {
            row.acknowledgedAt = Objects.requireNonNullElse(row.acknowledgedAt, clock.instant());
            LOG.infof("appointment acknowledged calendarId=%s appointmentId=%s", row.calendarId, row.id);
            return appointments
                    .flush()
                    .replaceWith(Optional.of(
                            spoken.say("Merci, c'est confirmé : ", "Thank you, it is confirmed: ") + what + "."));
        }
        Optional<String> told = Optional.of(
                spoken.say("Votre rendez-vous est annulé : ", "Your appointment is cancelled: ") + what + ".");
        if (row.status.equals(Appointments.CANCELLED)) {
            return Uni.createFrom().item(told);
        }
        LOG.infof("appointment cancelled by reminder calendarId=%s appointmentId=%s", row.calendarId, row.id);
        return agendas.of(calendar)
                .cancel(calendar, row, REASON)
                // This answer is the confirmation on its channel.
                .chain(() -> confirmations.write(calendar, row, Change.CANCELLED, answer.channel()))
                .replaceWith(told);
    }
}
