// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.router.reception.Visit.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The course of a visit: questions are answered from what the business knows, an appointment takes four questions (name, reason,
 * time, contact) and a choice among three slots. Two misses, an abuse or a course that fails hand over to a person. Pure.
 *
 * @param tools names of those that the session has
 * @param voice it is heard and spoken: numbers and addresses in words
 * @param frenchOnly the agent speaks nothing else: English is refused
 */
record Desk(Phrases phrases, String language, Set<String> tools, boolean voice, boolean frenchOnly) {
    static final String ANSWER_FAQ = "answer_faq";
    static final String LIST_SLOTS = "list_available_slots";
    static final String SCHEDULE = "schedule_appointment";
    static final String TRANSFER = "transfer_call";

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final double MATCH = 0.8;
    private static final Pattern SERVICES = Pattern.compile("^service is .*\\(expected: one of ([^;)]+)");
    private static final int MOST_MISSES = 2;
    private static final int SHORTEST_NAME = 2;
    private static final int LONGEST_NAME = 80;
    private static final int LONGEST_MOTIF = 100;
    /** So few words around a word for an appointment say nothing else. */
    private static final int BARE_INTENT = 3;

    /** What a message leads to; the order of the tests is the profile's. */
    Step heard(Visit before, String text, Instant now) {
        if (before.stage().ended()) {
            return Step.say(
                    before.heardAt(now),
                    phrases.say(before.stage() == Stage.CONFIRMED ? "closing.confirmed" : "closing.transferred"));
        }
        Visit visit = before.heardAt(now);
        Guards.Refusal refusal = Guards.of(text, phrases, frenchOnly);
        if (refusal == Guards.Refusal.ABUSE) {
            return handOverSilently(visit);
        }
        if (refusal != Guards.Refusal.NONE) {
            return Step.say(visit, phrases.say(refusal.phrase()));
        }
        Instant last = before.last();
        if (last != null && Duration.between(last, now).compareTo(LIFE) > 0) {
            return Step.say(Visit.NEW.heardAt(now), phrases.say("expired"));
        }
        return answered(visit, text.strip());
    }

    private Step answered(Visit visit, String text) {
        return switch (visit.stage()) {
            case START, FAQ_ANSWERED -> question(visit, text);
            case QUALIF_NAME -> name(visit, text);
            case QUALIF_MOTIF -> motif(visit, text);
            case QUALIF_PREF -> preference(visit, text);
            case QUALIF_CONTACT -> contact(visit, text);
            case QUALIF_SERVICE -> service(visit, text);
            case WAIT_CONFIRM -> choice(visit, text);
            case CHECK_CONTACT -> checked(visit, text);
            case CONFIRMED, TRANSFERRED -> handOver(visit, "");
        };
    }

    private Step question(Visit visit, String text) {
        if (phrases.has("booking", text) && tools.contains(SCHEDULE)) {
            return Step.say(visit.at(Stage.QUALIF_NAME), phrases.say("ask.name"));
        }
        return tools.contains(ANSWER_FAQ)
                ? Step.call(visit, "", ANSWER_FAQ, Map.of("question", text, "language", language))
                : missed(visit);
    }

    private Step name(Visit visit, String text) {
        if (phrases.has("booking", text)) {
            return Step.say(visit, phrases.say("ask.name.again"));
        }
        String name = text.replaceAll("[\\s.,;!…]+$", "");
        if (name.codePointCount(0, name.length()) < SHORTEST_NAME) {
            return handOver(visit, "");
        }
        String kept = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name;
        return Step.say(visit.named(kept).at(Stage.QUALIF_MOTIF), phrases.say("ask.motif", "name", kept));
    }

    private Step motif(Visit visit, String text) {
        boolean rambling = text.length() > LONGEST_MOTIF || count(text, '.') > 1 || count(text, '?') > 1;
        String plain = Phrases.plain(text);
        boolean vague = phrases.words("vague").contains(plain);
        boolean repeated = phrases.has("booking", text)
                && (phrases.has("booking.ask", text) || plain.split(" ").length <= BARE_INTENT);
        if (rambling || vague || repeated) {
            return visit.retried() ? handOver(visit, "") : Step.say(visit.again(), phrases.say("ask.motif.help"));
        }
        return Step.say(visit.because(text).at(Stage.QUALIF_PREF), phrases.say("ask.preference"));
    }

