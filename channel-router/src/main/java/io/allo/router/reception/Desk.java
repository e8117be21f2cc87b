// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static io.allo.router.reception.Visit.Fact.BOOKING;
import static io.allo.router.reception.Visit.Fact.CONTACT;
import static io.allo.router.reception.Visit.Fact.KEYS;
import static io.allo.router.reception.Visit.Fact.LABEL;
import static io.allo.router.reception.Visit.Fact.MOTIF;
import static io.allo.router.reception.Visit.Fact.NAME;
import static io.allo.router.reception.Visit.Fact.PASSED;
import static io.allo.router.reception.Visit.Fact.PREFERENCE;
import static io.allo.router.reception.Visit.Fact.SERVICE;

import io.allo.router.reception.Visit.Offer;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The course of a visit: questions are answered from what the business knows, an appointment takes four questions (name, reason,
 * time, contact) and a choice among three slots; {@link Changes} moves and cancels it. Two misses, an abuse or a course that fails hand
 * over to a person. Pure.
 */
record Desk(Situation here, FreeTimes times, HandOver handOver, Changes changes, Detour detour, Writing writing) {
    static final String ANSWER_FAQ = "answer_faq";
    static final String LIST_SLOTS = "list_available_slots";
    static final String SCHEDULE = "schedule_appointment";
    static final String FIND = "find_appointments";
    static final String RESCHEDULE = "reschedule_appointment";
    static final String CANCEL = "cancel_appointment";
    static final String TRANSFER = "transfer_call";

    private static final Duration LIFE = Duration.ofMinutes(15);
    private static final double MATCH = 0.8;
    private static final Pattern SERVICES = Pattern.compile("^service is .*\\(expected: one of ([^;)]+)");
    private static final int MOST_MISSES = 2;
    private static final int LONGEST_MOTIF = 100;
    /** So few words around a word for an appointment say nothing else. */
    private static final int BARE_INTENT = 3;

    static Desk at(Situation here) {
        FreeTimes times = new FreeTimes(here);
        HandOver handOver = new HandOver(here);
        Changes changes = new Changes(here, times, handOver);
        return new Desk(here, times, handOver, changes, new Detour(here, changes), new Writing(here, handOver));
    }

    /** What a message leads to; the order of the tests is the profile's. */
    Step heard(Visit before, String text) {
        boolean expired = expired(before);
        Visit visit = before.heardAt(here.now()).saying(false, text);
        if (before.stage().ended()) {
            if (!expired && !reopens(before, text)) {
                return Step.say(
                        visit,
                        here.say(before.stage() == Stage.CONFIRMED ? "closing.confirmed" : "closing.transferred"));
            }
            visit = expired ? visit.fresh() : visit;
        }
        Guards.Refusal refusal = Guards.of(text, here.phrases(), here.frenchOnly());
        if (refusal == Guards.Refusal.ABUSE) {
            return handOver.silently(visit);
        }
        if (refusal != Guards.Refusal.NONE) {
            return Step.say(visit, here.say(refusal.phrase()));
        }
        if (expired && !before.stage().ended()) {
            return Step.say(visit.fresh(), here.say("expired"));
        }
        Visit heard = visit;
        return writing.link(heard, text)
                .or(() -> detour.of(heard, text))
                .orElseGet(() -> answered(heard, text.strip()));
    }

    /** Counted from the message before this one: this one does not keep itself alive. */
    private boolean expired(Visit before) {
        Instant last = before.last();
        return last != null && Duration.between(last, here.now()).compareTo(LIFE) > 0;
    }

    /** What was booked can be changed, or another one booked. */
    private boolean reopens(Visit before, String text) {
        Intent intent = Intent.of(text, here.phrases());
        return before.stage() == Stage.CONFIRMED
                && (intent.changes() || intent == Intent.BOOK && here.has("another", text) || menuKey(before, text));
    }

    private Step answered(Visit visit, String text) {
        return switch (visit.stage()) {
            case START, FAQ_ANSWERED, CONFIRMED -> question(visit, text);
            case QUALIF_NAME -> name(visit, text);
            case QUALIF_MOTIF -> motif(visit, text);
            case QUALIF_PREF -> preference(visit, text);
            case QUALIF_CONTACT -> contact(visit, text);
            case QUALIF_SERVICE -> service(visit, text);
            case WAIT_CONFIRM -> choice(visit, text);
            case CHECK_CONTACT -> checked(visit, text);
            case TRANSFERRED, UNKNOWN -> handOver.because(visit, "");
            default -> changes.heard(visit, text);
        };
    }

