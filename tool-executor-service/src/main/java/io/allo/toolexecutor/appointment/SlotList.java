// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.appointment.ToldNames.Kind;
import io.allo.toolexecutor.appointment.ToldNames.Thing;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Free slots as a model is told them: one line each, named for this call. Call within a transaction. */
@ApplicationScoped
class SlotList {
    private static final int ALTERNATIVES = 3;
    private static final Duration AROUND = Duration.ofDays(14);

    private final AgendaChoice agendas;
    private final ToldNames names;
    private final Clock clock;

    SlotList(AgendaChoice agendas, ToldNames names, Clock clock) {
        this.agendas = agendas;
        this.names = names;
        this.clock = clock;
    }

    /** {@code list_available_slots}. */
    Uni<Map<String, Object>> list(Calendar calendar, ToolRequest request) {
        ServiceType service = calendar.wanted(request.service());
        SlotRange range = SlotRange.of(request.range(), request.date(), calendar, clock);
        Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
        return agendas.of(calendar)
                .free(calendar, service, range.from(), range.to(), null)
                .chain(free -> told(
                        calendar, service, SlotRange.spread(free, calendar.zone()), request.told(calendar), spoken))
                .map(slots -> {
                    Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("success", true);
                    answer.put("service", service.named(spoken.language()));
                    answer.put("duration_min", service.durationMin());
                    answer.putAll(slots);
                    if (slots.get("slots") instanceof List<?> none && none.isEmpty()) {
                        answer.put("text", none(spoken, range.to()));
                    }
                    return answer;
                });
    }

    /** The next free ones after a time that is taken, at most three. */
    Uni<Map<String, Object>> alternatives(
            Calendar calendar,
            ServiceType service,
            Instant taken,
            ToolRequest request,
            @Nullable AppointmentEntity of) {
        Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
        return agendas.of(calendar)
                .free(calendar, service, taken, taken.plus(AROUND), of)
                .map(free -> free.stream()
                        .filter(at -> !at.equals(taken))
                        .limit(ALTERNATIVES)
                        .toList())
                .chain(next -> told(calendar, service, next, request.told(calendar), spoken))
                .map(slots -> {
                    Map<String, Object> answer = new LinkedHashMap<>();
                    answer.put("success", false);
                    answer.put("reason", "slot_taken");
                    answer.put(
                            "error",
                            spoken.say(
                                    "Ce créneau vient d'être pris : rien n'est réservé. Proposez un des suivants.",
                                    "This slot has just been taken: nothing is booked. Offer one of the next."));
                    answer.putAll(slots);
                    return answer;
                });
    }

    private Uni<Map<String, Object>> told(
            Calendar calendar, ServiceType service, List<Instant> free, ToldNames.Call call, Spoken spoken) {
        List<Thing> things = free.stream()
                .map(at -> new Thing(Kind.SLOT, service.id(), at, null))
                .toList();
        Instant now = clock.instant();
        return names.tell(call, things).map(ids -> {
            List<Map<String, Object>> slots = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < free.size(); i++) {
                Instant at = free.get(i);
                slots.add(Map.of("slot_id", ids.get(i), "start", at.toString()));
                text.append(text.isEmpty() ? "" : "\n")
                        .append(ids.get(i))
                        .append(" | ")
                        .append(spoken.day(at))
                        .append(" | ")
                        .append(spoken.clock(at))
                        .append(" | ")
                        .append(calendar.timezone())
                        .append(" | ")
                        .append(spoken.distance(at, now));
            }
            return Map.of("slots", slots, "text", text.toString());
        });
    }

    private static String none(Spoken spoken, Instant until) {
        return spoken.say(
                "Aucun créneau libre avant le " + spoken.day(until) + ". Proposez de regarder plus loin.",
                "No free slot before " + spoken.day(until) + ". Offer to look further ahead.");
    }
}
