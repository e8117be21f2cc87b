// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.ToldNames.Kind;
import io.allo.toolexecutor.appointment.ToldNames.Thing;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code find_appointments}. What the calling line booked is found by the line; what another booked, by the name together with the
 * reference or the day: a name alone would open strangers' appointments. Call within a transaction.
 */
@ApplicationScoped
class AppointmentSearch {
    private static final int MOST = 5;

    private final AgendaChoice agendas;
    private final Appointments appointments;
    private final ToldNames names;
    private final Clock clock;

    AppointmentSearch(AgendaChoice agendas, Appointments appointments, ToldNames names, Clock clock) {
        this.agendas = agendas;
        this.appointments = appointments;
        this.names = names;
        this.clock = clock;
    }

    Uni<Map<String, Object>> find(Calendar calendar, ToolRequest request) {
        Agenda agenda = agendas.of(calendar);
        Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
        String phone = PhoneNumbers.normalise(request.callerPhone(), calendar.phoneRegion())
                .orElse(null);
        if (given(request.reference())) {
            return byReference(calendar, request).chain(rows -> told(calendar, rows, request, spoken));
        }
        boolean byDay = given(request.date()) && given(request.name());
        Uni<List<AppointmentEntity>> own =
                phone == null ? Uni.createFrom().item(List.of()) : agenda.ofPhone(calendar, phone);
        return own.map(rows -> rows.stream()
                        .filter(row -> fits(row, calendar, request))
                        .toList())
                .chain(rows -> rows.isEmpty() && byDay
                        ? agenda.ofName(
                                calendar, String.valueOf(request.name()), SlotRange.day(String.valueOf(request.date())))
                        : Uni.createFrom().item(rows))
                .chain(rows -> told(calendar, rows.stream().limit(MOST).toList(), request, spoken));
    }

    /** A reference alone opens nothing: the name, or the number or address it was booked with, has to fit. */
    private Uni<List<AppointmentEntity>> byReference(Calendar calendar, ToolRequest request) {
        Optional<Reference> reference = Reference.read(String.valueOf(request.reference()));
        String whose = request.name();
        if (reference.isEmpty() || whose == null || whose.isBlank()) {
            return Uni.createFrom().item(List.of());
        }
        Optional<String> phone = PhoneNumbers.normalise(whose, calendar.phoneRegion());
        return appointments
                .ahead(calendar.row(), reference.get(), clock.instant())
                .map(rows -> rows.stream()
                        .filter(row -> Names.fits(whose, row.customerName)
                                || whose.strip().equalsIgnoreCase(row.customerEmail)
                                || phone.filter(number ->
                                                number.equals(row.customerPhone) || number.equals(row.callerPhone))
                                        .isPresent())
                        .toList());
    }

    /** A caller who names a day means that day; the name counts only where a day is named for another person. */
    private static boolean fits(AppointmentEntity row, Calendar calendar, ToolRequest request) {
        String date = request.date();
        return !given(date)
                || row.startAt.atZone(calendar.zone()).toLocalDate().equals(SlotRange.day(String.valueOf(date)));
    }

    private Uni<Map<String, Object>> told(
            Calendar calendar, List<AppointmentEntity> rows, ToolRequest request, Spoken spoken) {
        Agenda agenda = agendas.of(calendar);
        List<Thing> things = rows.stream()
                .map(row -> new Thing(Kind.BOOKING, row.serviceId, row.startAt, agenda.reference(row)))
                .toList();
        return names.tell(request.told(calendar), things).map(ids -> {
            List<Map<String, Object>> found = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                AppointmentEntity row = rows.get(i);
                found.add(told(ids.get(i), row, spoken));
            }
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("success", true);
            answer.put("found", !rows.isEmpty());
            answer.put("appointments", found);
            answer.put("next", next(rows.size(), request, spoken));
            return answer;
        });
    }

    private static Map<String, Object> told(String id, AppointmentEntity row, Spoken spoken) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("booking_id", id);
        told.put("start", row.startAt.toString());
        told.put("service", row.serviceName);
        told.put("name", row.customerName);
        told.put("spoken", spoken.dayAndTime(row.startAt));
        told.put("status", row.status);
        told.put("confirmed_by_customer", row.acknowledgedAt != null);
        if (row.reason != null) {
            told.put("reason", row.reason);
        }
        return told;
    }

    private static String next(int found, ToolRequest request, Spoken spoken) {
        if (found == 0) {
            return given(request.name()) && given(request.date())
                    ? spoken.say(
                            "Aucun rendez-vous trouvé : redemandez le nom et la date ; au deuxième échec, proposez une personne.",
                            "No appointment found: ask for the name and the date again; after a second miss offer a person.")
                    : spoken.say(
                            "Aucun rendez-vous trouvé pour cette ligne : demandez le nom et la date.",
                            "No appointment found for this line: ask for the name and the date.");
        }
        return found == 1
                ? spoken.say(
                        "Dites lequel c'est et demandez un accord explicite avant de le déplacer ou de l'annuler.",
                        "Say which one it is and ask for an explicit yes before moving or cancelling it.")
                : spoken.say(
                        "Plusieurs rendez-vous : énoncez-les brièvement et faites choisir.",
                        "Several appointments: name them briefly and let the caller choose.");
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