    private Step question(Visit visit, String text) {
        Intent intent = menuKey(visit, text) ? KeyMenu.meant(text) : Intent.of(text, here.phrases());
        if (intent.changes()) {
            return changes.begin(visit, intent, menuKey(visit, text) ? "" : text);
        }
        if (Intent.denies(text, here.phrases())) {
            return Step.say(visit.fresh(), here.say("abandoned"));
        }
        if (intent == Intent.BOOK && here.tools().contains(SCHEDULE)) {
            return visit.fact(KEYS).isEmpty()
                    ? Step.say(visit.fresh().at(Stage.QUALIF_NAME), here.say("ask.name"))
                    : bookByKeys(visit);
        }
        if (menuKey(visit, text)) {
            return handOver.because(visit, "");
        }
        return here.tools().contains(ANSWER_FAQ)
                ? Step.call(visit, "", ANSWER_FAQ, Map.of("question", text, "language", here.language()))
                : missed(visit);
    }

    private boolean menuKey(Visit visit, String text) {
        return !visit.fact(KEYS).isEmpty() && KeyMenu.has(text);
    }

    /** Keys tell no name and no reason; the number that calls is where the person is reached. */
    private Step bookByKeys(Visit visit) {
        String line = here.line();
        return line == null
                ? handOver.because(visit, here.say("nonumber"))
                : freeTimes(visit.fresh().with(CONTACT, line).with(NAME, here.say("keyed.name")));
    }

    private Step name(Visit visit, String text) {
        if (here.has("booking", text)) {
            return Step.say(visit, here.say("ask.name.again"));
        }
        String name = Names.of(text, here.phrases());
        return name.isEmpty()
                ? handOver.because(visit, "")
                : Step.say(visit.with(NAME, name).at(Stage.QUALIF_MOTIF), here.say("ask.motif", "name", name));
    }

    private Step motif(Visit visit, String text) {
        boolean rambling = text.length() > LONGEST_MOTIF || count(text, '.') > 1 || count(text, '?') > 1;
        String plain = Phrases.plain(text);
        boolean vague = here.phrases().words("vague").contains(plain);
        boolean repeated =
                here.has("booking", text) && (here.has("booking.ask", text) || plain.split(" ").length <= BARE_INTENT);
        if (rambling || vague || repeated) {
            return visit.retried() ? handOver.because(visit, "") : Step.say(visit.again(), here.say("ask.motif.help"));
        }
        return Step.say(visit.with(MOTIF, text).at(Stage.QUALIF_PREF), here.say("ask.preference"));
    }

    private Step preference(Visit visit, String text) {
        return here.has("booking", text) && here.has("booking.ask", text)
                ? Step.say(visit, here.say("ask.preference"))
                : Step.say(visit.with(PREFERENCE, text).at(Stage.QUALIF_CONTACT), here.say("ask.contact"));
    }

    private Step contact(Visit visit, String text) {
        Optional<String> contact = ContactReader.of(text, here.phrases(), here.voice())
                .or(() -> Optional.ofNullable(here.line()).filter(line -> here.has("thisnumber", text)));
        if (contact.isPresent()) {
            return freeTimes(visit.with(CONTACT, contact.get()));
        }
        if (writing.wishes(visit, text)) {
            return writing.contact(visit);
        }
        return writing.waiting(visit)
                .orElseGet(() -> here.voice() && !visit.retried()
                        ? Step.say(visit.again(), here.say("ask.contact.again"))
                        : writing.contact(visit));
    }

    private Step freeTimes(Visit visit) {
        return times.ask(visit, here.wish(visit.preference()));
    }

    private Step service(Visit visit, String text) {
        List<String> services = visit.offers().stream().map(Offer::id).toList();
        Optional<String> named = named(services, text)
                .or(() -> Choice.number(text, services.size(), here.phrases(), here.voice())
                        .map(services::get));
        if (named.isPresent()) {
            return freeTimes(visit.with(SERVICE, named.get()));
        }
        return visit.retried() ? handOver.because(visit, "") : Step.say(visit.again(), askService(visit));
    }

    private String askService(Visit visit) {
        return visit.fact(KEYS).isEmpty()
                ? here.say(
                        "ask.service",
                        "services",
                        visit.offers().stream().map(Offer::label).collect(Collectors.joining(", ")))
                : here.say("ask.service") + "\n" + String.join("\n", FreeTimes.numbered(visit.offers(), here));
    }

    private static Optional<String> named(List<String> services, String text) {
        String plain = Phrases.plain(text);
        return services.stream()
                .filter(service -> plain.contains(Phrases.plain(service)))
                .findFirst();
    }

