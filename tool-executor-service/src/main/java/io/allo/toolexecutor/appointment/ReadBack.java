// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.toolexecutor.appointment.ToldNames.Kind;
import io.allo.toolexecutor.appointment.ToldNames.Thing;
import io.allo.toolexecutor.appointment.ToldNames.Told;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A number or an address that was dictated counts once it was read back and the customer said yes (D35). The model says so by
 * {@code contact_confirmed}; once it was refused here, only in a later turn of the customer, so that it has to ask. What the line itself
 * tells, and what somebody typed, needs none of this. Call within a transaction: the refusal is remembered in it.
 */
@ApplicationScoped
class ReadBack {
    private static final Map<Character, String> FRENCH =
            Map.of('.', "point", '-', "tiret", '_', "tiret bas", '+', "plus", '%', "pour cent");
    private static final Map<Character, String> ENGLISH =
            Map.of('.', "dot", '-', "hyphen", '_', "underscore", '+', "plus", '%', "percent");

    private final ToldNames names;

    ReadBack(ToldNames names) {
        this.names = names;
    }

    /** What the model is told instead of a booking; empty when it may book. */
    Uni<Optional<Map<String, Object>>> refusal(Calendar calendar, ToolRequest request, Contact contact) {
        List<String> heard = heard(request, contact);
        if (heard.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        ToldNames.Call call = request.told(calendar);
        Thing thing = new Thing(Kind.CONTACT, "", Instant.EPOCH, digest(heard));
        boolean confirmed = Boolean.TRUE.equals(request.contactConfirmed());
        return names.find(call, Kind.CONTACT, ToldNames.name(call, thing)).chain(told -> {
            if (confirmed && (told == null || isLater(request, told))) {
                return Uni.createFrom().item(Optional.empty());
            }
            Spoken spoken = new Spoken(calendar, calendar.speaking(request.language()));
            return names.tell(call, List.of(thing)).replaceWith(Optional.of(refused(heard, calendar, spoken)));
        });
    }

    private static List<String> heard(ToolRequest request, Contact contact) {
        if (!request.isHeard()) {
            return List.of();
        }
        String dictated = Objects.equals(contact.phone(), contact.caller()) ? null : contact.phone();
        return Stream.of(Optional.ofNullable(dictated), Optional.ofNullable(contact.email()))
                .flatMap(Optional::stream)
                .toList();
    }

    private static boolean isLater(ToolRequest request, Told told) {
        Integer now = request.turn();
        return now == null || told.turn() == null || now > told.turn();
    }

    private static Map<String, Object> refused(List<String> heard, Calendar calendar, Spoken spoken) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("success", false);
        answer.put("reason", "contact_unconfirmed");
        answer.put(
                "read_back",
                heard.stream()
                        .map(one -> one.indexOf('@') < 0
                                ? PhoneNumbers.spaced(one, calendar.phoneRegion())
                                : spelt(one, spoken))
                        .collect(Collectors.joining(" ; ")));
        answer.put(
                "error",
                spoken.say(
                        "Rien n'est réservé : relisez le contact (read_back), attendez un oui explicite du client à son"
                                + " prochain tour, puis rappelez avec contact_confirmed à true ; s'il corrige, avec le contact"
                                + " corrigé.",
                        "Nothing is booked: read the contact back (read_back), wait for an explicit yes in the customer's"
                                + " next turn, then call again with contact_confirmed true; if he corrects it, with the"
                                + " corrected contact."));
        return answer;
    }

    /** The part before the sign letter by letter, the rest in words. */
    private static String spelt(String email, Spoken spoken) {
        int at = email.indexOf('@');
        Map<Character, String> signs = spoken.english() ? ENGLISH : FRENCH;
        String local = email.substring(0, at)
                .chars()
                .mapToObj(sign -> signs.getOrDefault((char) sign, String.valueOf((char) sign)))
                .collect(Collectors.joining(", "));
        String domain = email.substring(at + 1).replace(".", spoken.say(" point ", " dot "));
        return local + ", " + spoken.say("arobase", "at") + ", " + domain;
    }

    /** The contact itself need not be kept for that. */
    private static String digest(List<String> heard) {
        return UUID.nameUUIDFromBytes(String.join(" ", heard).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
