// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.toolexecutor.door.ApiException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Body of the appointment tools; each takes what it needs of it.
 *
 * @param callId the conversation: names of slots and appointments are valid in it alone
 * @param callerPhone verified by the channel, never said by the person
 * @param language {@code fr} or {@code en}: in which the answer is worded
 * @param turn number of the person's last turn, null when the channel does not count
 * @param channel {@code voice}, {@code whatsapp}, {@code sms} or {@code web}; null from a tool that was stored before it was told
 * @param date {@code YYYY-MM-DD} on the business's calendar
 * @param contactConfirmed the model's word that it read the number or the address back and heard a yes
 * @param reason what the appointment is for, or why it is cancelled
 */
@JsonIgnoreProperties(ignoreUnknown = true)
record ToolRequest(
        @Nullable String calendarId,
        @Nullable String callId,
        @Nullable String callerPhone,
        @Nullable String language,
        @Nullable Integer turn,
        @Nullable String channel,
        @Nullable String range,
        @Nullable String service,
        @Nullable String date,
        @Nullable String slotId,
        @Nullable String userName,
        @Nullable String userEmail,
        @Nullable String userPhoneNumber,
        @Nullable Boolean contactConfirmed,
        @Nullable String name,
        @Nullable String bookingId,
        @Nullable String reason,
        @Nullable String question,
        @Nullable String reference) {
    private static final int LONGEST = 500;
    private static final int LONGEST_ID = 255;

    /** The conversation's id; 400 when it is missing. */
    String call() {
        return required(bounded(callId, LONGEST_ID, "callId"), "callId");
    }

    String slot() {
        return required(bounded(slotId, LONGEST_ID, "slot_id"), "slot_id");
    }

    String booking() {
        return required(bounded(bookingId, LONGEST_ID, "booking_id"), "booking_id");
    }

    String customer() {
        return required(bounded(userName, LONGEST_ID, "user_name"), "user_name");
    }

    Optional<String> why() {
        return Optional.ofNullable(bounded(reason, LONGEST, "reason")).filter(text -> !text.isBlank());
    }

    boolean isHeard() {
        return "voice".equals(channel);
    }

    ToldNames.Call told(Calendar calendar) {
        return new ToldNames.Call(calendar.row(), call(), turn);
    }

    static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    static String required(@Nullable String text, String name) {
        if (text == null || isBlank(text)) {
            throw ApiException.badRequest(name + " is missing (expected: a value, it is required)");
        }
        return text.strip();
    }

    static @Nullable String bounded(@Nullable String text, int longest, String name) {
        if (text != null && text.length() > longest) {
            throw ApiException.badRequest(
                    name + " has " + text.length() + " characters (expected: at most " + longest + ")");
        }
        return text;
    }
}
