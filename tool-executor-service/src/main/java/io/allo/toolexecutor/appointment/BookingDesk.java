// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.appointment.ToldNames.Kind;
import io.allo.toolexecutor.appointment.ToldNames.Thing;
import io.allo.toolexecutor.appointment.ToldNames.Told;
import io.allo.toolexecutor.door.ApiException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * {@code schedule_appointment}, {@code reschedule_appointment}, {@code cancel_appointment}. Nothing but a slot that this call was told is
 * booked, and nothing but an appointment that this call found, in an earlier turn, is moved or cancelled: so the customer was asked
 * in between. Call within a transaction.
 */
@ApplicationScoped
class BookingDesk {
    private static final Logger LOG = Logger.getLogger(BookingDesk.class);

    private final AgendaChoice agendas;
    private final Appointments appointments;
    private final SlotList slots;
    private final ToldNames names;
    private final ReadBack readBack;
    private final Confirmations confirmations;
    private final Clock clock;

    BookingDesk(
            AgendaChoice agendas,
            Appointments appointments,
            SlotList slots,
            ToldNames names,
            ReadBack readBack,
            Confirmations confirmations,
            Clock clock) {
        this.agendas = agendas;
        this.appointments = appointments;
        this.slots = slots;
        this.names = names;
        this.readBack = readBack;
        this.confirmations = confirmations;
        this.clock = clock;
    }

    Uni<Map<String, Object>> schedule(Calendar calendar, ToolRequest request) {
        Contact contact = Contact.of(request, calendar);
        return slot(calendar, request).chain(slot -> {
            ServiceType service = service(calendar, slot);
            AppointmentEntity wanted = row(calendar, service, slot, contact, request);
            return appointments
                    .sameAsBefore(wanted)
                    .chain(before -> before != null
                            ? told(calendar, before, request, Change.BOOKED)
                            : readBack.refusal(calendar, request, contact)
                                    .chain(refusal -> refusal.map(Uni.createFrom()::item)
                                            .orElseGet(() -> book(calendar, service, wanted, request))));
        });
    }

    private Uni<Map<String, Object>> book(
            Calendar calendar, ServiceType service, AppointmentEntity wanted, ToolRequest request) {
        return agendas.of(calendar)
                .book(calendar, service, wanted)
                .chain(booked -> booked
                        ? done(calendar, wanted, request, Change.BOOKED)
                        : slots.alternatives(calendar, service, wanted.startAt, request, null));
    }

    Uni<Map<String, Object>> reschedule(Calendar calendar, ToolRequest request) {
        Agenda agenda = agendas.of(calendar);
        return Uni.combine()
                .all()
                .unis(found(calendar, request), slot(calendar, request))
                .usingConcurrencyOf(1)
                .asTuple()
                .chain(both -> {
                    AppointmentEntity row = both.getItem1();
                    Thing slot = both.getItem2();
                    ServiceType service = calendar.service(row.serviceId).orElseGet(() -> service(calendar, slot));
                    if (row.startAt.equals(slot.start())) {
                        return told(calendar, row, request, Change.MOVED);
                    }
                    return agenda.move(calendar, service, row, slot.start())
                            .chain(moved -> moved
                                    ? done(calendar, row, request, Change.MOVED)
                                    : slots.alternatives(calendar, service, slot.start(), request, row));
                });
    }

    Uni<Map<String, Object>> cancel(Calendar calendar, ToolRequest request) {
        return found(calendar, request)
                .chain(row -> agendas.of(calendar)
                        .cancel(calendar, row, request.why().orElse(null))
                        .chain(() -> done(calendar, row, request, Change.CANCELLED)));
    }

