// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static io.allo.router.reception.Visit.Fact.DAY;
import static io.allo.router.reception.Visit.Fact.PASSED;
import static io.allo.router.reception.Visit.Fact.SERVICE;

import io.allo.router.reception.Visit.Offer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The calendar's free times and which three of them are told. The calendar tells at most forty, spread over its range: where one day
 * is wished, that day is asked for once more, so that no time of it is missed.
 */
record FreeTimes(Situation here) {
    static final int OFFERED = 3;
    /** So many may be a spread. */
    private static final int MANY = 20;

    private static final int TWO_WEEKS = 14;
    private static final int MONTH = 30;
    private static final String NEVER = "never";

    private record Free(Offer slot, Moment moment) {}

    /** Asks for the times around the wish. */
    Step ask(Visit visit, Wish wish) {
        int ahead = wish.dates().stream()
                .mapToInt(date -> (int) (date.toEpochDay() - here.today().toEpochDay()))
                .max()
                .orElse(0);
        String range = ahead <= TWO_WEEKS ? "+2week" : ahead <= MONTH ? "+1month" : "+3month";
        return list(visit.with(DAY, ""), Map.of("range", range));
    }

    private Step list(Visit visit, Map<String, Object> when) {
        Map<String, Object> arguments = new LinkedHashMap<>(when);
        arguments.put("language", here.language());
        if (!visit.fact(SERVICE).isEmpty()) {
            arguments.put("service", visit.fact(SERVICE));
        }
        return Step.call(visit, "", Desk.LIST_SLOTS, arguments);
    }

    /**
     * What the calendar told: three times as offers, or the question for one day's times.
     *
     * @param next where the choice is awaited
     * @return empty when no time is free
     */
    Optional<Step> told(Visit visit, Map<String, Object> result, Wish wish, Stage next) {
        List<Free> free = read(result);
        boolean oneDay = !visit.fact(DAY).isEmpty() && !visit.fact(DAY).equals(NEVER);
        if (oneDay && free.isEmpty()) {
            return Optional.of(list(visit.with(DAY, NEVER), Map.of("range", "+2week")));
        }
        LocalDate day = visit.fact(DAY).isEmpty() ? day(free, wish) : null;
        if (day != null) {
            return Optional.of(list(visit.with(DAY, day.toString()), Map.of("date", day.toString())));
        }
        return free.isEmpty() ? Optional.empty() : Optional.of(offer(visit, free, wish, next, oneDay));
    }

    /** The one day to look at closely, null when the list is complete or no single day is meant. */
    private static @Nullable LocalDate day(List<Free> free, Wish wish) {
        Optional<LocalDate> named = wish.dates().size() == 1 && wish.weekdays().isEmpty()
                ? wish.dates().stream().findFirst()
                : Optional.empty();
        if (free.size() < MANY) {
            return null;
        }
        boolean oneWeekday = wish.weekdays().size() == 1 && wish.dates().isEmpty();
        return named.or(() -> free.stream()
                        .map(one -> one.moment().date())
                        .filter(date -> date != null && oneWeekday && wish.suitsDay(date))
                        .findFirst())
                .orElse(null);
    }

    private Step offer(Visit visit, List<Free> free, Wish wish, Stage next, boolean oneDay) {
        List<Free> suiting =
                free.stream().filter(one -> wish.suits(one.moment())).toList();
        int passed = visit.fact(PASSED).isEmpty() ? 0 : Integer.parseInt(visit.fact(PASSED));
        List<Free> some = suiting.isEmpty() ? nearest(free, wish) : suiting;
        List<Free> left = some.size() > passed ? some.subList(passed, some.size()) : some;
        List<Offer> best = (oneDay && passed == 0 && wish.clocks().isEmpty() ? spread(left) : left)
                .stream().limit(OFFERED).map(Free::slot).toList();
        List<String> lines = new ArrayList<>();
        lines.add(here.say(suiting.isEmpty() ? "slots.other" : "slots"));
        lines.addAll(numbered(best, here));
        lines.add(here.say("slots.ask"));
        return Step.say(visit.offered(best).at(next), String.join("\n", lines));
    }

    /** A line each, as they are read or heard. */
    static List<String> numbered(List<Offer> offers, Situation here) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < offers.size(); i++) {
            lines.add(i + 1 + ". " + offers.get(i).label());
        }
        return lines;
    }

    /** The wished day's times around the wished one; else the next ones. */
    private static List<Free> nearest(List<Free> free, Wish wish) {
        List<Free> sameDay =
                free.stream().filter(one -> wish.suitsDay(one.moment().date())).toList();
        if (sameDay.isEmpty() || wish.clocks().isEmpty()) {
            return sameDay.isEmpty() ? free : sameDay;
        }
        var wanted = wish.clocks().getFirst().time();
        return sameDay.stream()
                .sorted(Comparator.comparing((Free one) -> one.moment().time() == null
                        ? Duration.ofDays(1)
                        : Duration.between(wanted, one.moment().time()).abs()))
                .limit(OFFERED)
                .sorted(Comparator.comparing(free::indexOf))
                .toList();
    }

    /** Of a whole day not its first half-hours alone. */
    private static List<Free> spread(List<Free> day) {
        int last = day.size() - 1;
        return day.size() <= OFFERED ? day : List.of(day.getFirst(), day.get(last / 2), day.get(last));
    }

    private List<Free> read(Map<String, Object> result) {
        List<Free> free = new ArrayList<>();
        if (result.get("slots") instanceof List<?> slots
                && !slots.isEmpty()
                && result.get("text") instanceof String text) {
            text.lines().map(this::read).flatMap(Optional::stream).forEach(free::add);
        }
        return free;
    }

    /** Id, day, time, zone, distance. */
    private Optional<Free> read(String line) {
        String[] parts = line.split(" \\| ");
        if (parts.length < 3) {
            return Optional.empty();
        }
        String label = parts[1].strip() + ", " + parts[2].strip();
        return Optional.of(new Free(new Offer(parts[0].strip(), label), Moment.of(label, here.phrases())));
    }
}
