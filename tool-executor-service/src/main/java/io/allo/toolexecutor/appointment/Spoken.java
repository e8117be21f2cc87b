// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Days and times as they are said in French or English, on the business's clocks. */
record Spoken(Calendar calendar, Locale language) {
    private static final DateTimeFormatter FRENCH_DAY = DateTimeFormatter.ofPattern("EEEE d MMMM yyyy", Locale.FRENCH);
    private static final DateTimeFormatter ENGLISH_DAY =
            DateTimeFormatter.ofPattern("EEEE, MMMM d, yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final DateTimeFormatter ENGLISH_CLOCK = DateTimeFormatter.ofPattern("h:mm a", Locale.ENGLISH);
    private static final DateTimeFormatter FRENCH_CLOCK = DateTimeFormatter.ofPattern("H 'h' mm", Locale.FRENCH);
    private static final DateTimeFormatter FULL_HOUR = DateTimeFormatter.ofPattern("H 'h'", Locale.FRENCH);

    boolean english() {
        return language.getLanguage().equals("en");
    }

    String day(Instant at) {
        return (english() ? ENGLISH_DAY : FRENCH_DAY).format(local(at));
    }

    /** {@code mardi 3 mars 2027 à 10 h 30}; {@code Tuesday, March 3, 2027 at 10:30 AM}. */
    String dayAndTime(Instant at) {
        ZonedDateTime local = local(at);
        if (english()) {
            return day(at) + " at " + ENGLISH_CLOCK.format(local);
        }
        return day(at) + " à " + (local.getMinute() == 0 ? FULL_HOUR : FRENCH_CLOCK).format(local);
    }

    String clock(Instant at) {
        return CLOCK.format(local(at));
    }

    /** {@code demain}, {@code in 12 days}. */
    String distance(Instant at, Instant now) {
        long days = ChronoUnit.DAYS.between(
                LocalDate.ofInstant(now, calendar.zone()), local(at).toLocalDate());
        if (days == 0) {
            return say("aujourd'hui", "today");
        }
        return days == 1 ? say("demain", "tomorrow") : say("dans " + days + " jours", "in " + days + " days");
    }

    String say(String french, String inEnglish) {
        return english() ? inEnglish : french;
    }

    private ZonedDateTime local(Instant at) {
        return at.atZone(calendar.zone());
    }
}
