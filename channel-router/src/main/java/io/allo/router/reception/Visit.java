// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the desk remembers of one person, as JSON types between two turns.
 *
 * @param misses questions in a row that nothing answered
 * @param retried the question that is open was asked a second time; of a visit that was handed over: without a word
 * @param facts what is known; what is missing is not known
 * @param offers free times, services or appointments to choose from, in the order in which they were told
 * @param chosen which of the offers is meant, -1 for none yet
 * @param history the last {@link #LONGEST_HISTORY} messages, oldest first
 * @param last when the person wrote last; null before the first message
 */
record Visit(
        Stage stage,
        int misses,
        boolean retried,
        Map<Fact, String> facts,
        List<Offer> offers,
        int chosen,
        List<Said> history,
        @Nullable Instant last) {
    static final int LONGEST_HISTORY = 10;
    static final Visit NEW = new Visit(Stage.START, 0, false, Map.of(), List.of(), -1, List.of(), null);

    /** What the person told, or what was found out. */
    enum Fact {
        NAME,
        MOTIF,
        /** When the person would like to come, in his words. */
        PREFERENCE,
        /** E.164 number or e-mail address. */
        CONTACT,
        /** The request for a change, in the person's words. */
        WISH,
        /** Id of the appointment that is to be changed. */
        BOOKING,
        /** How that appointment is read. */
        LABEL,
        /** Service of that appointment, or of the one that is booked. */
        SERVICE,
        /** The one day whose free times were asked for. */
        DAY,
        /** Free times that were offered and not wanted. */
        PASSED,
        /** {@code fr} or {@code en}, as the person wrote last. */
        LANGUAGE,
        /** The person uses the keys of a telephone. */
        KEYS,
        /** He was asked to write on his telephone: how often he has spoken since. */
        WRITING
    }

    /** What may be chosen. @param id as the calendar names it; @param label as it is read; @param service of an appointment */
    record Offer(String id, String label, String service) {
        Offer(String id, String label) {
            this(id, label, "");
        }
    }

    /** @param desk said by the desk, else by the person */
    record Said(boolean desk, String text) {}

    String fact(Fact fact) {
        return facts.getOrDefault(fact, "");
    }

    /** An empty text forgets it. */
    Visit with(Fact fact, String text) {
        Map<Fact, String> more = new EnumMap<>(Fact.class);
        more.putAll(facts);
        if (text.isEmpty()) {
            more.remove(fact);
        } else {
            more.put(fact, text);
        }
        return new Visit(stage, misses, retried, more, offers, chosen, history, last);
    }

    Visit at(Stage next) {
        return new Visit(next, misses, false, facts, offers, chosen, history, last);
    }

    Visit again() {
        return new Visit(stage, misses, true, facts, offers, chosen, history, last);
    }

    Visit withMisses(int count) {
        return new Visit(stage, count, retried, facts, offers, chosen, history, last);
    }

    Visit offered(List<Offer> some) {
        return new Visit(stage, misses, retried, facts, List.copyOf(some), -1, history, last);
    }

    Visit choosing(int offer) {
        return new Visit(stage, misses, retried, facts, offers, offer, history, last);
    }

    Visit heardAt(Instant now) {
        return new Visit(stage, misses, retried, facts, offers, chosen, history, now);
    }

    Visit saying(boolean desk, String text) {
        List<Said> longer = new ArrayList<>(history);
        longer.add(new Said(desk, text));
        List<Said> kept = longer.subList(Math.max(0, longer.size() - LONGEST_HISTORY), longer.size());
        return new Visit(stage, misses, retried, facts, offers, chosen, List.copyOf(kept), last);
    }

    /** The course begins anew; how the person speaks and what was said stay. */
    Visit fresh() {
        Map<Fact, String> manner = new EnumMap<>(Fact.class);
        manner.putAll(facts);
        manner.keySet().retainAll(List.of(Fact.LANGUAGE, Fact.KEYS));
        return new Visit(Stage.START, 0, false, manner, List.of(), -1, history, last);
    }

    String name() {
        return fact(Fact.NAME);
    }

    String motif() {
        return fact(Fact.MOTIF);
    }

    String preference() {
        return fact(Fact.PREFERENCE);
    }

    String contact() {
        return fact(Fact.CONTACT);
    }

    Map<String, Object> memory() {
        Map<String, Object> memory = new LinkedHashMap<>();
        memory.put("stage", stage.name());
        memory.put("misses", misses);
        memory.put("retried", retried);
        facts.forEach((fact, text) -> memory.put(key(fact), text));
        memory.put(
                "offers",
                offers.stream()
                        .map(one -> List.of(one.id(), one.label(), one.service()))
                        .toList());
        memory.put("chosen", chosen);
        memory.put(
                "history",
                history.stream()
                        .map(one -> List.of(one.desk() ? "desk" : "person", one.text()))
                        .toList());
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
        Map<Fact, String> facts = new EnumMap<>(Fact.class);
        for (Fact fact : Fact.values()) {
            if (memory.get(key(fact)) instanceof String text) {
                facts.put(fact, text);
            }
        }
        return new Visit(
                Stage.named(stage),
                ((Number) memory.getOrDefault("misses", 0)).intValue(),
                Boolean.TRUE.equals(memory.get("retried")),
                facts,
                lists(memory, "offers").stream()
                        .map(one -> new Offer(text(one, 0), text(one, 1), text(one, 2)))
                        .toList(),
                ((Number) memory.getOrDefault("chosen", -1)).intValue(),
                lists(memory, "history").stream()
                        .map(one -> new Said(text(one, 0).equals("desk"), text(one, 1)))
                        .toList(),
                memory.get("last") instanceof String last ? Instant.parse(last) : null);
    }

    private static String key(Fact fact) {
        return fact.name().toLowerCase(Locale.ROOT);
    }

    private static List<List<?>> lists(Map<String, Object> memory, String name) {
        List<List<?>> lists = new ArrayList<>();
        if (memory.get(name) instanceof List<?> all) {
            for (Object one : all) {
                lists.add((List<?>) one);
            }
        }
        return lists;
    }

    /** Empty for a part that an older version did not write. */
    private static String text(List<?> parts, int at) {
        return parts.size() > at ? String.valueOf(parts.get(at)) : "";
    }
}
