// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static io.allo.router.reception.Visit.Fact.BOOKING;
import static io.allo.router.reception.Visit.Fact.KEYS;
import static io.allo.router.reception.Visit.Fact.LABEL;
import static io.allo.router.reception.Visit.Fact.NAME;
import static io.allo.router.reception.Visit.Fact.PASSED;
import static io.allo.router.reception.Visit.Fact.PREFERENCE;
import static io.allo.router.reception.Visit.Fact.SERVICE;
import static io.allo.router.reception.Visit.Fact.WISH;

import io.allo.router.reception.Visit.Offer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An appointment that stands is told, moved or cancelled. Whose it is tells the number that the channel vouches for; where there is
 * none, or it has no appointment, the name together with the reference that the confirmation has, and whatever does not fit is answered
 * alike. Nothing is changed without a yes, or the choice of a free time, after the appointment was named; nothing is said to be changed
 * that the calendar did not confirm.
 */
record Changes(Situation here, FreeTimes times, HandOver handOver) {
    private static final int LENGTH_OF_CODE = 8;
    private static final Set<String> TOOLS = Set.of(Desk.FIND, Desk.CANCEL, Desk.RESCHEDULE, Desk.LIST_SLOTS);

    /** @param text what was asked, with the day that it may name */
    Step begin(Visit before, Intent intent, String text) {
        Visit visit = before.fresh().with(WISH, text).with(NAME, before.name());
        if (!here.tools().containsAll(TOOLS)) {
            return handOver.because(visit, "");
        }
        if (intent == Intent.UNABLE) {
            return Step.say(visit.at(Stage.CHANGE_WHAT), here.say("ask.change"));
        }
        if (before.stage() == Stage.CONFIRMED && here.line() == null && intent != Intent.LOOK) {
            // Nobody but who booked it here is in this conversation.
            Offer booked = new Offer(before.fact(BOOKING), before.fact(LABEL), before.fact(SERVICE));
            return known(visit.at(Stage.of(intent, "WHICH")), booked);
        }
        return here.line() == null
                ? Step.say(visit.at(Stage.of(intent, "NAME")), here.say("ask.whose"))
                : find(visit.at(Stage.of(intent, "LINE")), Map.of());
    }

    Step heard(Visit visit, String text) {
        return switch (visit.stage()) {
            case CHANGE_WHAT -> what(visit, text);
            case CANCEL_NAME, MODIFY_NAME, LOOKUP_NAME -> name(visit, text);
            case CANCEL_CODE, MODIFY_CODE, LOOKUP_CODE, CANCEL_NO_RDV, MODIFY_NO_RDV, LOOKUP_NO_RDV ->
                code(visit, text);
            case CANCEL_WHICH, MODIFY_WHICH -> which(visit, text);
            case CANCEL_CONFIRM -> confirm(visit, text);
            case MODIFY_PREF -> preference(visit, text);
            case MODIFY_CONFIRM -> slot(visit, text);
            default -> handOver.because(visit, "");
        };
    }

    private Step what(Visit visit, String text) {
        Intent intent = Intent.of(text, here.phrases());
        if (intent == Intent.CANCEL || intent == Intent.MOVE) {
            return begin(visit, intent, visit.fact(WISH) + ", " + text);
        }
        return retry(visit, here.say("ask.change"));
    }

    private Step name(Visit visit, String text) {
        String name = Names.of(text, here.phrases());
        return name.isEmpty()
                ? retry(visit, here.say("ask.whose"))
                : Step.say(visit.with(NAME, name).at(next(visit, "CODE")), here.say("ask.code"));
    }

    private Step code(Visit visit, String text) {
        String digits = text.replaceAll("[^0-9]", "");
        boolean again = visit.stage() == next(visit, "NO_RDV");
        if (digits.length() != LENGTH_OF_CODE) {
            return again || visit.retried()
                    ? handOver.because(visit, here.say("unchanged"))
                    : Step.say(visit.again(), here.say("ask.code.again"));
        }
        return find(visit, Map.of("name", visit.name(), "reference", digits));
    }

    private Step find(Visit visit, Map<String, Object> by) {
        Map<String, Object> arguments = new LinkedHashMap<>(by);
        arguments.put("language", here.language());
        return Step.call(visit, "", Desk.FIND, arguments);
    }

