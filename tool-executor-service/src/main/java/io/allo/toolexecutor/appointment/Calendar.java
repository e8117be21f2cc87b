// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A business's calendar as its document says.
 *
 * @param id and {@code accountId}: of the row, not of the document
 * @param timezone IANA zone in which its hours are meant and its times are spoken
 * @param hours weekday {@code "1"} (Monday) to {@code "7"}; a span whose end is not after its start ends on the next day
 * @param slotStepMin appointments begin at multiples of it, counted from the beginning of a span
 * @param reminderHours 0 = no reminder
 * @param confirmations {@code sms}, {@code whatsapp}, {@code email} or {@code off}
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
record Calendar(
        @Nullable UUID id,
        @Nullable String accountId,
        String name,
        String timezone,
        @Nullable String region,
        @Nullable String language,
        @Nullable String address,
        @Nullable String greeting,
        @Nullable String instructions,
        @Nullable String transferNumber,
        @Nullable Integer slotStepMin,
        @Nullable Integer minNoticeMin,
        @Nullable Integer horizonDays,
        @Nullable Integer reminderHours,
        @Nullable String confirmations,
        List<ServiceType> services,
        Map<String, List<Span>> hours,
        List<Closure> closures,
        List<Question> faqs) {
    private static final int STEP_MIN = 30;
    private static final int NOTICE_MIN = 60;
    private static final int HORIZON_DAYS = 92;

    Calendar {
        services = services == null ? List.of() : services;
        hours = hours == null ? Map.of() : hours;
        closures = closures == null ? List.of() : closures;
        faqs = faqs == null ? List.of() : faqs;
    }

    /**
     * What a customer books.
     *
     * @param price in the business's currency, null when it is not told
     * @param calEventTypeId the event type of Cal.com
     */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record ServiceType(
            String id,
            String name,
            @Nullable String nameEn,
            int durationMin,
            @Nullable BigDecimal price,
            @Nullable Long calEventTypeId) {
        Duration duration() {
            return Duration.ofMinutes(durationMin);
        }

        String named(Locale language) {
            return nameEn != null && language.getLanguage().equals("en") ? nameEn : name;
        }
    }

    /** {@code HH:MM} each. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Span(String open, String close) {}

    /** Closed from the first to the last day, both included. */
    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Closure(LocalDate from, LocalDate to, @Nullable String reason) {
        boolean covers(LocalDate day) {
            return !day.isBefore(from) && !day.isAfter(to);
        }
    }

    @RegisterForReflection
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Question(String question, String answer) {}

    ZoneId zone() {
        return ZoneId.of(timezone);
    }

    String phoneRegion() {
        return region == null ? "FR" : region;
    }

    Duration step() {
        return Duration.ofMinutes(slotStepMin == null ? STEP_MIN : slotStepMin);
    }

    Duration notice() {
        return Duration.ofMinutes(minNoticeMin == null ? NOTICE_MIN : minNoticeMin);
    }

    int horizon() {
        return horizonDays == null ? HORIZON_DAYS : horizonDays;
    }

    /** What is spoken and written: as asked for, else the calendar's own. */
    Locale speaking(@Nullable String wanted) {
        String own = language == null ? "fr" : language;
        boolean known = wanted != null && (wanted.startsWith("fr") || wanted.startsWith("en"));
        return Locale.forLanguageTag(known ? wanted.substring(0, 2) : own);
    }

    UUID row() {
        if (id == null) {
            throw new IllegalStateException("a calendar that is not stored");
        }
        return id;
    }

    String account() {
        if (accountId == null) {
            throw new IllegalStateException("a calendar that is not stored");
        }
        return accountId;
    }

    boolean isClosed(LocalDate day) {
        return closures.stream().anyMatch(closure -> closure.covers(day));
    }

    Optional<ServiceType> service(String idOrName) {
        String wanted = Names.plain(idOrName);
        return services.stream()
                .filter(type -> type.id().equals(idOrName.strip())
                        || Names.plain(type.name()).equals(wanted)
                        || type.nameEn() != null && Names.plain(type.nameEn()).equals(wanted))
                .findFirst();
    }

    /** The service that is meant; with one alone, that one. 400 when it must be asked for. */
    ServiceType wanted(@Nullable String idOrName) {
        if ((idOrName == null || idOrName.isBlank()) && services.size() == 1) {
            return services.getFirst();
        }
        String ids = String.join(", ", services.stream().map(ServiceType::id).toList());
        if (idOrName == null || idOrName.isBlank()) {
            throw ApiException.badRequest("service is missing (expected: one of " + ids + "; ask which)");
        }
        return service(idOrName)
                .orElseThrow(
                        () -> ApiException.badRequest("service is unknown (expected: one of " + ids + "; ask which)"));
    }
}
