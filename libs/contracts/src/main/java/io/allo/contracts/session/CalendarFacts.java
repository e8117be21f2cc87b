// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a session of a business that gives appointments is composed of, {@code GET /internal/calendars/{id}/session-facts} of
 * tool-executor-service.
 *
 * @param timezone IANA name
 * @param language of the business, {@code fr} or {@code en}
 * @param greeting what is said first, null = as usual
 * @param instructions the business's own, null when it has none
 * @param transferNumber a person's E.164 number, null when nobody takes over
 * @param hours ready-to-say lines per language
 * @param services names, durations and prices, ready to say, per language
 * @param faqs answered questions
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record CalendarFacts(
        String id,
        String accountId,
        String name,
        String timezone,
        String language,
        @Nullable String address,
        @Nullable String greeting,
        @Nullable String instructions,
        @Nullable String transferNumber,
        Map<String, String> hours,
        Map<String, String> services,
        List<SessionConfig.AnsweredQuestion> faqs) {

    public CalendarFacts {
        hours = hours == null ? Map.of() : hours;
        services = services == null ? Map.of() : services;
        faqs = faqs == null ? List.of() : faqs;
    }
}
