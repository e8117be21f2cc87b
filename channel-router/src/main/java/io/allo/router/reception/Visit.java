// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the desk remembers of one person, as JSON types between two turns.
 *
 * @param misses questions in a row that nothing answered
 * @param retried the question that is open was asked a second time; of a visit that was handed over: without a word
 * @param contact E.164 number or e-mail address
 * @param offers free times, or services to choose from, in the order in which they were told
 * @param chosen which of the offers is being booked
 * @param last when the person wrote last; null before the first message
 */
record Visit(
        Stage stage,
        int misses,
        boolean retried,
        String name,
        String motif,
        String preference,
        String contact,
        List<Offer> offers,
        int chosen,
        @Nullable Instant last) {
    static final Visit NEW = new Visit(Stage.START, 0, false, "", "", "", "", List.of(), -1, null);

    /** What may be chosen. @param id as the calendar names it; @param label as it is read */
    record Offer(String id, String label) {}

    Visit at(Stage next) {
        return new Visit(next, misses, false, name, motif, preference, contact, offers, chosen, last);
    }

    Visit again() {
        return new Visit(stage, misses, true, name, motif, preference, contact, offers, chosen, last);
    }

    Visit withMisses(int count) {
        return new Visit(stage, count, retried, name, motif, preference, contact, offers, chosen, last);
    }

    Visit named(String given) {
        return new Visit(stage, misses, retried, given, motif, preference, contact, offers, chosen, last);
    }

    Visit because(String reason) {
        return new Visit(stage, misses, retried, name, reason, preference, contact, offers, chosen, last);
    }

    Visit preferring(String when) {
        return new Visit(stage, misses, retried, name, motif, when, contact, offers, chosen, last);
    }

    Visit reachedBy(String given) {
        return new Visit(stage, misses, retried, name, motif, preference, given, offers, chosen, last);
    }

    Visit offered(List<Offer> free) {
        return new Visit(stage, misses, retried, name, motif, preference, contact, List.copyOf(free), -1, last);
    }

    Visit choosing(int slot) {
        return new Visit(stage, misses, retried, name, motif, preference, contact, offers, slot, last);
    }

    Visit heardAt(Instant now) {
        return new Visit(stage, misses, retried, name, motif, preference, contact, offers, chosen, now);
    }

    Map<String, Object> memory() {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("stage", stage.name());
        memory.put("misses", misses);
        memory.put("retried", retried);
        memory.put("name", name);
        memory.put("motif", motif);
        memory.put("preference", preference);
        memory.put("contact", contact);
        memory.put(
                "offers",
                offers.stream().map(one -> List.of(one.id(), one.label())).toList());
        memory.put("chosen", chosen);
        if (last != null) {
            memory.put("last", last.toString());
        }
        return memory;
    }

    /** Of what {@link #memory} wrote; anything else is a new visit. */
    static Visit of(Map<String, Object> memory) {
        if (!(memory.get("stage") instanceof String stage)) {
            return NEW;
        }
        List<Offer> offers = new ArrayList<>();
        if (memory.get("offers") instanceof List<?> offered) {
            for (Object one : offered) {
                List<?> parts = (List<?>) one;
                offers.add(new Offer(String.valueOf(parts.get(0)), String.valueOf(parts.get(1))));
            }
        }
        return new Visit(
                Stage.valueOf(stage),
                ((Number) memory.getOrDefault("misses", 0)).intValue(),
                Boolean.TRUE.equals(memory.get("retried")),
                text(memory, "name"),
                text(memory, "motif"),
                text(memory, "preference"),
                text(memory, "contact"),
                offers,
                ((Number) memory.getOrDefault("chosen", -1)).intValue(),
                memory.get("last") instanceof String last ? Instant.parse(last) : null);
    }

    private static String text(Map<String, Object> memory, String name) {
        return memory.get(name) instanceof String text ? text : "";
    }
}