    /** What was found; whoever is not found, or another's, is answered in the same words. */
    Step found(Visit visit, boolean success, Map<String, Object> result) {
        if (!success) {
            return handOver.because(visit, here.say("failed.change"));
        }
        List<Offer> all = appointments(result);
        if (all.isEmpty()) {
            return none(visit);
        }
        if (visit.stage().change() == Intent.LOOK) {
            return all.size() == 1
                    ? Step.say(
                            visit.fresh(),
                            here.say("found.one", "appointment", all.getFirst().label()))
                    : Step.say(visit.fresh(), here.say("found.several"), lines(all));
        }
        List<Offer> meant = Choice.meant(all, visit.fact(WISH), here.phrases(), here.today());
        List<Offer> left = meant.isEmpty() ? all : meant;
        return left.size() == 1
                ? known(visit, left.getFirst())
                : Step.say(
                        visit.offered(left).at(next(visit, "WHICH")),
                        here.say("found.several"),
                        lines(left),
                        here.say("ask.which"));
    }

    private Step none(Visit visit) {
        if (visit.stage().asksLine()) {
            return Step.say(visit.at(next(visit, "NAME")), here.say("none.line"), here.say("ask.whose"));
        }
        return visit.stage() == next(visit, "NO_RDV")
                ? handOver.because(visit, here.say("none.code"))
                : Step.say(visit.at(next(visit, "NO_RDV")), here.say("none.code"), here.say("ask.code.again"));
    }

    private static List<Offer> appointments(Map<String, Object> result) {
        List<Offer> all = new ArrayList<>();
        if (result.get("appointments") instanceof List<?> found) {
            for (Object one : found) {
                if (one instanceof Map<?, ?> row && row.get("booking_id") instanceof String id) {
                    String service = String.valueOf(row.get("service"));
                    all.add(new Offer(id, service + ", " + row.get("spoken"), service));
                }
            }
        }
        return all;
    }

    private String lines(List<Offer> offers) {
        return String.join("\n", FreeTimes.numbered(offers, here));
    }

    private Step which(Visit visit, String text) {
        Optional<Offer> chosen = Choice.number(text, visit.offers().size(), here.phrases(), here.voice())
                .map(visit.offers()::get)
                .or(() -> only(Choice.meant(visit.offers(), text, here.phrases(), here.today())));
        return chosen.map(one -> known(visit, one)).orElseGet(() -> retry(visit, here.say("ask.which")));
    }

    private static Optional<Offer> only(List<Offer> some) {
        return some.size() == 1 ? Optional.of(some.getFirst()) : Optional.empty();
    }

    /** The appointment is known and is named; a move goes on with the time that the person named with it. */
    private Step known(Visit before, Offer one) {
        Visit visit = before.with(BOOKING, one.id()).with(LABEL, one.label()).with(SERVICE, one.service());
        if (visit.stage().change() == Intent.CANCEL) {
            return Step.say(visit.at(Stage.CANCEL_CONFIRM), here.say("ask.cancel", "appointment", one.label()));
        }
        String named = here.say("found.one", "appointment", one.label());
        // Keys tell no day: the next free times are offered.
        return visit.fact(KEYS).isEmpty() && moved(visit).isEmpty()
                ? Step.say(visit.at(Stage.MODIFY_PREF), named, here.say("ask.when"))
                : search(visit, named);
    }

    private Moment booked(Visit visit) {
        return Moment.of(visit.fact(LABEL), here.phrases());
    }

    private Step confirm(Visit visit, String text) {
        boolean keyed = !visit.fact(KEYS).isEmpty();
        boolean yes = keyed
                ? text.strip().equals("1")
                : here.has("right", text) || Intent.affirms("cancel", text, here.phrases());
        boolean no = keyed ? text.strip().equals("2") : here.has("wrong", text) && !here.has("unsure", text);
        Wish other = here.wish(text).without(booked(visit));
        if (Intent.of(text, here.phrases()) == Intent.MOVE || yes && !no && !other.isEmpty()) {
            return other.isEmpty()
                    ? Step.say(visit.at(Stage.MODIFY_PREF), here.say("ask.when"))
                    : search(visit.with(PREFERENCE, "").with(WISH, text), "");
        }
        if (no && !yes) {
            return other.namesDay()
                    ? begin(visit, Intent.CANCEL, text)
                    : Step.say(visit.fresh(), here.say("kept", "appointment", visit.fact(LABEL)));
        }
        if (yes && !no) {
            return Step.call(
                    visit, "", Desk.CANCEL, Map.of("booking_id", visit.fact(BOOKING), "language", here.language()));
        }
        return visit.retried()
                ? handOver.because(visit, here.say("unchanged"))
                : Step.say(visit.again(), here.say("ask.cancel.again", "appointment", visit.fact(LABEL)));
    }