    private Uni<Thing> slot(Calendar calendar, ToolRequest request) {
        return names.find(request.told(calendar), Kind.SLOT, request.slot())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.badRequest(
                        "slot_id is unknown (expected: one that list_available_slots gave in this call)"))
                .map(Told::thing);
    }

    /** The appointment, when this call was told of it in an earlier turn. */
    private Uni<AppointmentEntity> found(Calendar calendar, ToolRequest request) {
        return names.find(request.told(calendar), Kind.BOOKING, request.booking())
                .onItem()
                .ifNull()
                .failWith(() -> ApiException.badRequest(
                        "booking_id is unknown (expected: one that find_appointments gave in this call)"))
                .invoke(told -> requireConsent(told, request))
                .chain(told -> agendas.of(calendar)
                        .locked(calendar, String.valueOf(told.thing().reference())))
                .map(row -> {
                    if (row == null || !row.status.equals(Appointments.CONFIRMED)) {
                        throw ApiException.badRequest(
                                "the appointment is no longer there: say so, nothing was changed");
                    }
                    return row;
                });
    }

    private static void requireConsent(Told told, ToolRequest request) {
        if (told.turn() != null && request.turn() != null && request.turn() <= told.turn()) {
            throw ApiException.badRequest(
                    "consent_required: nothing was changed. Tell the customer which appointment it"
                            + " is, ask whether to go on, and call again after an explicit yes");
        }
    }

    private static ServiceType service(Calendar calendar, Thing slot) {
        return calendar.service(slot.service())
                .orElseThrow(() -> ApiException.badRequest("the service is no longer offered: ask which"));
    }

    private AppointmentEntity row(
            Calendar calendar, ServiceType service, Thing slot, Contact contact, ToolRequest request) {
        AppointmentEntity row = new AppointmentEntity();
        row.id = UUID.randomUUID();
        row.calendarId = calendar.row();
        row.serviceId = service.id();
        row.language = calendar.speaking(request.language()).getLanguage();
        row.serviceName = service.named(calendar.speaking(request.language()));
        row.startAt = slot.start();
        row.endAt = slot.start().plus(service.duration());
        row.status = Appointments.CONFIRMED;
        row.customerName = contact.name();
        row.customerPhone = contact.phone();
        row.customerEmail = contact.email();
        row.callerPhone = contact.caller();
        row.reason = request.why().orElse(null);
        row.callId = request.call();
        row.createdAt = clock.instant();
        row.updatedAt = row.createdAt;
        return row;
    }

    /** Something was changed: the customer is told in writing too. */
    private Uni<Map<String, Object>> done(
            Calendar calendar, AppointmentEntity row, ToolRequest request, Change change) {
        LOG.infof(
                "appointment %s calendarId=%s appointmentId=%s callId=%s",
                change.wireName(), row.calendarId, row.id, request.call());
        return told(calendar, row, request, change)
                .chain(answer -> confirmations
                        .write(calendar, row, change)
                        .invoke(id -> answer.put(Confirmations.NOTIFICATION, id.orElse("")))
                        .replaceWith(answer));
    }

    private Uni<Map<String, Object>> told(
            Calendar calendar, AppointmentEntity row, ToolRequest request, Change change) {
        Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
        Agenda agenda = agendas.of(calendar);
        Thing thing = new Thing(Kind.BOOKING, row.serviceId, row.startAt, agenda.reference(row));
        return names.tell(request.told(calendar), List.of(thing)).map(told -> {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("success", true);
            answer.put("status", change.wireName());
            answer.put("booking_id", told.getFirst());
            answer.put("start", row.startAt.toString());
            answer.put("service", row.serviceName);
            answer.put("name", row.customerName);
            if (change != Change.CANCELLED) {
                answer.put("reference", Reference.of(row.id).spaced());
            }
            answer.put("message", message(spoken, row, change));
            return answer;
        });
    }

    private static String message(Spoken spoken, AppointmentEntity row, Change change) {
        String when = spoken.dayAndTime(row.startAt);
        String whose =
                row.serviceName + ", " + when + spoken.say(", au nom de ", ", in the name of ") + row.customerName;
        if (row.pending && change != Change.CANCELLED) {
            return spoken.say(
                            "La demande est enregistrée, l'entreprise doit encore la confirmer : ",
                            "The request is stored, the business has yet to confirm it: ")
                    + whose + ".";
        }
        return switch (change) {
            case BOOKED -> spoken.say("Le rendez-vous est pris : ", "The appointment is booked: ") + whose + ".";
            case MOVED -> spoken.say("Le rendez-vous est déplacé : ", "The appointment is moved: ") + whose + ".";
            case CANCELLED ->
                spoken.say("Le rendez-vous est annulé : ", "The appointment is cancelled: ") + whose + ".";
        };
    }
}