    private Step preference(Visit visit, String text) {
        return phrases.has("booking", text) && phrases.has("booking.ask", text)
                ? Step.say(visit, phrases.say("ask.preference"))
                : Step.say(visit.preferring(text).at(Stage.QUALIF_CONTACT), phrases.say("ask.contact"));
    }

    private Step contact(Visit visit, String text) {
        Optional<String> contact = ContactReader.of(text, phrases, voice);
        if (contact.isEmpty()) {
            return voice && !visit.retried()
                    ? Step.say(visit.again(), phrases.say("ask.contact.again"))
                    : handOver(visit, "");
        }
        return freeTimes(visit.reachedBy(contact.get()), "");
    }

    private Step freeTimes(Visit visit, String service) {
        Map<String, Object> arguments = new LinkedHashMap<>(Map.of("range", "+2week", "language", language));
        if (!service.isEmpty()) {
            arguments.put("service", service);
        }
        return Step.call(visit, "", LIST_SLOTS, arguments);
    }

    private Step service(Visit visit, String text) {
        Optional<String> named = named(visit.offers().stream().map(Offer::id).toList(), text);
        if (named.isPresent()) {
            return freeTimes(visit, named.get());
        }
        return visit.retried() ? handOver(visit, "") : Step.say(visit.again(), askService(visit.offers()));
    }

    private String askService(List<Offer> services) {
        return phrases.say(
                "ask.service", "services", services.stream().map(Offer::label).collect(Collectors.joining(", ")));
    }

    private static Optional<String> named(List<String> services, String text) {
        String plain = Phrases.plain(text);
        return services.stream()
                .filter(service -> plain.contains(Phrases.plain(service)))
                .findFirst();
    }

    private Step choice(Visit visit, String text) {
        Optional<Integer> chosen = SlotWish.chosen(text, phrases, voice)
                .filter(one -> one < visit.offers().size());
        if (chosen.isEmpty()) {
            return visit.retried() ? handOver(visit, "") : Step.say(visit.again(), phrases.say("slots.again"));
        }
        return booking(visit.choosing(chosen.get()), false);
    }

    /** Yes to the contact as it was read back; another one, or no, and it is asked for again. */
    private Step checked(Visit visit, String text) {
        Optional<String> other = ContactReader.of(text, phrases, voice);
        if (other.isPresent()) {
            return booking(visit.reachedBy(other.get()), false);
        }
        if (phrases.has("wrong", text) || !phrases.has("right", text)) {
            return visit.retried()
                    ? handOver(visit, "")
                    : Step.say(visit.at(Stage.QUALIF_CONTACT).again(), phrases.say("ask.contact"));
        }
        return booking(visit, true);
    }

    private Step booking(Visit visit, boolean contactConfirmed) {
        Map<String, Object> arguments = new LinkedHashMap<>();
        arguments.put("slot_id", visit.offers().get(visit.chosen()).id());
        arguments.put("user_name", visit.name());
        arguments.put(visit.contact().indexOf('@') < 0 ? "user_phone_number" : "user_email", visit.contact());
        if (!visit.motif().isEmpty()) {
            arguments.put("reason", visit.motif());
        }
        if (contactConfirmed) {
            arguments.put("contact_confirmed", true);
        }
        arguments.put("language", language);
        return Step.call(visit, "", SCHEDULE, arguments);
    }

    /** What a tool's result leads to. */
    Step done(Visit visit, String tool, Map<String, Object> result) {
        boolean success = !Boolean.FALSE.equals(result.get("success")) && !result.containsKey("error");
        return switch (tool) {
            case ANSWER_FAQ -> told(visit, success, result);
            case LIST_SLOTS -> offered(visit, success, result);
            case SCHEDULE -> booked(visit, success, result);
            case TRANSFER -> Step.say(visit, success || visit.retried() ? "" : phrases.say("nobody"));
            default -> Step.say(visit, "");
        };
    }

