// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leaves, and to whom.
 *
 * @param kind {@code booked}, {@code moved}, {@code cancelled}, {@code reminder}, {@code transcript}
 * @param channel {@code sms}, {@code whatsapp} or {@code email}
 * @param sender E.164 number that it comes from; null = the configured one
 * @param recipient E.164, or an e-mail address
 */
public record Outgoing(
        String kind, String channel, @Nullable String sender, String recipient, Content content) {
    /** The same, from this number. */
    Outgoing from(@Nullable String number) {
        return new Outgoing(kind, channel, number, recipient, content);
    }

    public static final String SMS = "sms";
    public static final String WHATSAPP = "whatsapp";
    public static final String EMAIL = "email";

    /**
     * Its words.
     *
     * @param title of an e-mail
     * @param calendarFile iCalendar text that an e-mail carries
     * @param language {@code fr} or {@code en}: of an approved template
     * @param variables of an approved template, from its {@code {{1}}} on; empty: it has the body alone
     */
    public record Content(
            String body,
            @Nullable String title,
            @Nullable String calendarFile,
            String language,
            List<String> variables) {
        public Content {
            variables = List.copyOf(variables);
        }

        /** An e-mail. */
        public static Content mail(String title, String body, @Nullable String calendarFile, String language) {
            return new Content(body, title, calendarFile, language, List.of());
        }
    }
}