    private Step choice(Visit visit, String text) {
        Optional<Integer> chosen = Choice.number(text, visit.offers().size(), here.phrases(), here.voice());
        if (chosen.isEmpty()) {
            return Detour.otherTimes(visit, text, here)
                    .map(this::freeTimes)
                    .orElseGet(() -> visit.retried()
                            ? handOver.because(visit, "")
                            : Step.say(visit.again(), here.say("slots.again")));
        }
        return booking(visit.choosing(chosen.get()), false);
    }

    /** Yes to the contact as it was read back; another one, or no, and it is asked for again. */
    private Step checked(Visit visit, String text) {
        Optional<String> other = ContactReader.of(text, here.phrases(), here.voice());
        if (other.isPresent()) {
            return booking(visit.with(CONTACT, other.get()), false);
        }
        if (here.has("wrong", text) || !here.has("right", text)) {
            return visit.retried()
                    ? writing.contact(visit)
                    : Step.say(visit.at(Stage.QUALIF_CONTACT).again(), here.say("ask.contact"));
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
        arguments.put("language", here.language());
        return Step.call(visit, "", SCHEDULE, arguments);
    }

    /** What a tool's result leads to. */
    Step done(Visit visit, String tool, Map<String, Object> result) {
        boolean success = !Boolean.FALSE.equals(result.get("success")) && !result.containsKey("error");
        return switch (tool) {
            case ANSWER_FAQ -> told(visit, success, result);
            case LIST_SLOTS ->
                visit.stage().change() == Intent.MOVE
                        ? changes.offered(visit, success, result)
                        : offered(visit, success, result);
            case SCHEDULE -> booked(visit, success, result);
            case FIND -> changes.found(visit, success, result);
            case RESCHEDULE, CANCEL -> changes.changed(visit, tool, success, result);
            case Writing.SEND_LINK -> writing.linkSent(visit, success);
            case Writing.ASK -> writing.asked(visit, success);
            case TRANSFER -> Step.say(visit, success || visit.retried() ? "" : here.say("nobody"));
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
        return result.get("source") instanceof String source && !here.voice()
                ? Step.say(answered, answer, here.say("source", "source", source))
                : Step.say(answered, answer);
    }

    private Step missed(Visit visit) {
        int misses = visit.misses() + 1;
        return misses >= MOST_MISSES
                ? handOver.because(visit.withMisses(misses), "")
                : Step.say(visit.withMisses(misses), here.say("unknown"));
    }

    private Step offered(Visit visit, boolean success, Map<String, Object> result) {
        if (!success) {
            List<String> services = services(String.valueOf(result.get("error")));
            return services.isEmpty() || visit.stage() == Stage.QUALIF_SERVICE
                    ? handOver.because(visit, here.say("failed"))
                    : whichService(visit, services);
        }
        return times.told(visit, result, here.wish(visit.preference()), Stage.WAIT_CONFIRM)
                .orElseGet(() -> handOver.because(visit, here.say("none")));
    }

    /** The reason may have named the service; else it is asked for. */
    private Step whichService(Visit visit, List<String> services) {
        List<Offer> offers = services.stream().map(one -> new Offer(one, one)).toList();
        Visit asking = visit.offered(offers).at(Stage.QUALIF_SERVICE);
        return named(services, visit.motif())
                .map(service -> freeTimes(asking.with(SERVICE, service)))
                .orElseGet(() -> Step.say(asking, askService(asking)));
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
                    here.say("check.contact", "contact", String.valueOf(result.get("read_back"))));
        }
        if (!success) {
            boolean taken = "slot_taken".equals(result.get("reason"));
            return handOver.because(visit, here.say(taken ? "taken" : "failed"));
        }
        Offer slot = visit.offers().get(visit.chosen());
        String service = result.get("service") instanceof String told ? told : visit.fact(SERVICE);
        Visit confirmed = visit.at(Stage.CONFIRMED)
                .with(PASSED, "")
                .with(SERVICE, service)
                .with(BOOKING, result.get("booking_id") instanceof String id ? id : "")
                .with(LABEL, service.isEmpty() ? slot.label() : service + ", " + slot.label());
        String words = here.say("confirmed", "name", visit.name(), "slot", slot.label());
        return result.get("reference") instanceof String reference
                ? Step.say(confirmed, words + " " + here.say("reference", "reference", spelt(reference)))
                : Step.say(confirmed, words);
    }

    /** Digit by digit on the telephone. */
    private String spelt(String reference) {
        return here.voice()
                ? reference
                        .replaceAll("\\s", ",")
                        .replaceAll("([0-9])(?=[0-9])", "$1 ")
                        .replace(",", ", ")
                : reference;
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }
}
