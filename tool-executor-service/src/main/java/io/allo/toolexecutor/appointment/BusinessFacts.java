// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import io.allo.contracts.session.CalendarFacts;
import io.allo.contracts.session.SessionConfig.AnsweredQuestion;
import io.allo.toolexecutor.appointment.Calendar.Question;
import io.allo.toolexecutor.appointment.Calendar.ServiceType;
import io.allo.toolexecutor.appointment.Calendar.Span;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a calendar itself tells of its business, as questions and answers: hours, address, services with their prices. */
final class BusinessFacts {
    private BusinessFacts() {}

    static Stream<Question> of(Calendar calendar, Spoken spoken) {
        List<Question> facts = new ArrayList<>();
        facts.add(new Question(
                "horaires heures ouverture ouvert ouverts fermé fermeture ouvrez fermez jours opening hours open closed close opens",
                hours(calendar, spoken)));
        if (calendar.address() != null) {
            facts.add(new Question(
                    "adresse situé situés trouvez trouver venir address located find located directions",
                    calendar.address()));
        }
        facts.add(new Question(
                "prix tarif tarifs coûte coûtent combien services prestations proposez faites durée prices price cost costs offer long last "
                        + calendar.services().stream()
                                .flatMap(type -> Stream.of(type.name(), type.named(Locale.ENGLISH)))
                                .collect(Collectors.joining(" ")),
                services(calendar, spoken)));
        return facts.stream();
    }

    /** As a session is composed of them. */
    static CalendarFacts facts(Calendar calendar) {
        Spoken french = new Spoken(calendar, Locale.FRENCH);
        Spoken english = new Spoken(calendar, Locale.ENGLISH);
        return new CalendarFacts(
                calendar.row().toString(),
                calendar.account(),
                calendar.name(),
                calendar.timezone(),
                calendar.speaking(null).getLanguage(),
                calendar.address(),
                calendar.greeting(),
                calendar.instructions(),
                calendar.transferNumber(),
                Map.of("fr", hours(calendar, french), "en", hours(calendar, english)),
                Map.of("fr", services(calendar, french), "en", services(calendar, english)),
                calendar.faqs().stream()
                        .map(faq -> new AnsweredQuestion(faq.question(), faq.answer(), "other"))
                        .toList());
    }

    static String hours(Calendar calendar, Spoken spoken) {
        return Arrays.stream(DayOfWeek.values())
                .map(day -> day.getDisplayName(TextStyle.FULL, spoken.language()) + " "
                        + spans(calendar.hours().getOrDefault(String.valueOf(day.getValue()), List.of()), spoken))
                .collect(Collectors.joining(" ; "));
    }

    private static String spans(List<Span> spans, Spoken spoken) {
        return spans.isEmpty()
                ? spoken.say("fermé", "closed")
                : spans.stream().map(span -> span.open() + "-" + span.close()).collect(Collectors.joining(", "));
    }

    static String services(Calendar calendar, Spoken spoken) {
        return calendar.services().stream().map(type -> described(type, spoken)).collect(Collectors.joining(" ; "));
    }

    private static String described(ServiceType type, Spoken spoken) {
        BigDecimal price = type.price();
        return type.named(spoken.language()) + " (" + type.durationMin() + " min"
                + (price == null ? "" : ", " + price.stripTrailingZeros().toPlainString() + " euros")
                + ")";
    }
}
