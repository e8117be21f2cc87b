// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Day and time on the business's clocks, as the calendar's tools word them; null what could not be read. */
record Moment(@Nullable LocalDate date, @Nullable LocalTime time) {

    /** @param worded such as {@code mardi 3 mars 2026 à 10 h 30}, {@code Tuesday, March 3, 2026 at 10:30 AM} */
    static Moment of(String worded, Phrases phrases) {
        return new Moment(
                date(worded, phrases),
                ClockTime.of(worded, phrases).map(ClockTime::time).orElse(null));
    }

    private static @Nullable LocalDate date(String worded, Phrases phrases) {
        List<String> months = phrases.words("months");
        int day = 0;
        int month = 0;
        for (String word : Intent.words(worded)) {
            if (months.contains(word)) {
                month = months.indexOf(word) + 1;
            } else if (day == 0 && word.matches("[0-3]?[0-9]")) {
                day = Integer.parseInt(word);
            } else if (month > 0 && word.matches("2[0-9]{3}")) {
                return date(Integer.parseInt(word), month, day);
            }
        }
        return null;
    }

    static @Nullable LocalDate date(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
