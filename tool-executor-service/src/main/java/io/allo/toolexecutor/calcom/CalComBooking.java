// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.calcom;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A booking there.
 *
 * @param status {@code accepted}, {@code pending} (the host has yet to confirm), {@code cancelled}, {@code rejected}
 * @param notes what it is for
 * @param key what {@link CalCom#book} was given to know it again, null for one that others made
 */
public record CalComBooking(
        String uid,
        String status,
        Instant start,
        Instant end,
        long eventTypeId,
        String name,
        @Nullable String phone,
        @Nullable String email,
        @Nullable String notes,
        @Nullable String key) {
    /** The booking field in which a customer says what he comes for; every event type has it. */
    static final String NOTES = "notes";

    static final String KEY = "alloKey";

    public boolean stands() {
        return status.equals("accepted") || isPending();
    }

    public boolean isPending() {
        return status.equals("pending");
    }

    static CalComBooking of(JsonNode data) {
        JsonNode attendee = data.path("attendees").path(0);
        long type = data.path("eventType")
                .path("id")
                .asLong(data.path("eventTypeId").asLong());
        return new CalComBooking(
                data.path("uid").asText(),
                data.path("status").asText(),
                instant(data.path("start").asText()),
                instant(data.path("end").asText()),
                type,
                attendee.path("name").asText(""),
                text(attendee.path("phoneNumber")),
                text(attendee.path("displayEmail")),
                text(data.path("bookingFieldsResponses").path(NOTES)),
                text(data.path("metadata").path(KEY)));
    }

    static Instant instant(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() && !node.asText().isBlank() ? node.asText() : null;
    }
}
