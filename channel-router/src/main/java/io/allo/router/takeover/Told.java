// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.contracts.session.OfficeHours;
import io.allo.contracts.session.TakeoverSettings;
import io.allo.contracts.session.TakeoverSettings.Otherwise;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What the person is told, in French or English. */
final class Told {
    private static final DateTimeFormatter FRENCH_DAY = DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.FRENCH);
    private static final DateTimeFormatter ENGLISH_DAY = DateTimeFormatter.ofPattern("EEEE d MMMM", Locale.ENGLISH);

    private Told() {}

    static boolean french(String language) {
        return language.toLowerCase(Locale.ROOT).startsWith("fr");
    }

    /** Somebody is asked. */
    static String asked(String language) {
        return french(language)
                ? "Je demande à un collègue de vous répondre ici, merci de patienter un instant."
                : "I am asking a colleague to answer you here. Please bear with us for a moment.";
    }

    /** Nobody is there. */
    static String outside(String language, TakeoverSettings settings, Instant now) {
        String opening = Optional.ofNullable(settings.hours())
                .flatMap(hours -> hours.nextOpening(now))
                .map(next -> opening(language, next, now, settings.hours()))
                .orElse("");
        boolean waits = settings.outsideHours() == Otherwise.WAIT;
        if (french(language)) {
            return "Notre équipe n'est pas disponible pour le moment"
                    + (opening.isEmpty() ? "." : " : elle revient " + opening + ".")
                    + (waits
                            ? " Laissez votre message ici, un collègue vous répondra."
                            : " En attendant, je peux continuer à vous aider.");
        }
        return "Our team is not available right now"
                + (opening.isEmpty() ? "." : ": they are back " + opening + ".")
                + (waits
                        ? " Leave your message here and a colleague will answer you."
                        : " In the meantime I can go on helping you.");
    }

    private static String opening(String language, ZonedDateTime next, Instant now, OfficeHours hours) {
        boolean today = next.toLocalDate().equals(now.atZone(hours.zone()).toLocalDate());
        boolean tomorrow =
                next.toLocalDate().equals(now.atZone(hours.zone()).toLocalDate().plusDays(1));
        int hour = next.getHour();
        int minute = next.getMinute();
        if (french(language)) {
            String day = today ? "aujourd'hui" : tomorrow ? "demain" : "le " + FRENCH_DAY.format(next);
            return day + " à " + hour + " h" + (minute == 0 ? "" : " " + String.format(Locale.ROOT, "%02d", minute));
        }
        String day = today ? "today" : tomorrow ? "tomorrow" : "on " + ENGLISH_DAY.format(next);
        return day + " at " + String.format(Locale.ROOT, "%02d:%02d", hour, minute);
    }

    /** Nobody came in time. */
    static String late(String language, boolean waits) {
        if (french(language)) {
            return waits
                    ? "Nos collègues sont encore occupés, veuillez nous excuser. Laissez votre message ici, nous vous répondrons dès"
                            + " que possible."
                    : "Personne n'a pu se libérer, veuillez nous excuser. Je continue avec vous : comment puis-je vous aider ?";
        }
        return waits
                ? "Our colleagues are still busy, we are sorry. Leave your message here and we will answer as soon as we can."
                : "Nobody has been free to join us, we are sorry. I will go on with you: how can I help?";
    }
}