    private Step told(Visit visit, boolean success, Map<String, Object> result) {
        boolean matched = success
                && result.get("confidence") instanceof Number confidence
                && confidence.doubleValue() >= MATCH
                && result.get("answer") instanceof String;
        if (!matched) {
            return missed(visit);
        }
        Visit answered = visit.at(Stage.FAQ_ANSWERED).withMisses(0);
        String answer = String.valueOf(result.get("answer"));
        return result.get("source") instanceof String source && !voice
                ? Step.say(answered, answer, phrases.say("source", "source", source))
                : Step.say(answered, answer);
    }

    private Step missed(Visit visit) {
        int misses = visit.misses() + 1;
        return misses >= MOST_MISSES
                ? handOver(visit.withMisses(misses), "")
                : Step.say(visit.withMisses(misses), phrases.say("unknown"));
    }

    private Step offered(Visit visit, boolean success, Map<String, Object> result) {
        if (!success) {
            List<String> services = services(String.valueOf(result.get("error")));
            return services.isEmpty() || visit.stage() == Stage.QUALIF_SERVICE
                    ? handOver(visit, phrases.say("failed"))
                    : whichService(visit, services);
        }
        List<Offer> best = SlotWish.best(result, visit.preference(), phrases);
        if (best.isEmpty()) {
            return handOver(visit, phrases.say("none"));
        }
        List<String> lines = new ArrayList<>(List.of(phrases.say("slots")));
        for (int i = 0; i < best.size(); i++) {
            lines.add(i + 1 + ". " + best.get(i).label());
        }
        lines.add(phrases.say("slots.ask"));
        return Step.say(visit.offered(best).at(Stage.WAIT_CONFIRM), String.join("\n", lines));
    }

    /** The reason may have named the service; else it is asked for. */
    private Step whichService(Visit visit, List<String> services) {
        List<Offer> offers = services.stream().map(one -> new Offer(one, one)).toList();
        Visit asking = visit.offered(offers).at(Stage.QUALIF_SERVICE);
        return named(services, visit.motif())
                .map(service -> freeTimes(asking, service))
                .orElseGet(() -> Step.say(asking, askService(offers)));
    }

    /** The services that the calendar's refusal names: {@code service is missing (expected: one of a, b; ask which)}. */
    private static List<String> services(String error) {
        Matcher named = SERVICES.matcher(error);
        return named.find() ? List.of(named.group(1).strip().split("\\s*,\\s*")) : List.of();
    }

    private Step booked(Visit visit, boolean success, Map<String, Object> result) {
        if ("contact_unconfirmed".equals(result.get("reason"))) {
            return Step.say(
                    visit.at(Stage.CHECK_CONTACT),
                    phrases.say("check.contact", "contact", String.valueOf(result.get("read_back"))));
        }
        if (!success) {
            boolean taken = "slot_taken".equals(result.get("reason"));
            return handOver(visit, phrases.say(taken ? "taken" : "failed"));
        }
        Offer slot = visit.offers().get(visit.chosen());
        return Step.say(
                visit.at(Stage.CONFIRMED), phrases.say("confirmed", "name", visit.name(), "slot", slot.label()));
    }

    /** @param why words that are said of it; empty when the hand-over says enough */
    private Step handOver(Visit visit, String why) {
        Visit over = visit.at(Stage.TRANSFERRED);
        if (!tools.contains(TRANSFER)) {
            return Step.say(over, joined(why, phrases.say("nobody")));
        }
        // On the telephone nothing is said after the call; elsewhere it is known only then whether somebody takes over.
        String words = voice ? joined(why, phrases.say("transfer")) : why;
        return Step.call(over, words, TRANSFER, Map.of("reason", reason(visit)));
    }

    /** Whoever is abusive is handed over without a word. */
    private Step handOverSilently(Visit visit) {
        Visit over = visit.at(Stage.TRANSFERRED).again();
        return tools.contains(TRANSFER)
                ? Step.call(over, "", TRANSFER, Map.of("reason", reason(visit)))
                : Step.say(over, "");
    }

    private static String joined(String first, String second) {
        return first.isEmpty() ? second : first + " " + second;
    }

    private static String reason(Visit visit) {
        return visit.motif().isEmpty() ? "reception" : visit.motif();
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
