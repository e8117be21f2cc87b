// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import io.allo.router.reception.Visit.Offer;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which of the calendar's free times suit a wish, and which one a person chose. */
final class SlotWish {
    static final int OFFERED = 3;
    private static final Pattern HOUR = Pattern.compile("\\b([01]?[0-9]|2[0-3])\\s?(?:h|heures?|:)\\s?([0-5][0-9])?");
    private static final LocalTime NOON = LocalTime.NOON;
    private static final LocalTime EVENING = LocalTime.of(17, 0);

    private SlotWish() {}

    private record Free(Offer slot, String day, @Nullable LocalTime time) {}

    /**
     * At most three, those that suit best first; without one that suits the next ones.
     *
     * @param result what {@code list_available_slots} answered: {@code text} has a line a slot, id, day, time, zone, distance
     */
    static List<Offer> best(Map<String, Object> result, String wish, Phrases phrases) {
        List<Free> free = new ArrayList<>();
        if (result.get("slots") instanceof List<?> slots
                && !slots.isEmpty()
                && result.get("text") instanceof String text) {
            text.lines().map(SlotWish::read).flatMap(Optional::stream).forEach(free::add);
        }
        List<Free> suiting =
                free.stream().filter(one -> suits(one, wish, phrases)).toList();
        return (suiting.isEmpty() ? free : suiting)
                .stream().limit(OFFERED).map(Free::slot).toList();
    }

    private static Optional<Free> read(String line) {
        String[] parts = line.split(" \\| ");
        if (parts.length < 3) {
            return Optional.empty();
        }
        var slot = new Offer(parts[0].strip(), parts[1].strip() + ", " + parts[2].strip());
        return Optional.of(new Free(slot, parts[1], time(parts[2])));
    }

    private static @Nullable LocalTime time(String text) {
        try {
            return LocalTime.parse(text.strip());
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean suits(Free free, String wish, Phrases phrases) {
        String plain = " " + Phrases.plain(wish) + " ";
        List<String> days = phrases.words("days").stream()
                .filter(day -> plain.contains(" " + day + " "))
                .toList();
        String day = " " + Phrases.plain(free.day()) + " ";
        return (days.isEmpty() || days.stream().anyMatch(wanted -> day.contains(" " + wanted + " ")))
                && (free.time() == null || inTime(free.time(), wish, phrases));
    }

    private static boolean inTime(LocalTime time, String wish, Phrases phrases) {
        Matcher hour = HOUR.matcher(Phrases.plain(wish));
        if (hour.find()) {
            return time.getHour() == Integer.parseInt(hour.group(1));
        }
        boolean afternoon = phrases.has("afternoon", wish);
        boolean evening = phrases.has("evening", wish);
        boolean morning = phrases.has("morning", wish);
        return !(afternoon || evening || morning)
                || morning && time.isBefore(NOON)
                || afternoon && !time.isBefore(NOON)
                || evening && !time.isBefore(EVENING);
    }

    /**
     * The number of the chosen slot, from 0.
     *
     * @param words numbers and ordinals in words count too, as they are spoken
     */
    static Optional<Integer> chosen(String text, Phrases phrases, boolean words) {
        String plain = Phrases.plain(text).replaceAll("[.]", " ").strip();
        String bare = strip(plain, phrases.words("yes"));
        for (int number = 1; number <= OFFERED; number++) {
            String digit = Integer.toString(number);
            if (bare.equals(digit) || words && phrases.words(digit).contains(bare)) {
                return Optional.of(number - 1);
            }
        }
        return Optional.empty();
    }

    /** Without the words of agreement before and behind it. */
    private static String strip(String text, List<String> agreement) {
        String left = text;
        for (boolean changed = true; changed; ) {
            changed = false;
            for (String word : agreement) {
                if (left.startsWith(word + " ")) {
                    left = left.substring(word.length() + 1);
                    changed = true;
                } else if (left.endsWith(" " + word)) {
                    left = left.substring(0, left.length() - word.length() - 1);
                    changed = true;
                }
            }
        }
        return left;
    }
}
