// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import org.jspecify.annotations.Nullable;

/**
 * Body of {@code POST /internal/reminders/answers}: what somebody wrote who may have been reminded of an appointment.
 *
 * @param channel {@code sms} or {@code whatsapp}
 * @param phone E.164 number that wrote, as the provider vouches for it
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ReminderAnswer(String accountId, String channel, String phone, Decision decision) {

    /** What the words mean. */
    public enum Decision {
        CONFIRM,
        CANCEL
    }

    /**
     * What came of it.
     *
     * @param text what the person is answered; null: no reminder of his stands, the agent answers
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Outcome(@Nullable String text) {}
}