    private Step preference(Visit visit, String text) {
        if (Intent.of(text, here.phrases()) == Intent.CANCEL) {
            return Step.say(visit.at(Stage.CANCEL_CONFIRM), here.say("ask.cancel", "appointment", visit.fact(LABEL)));
        }
        return search(visit.with(PREFERENCE, text), "");
    }

    private Step search(Visit visit, String named) {
        Visit searching = visit.at(Stage.MODIFY_CONFIRM).with(PASSED, "");
        Step asked = times.ask(searching, moved(searching));
        return Step.call(asked.visit(), named, Desk.LIST_SLOTS, asked.arguments());
    }

    /** What was answered to "when?"; else what the request has besides the appointment's own day. */
    private Wish moved(Visit visit) {
        if (!visit.preference().isEmpty()) {
            return here.wish(visit.preference());
        }
        return here.wish(visit.fact(WISH)).without(booked(visit));
    }

    /** Free times for a move. */
    Step offered(Visit visit, boolean success, Map<String, Object> result) {
        if (!success) {
            return handOver.because(visit, here.say("failed.change"));
        }
        return times.told(visit, result, moved(visit), Stage.MODIFY_CONFIRM)
                .orElseGet(() -> handOver.because(visit, here.say("none") + " " + here.say("unchanged")));
    }

    private Step slot(Visit visit, String text) {
        Optional<Integer> chosen = Choice.number(text, visit.offers().size(), here.phrases(), here.voice());
        if (chosen.isPresent()) {
            Map<String, Object> arguments = new LinkedHashMap<>();
            arguments.put("booking_id", visit.fact(BOOKING));
            arguments.put("slot_id", visit.offers().get(chosen.get()).id());
            arguments.put("language", here.language());
            return Step.call(visit.choosing(chosen.get()), "", Desk.RESCHEDULE, arguments);
        }
        Intent intent = Intent.of(text, here.phrases());
        if (intent == Intent.CANCEL) {
            return Step.say(visit.at(Stage.CANCEL_CONFIRM), here.say("ask.cancel", "appointment", visit.fact(LABEL)));
        }
        return Detour.otherTimes(visit, text, here)
                .map(other -> times.ask(other, moved(other)))
                .orElseGet(() -> retry(visit, here.say("slots.again")));
    }

    /** What became of the change: only what the calendar confirms is said to be done. */
    Step changed(Visit visit, String tool, boolean success, Map<String, Object> result) {
        if (success && Boolean.TRUE.equals(result.get("success"))) {
            boolean cancelled = tool.equals(Desk.CANCEL);
            String label = cancelled
                    ? visit.fact(LABEL)
                    : visit.fact(SERVICE) + ", "
                            + visit.offers().get(visit.chosen()).label();
            return Step.say(visit.fresh(), here.say(cancelled ? "cancelled" : "moved", "appointment", label));
        }
        if ("slot_taken".equals(result.get("reason"))) {
            return times.told(visit.with(PASSED, ""), result, moved(visit), Stage.MODIFY_CONFIRM)
                    .map(step -> Step.say(step.visit(), here.say("taken.change"), step.text()))
                    .orElseGet(() -> handOver.because(visit, here.say("taken.change")));
        }
        return handOver.because(visit, here.say("failed.change"));
    }

    private Step retry(Visit visit, String question) {
        return visit.retried() ? handOver.because(visit, here.say("unchanged")) : Step.say(visit.again(), question);
    }

    private static Stage next(Visit visit, String ask) {
        return Stage.of(visit.stage().change(), ask);
    }
}
