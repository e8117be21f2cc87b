// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that goes on now, as the cockpit shows it.
 *
 * @param channel {@code voice whatsapp web sms}
 * @param state {@code agent}: it answers; {@code waiting held missed callback} as in the inbox; of a call also {@code joined}
 * @param person E.164 number, masked for who may not see it, null when unknown
 * @param lastAt when something was last heard or said
 * @param lastTurns the last three, oldest first
 * @param latencyMs how long the person waited for the last answer, null: unknown
 * @param costUsd what its models have cost so far, without margin; null where one of them has no price
 * @param holder who has it instead of the agent, or talks along
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@RegisterForReflection
public record LiveConversation(
        String id,
        String channel,
        String state,
        @Nullable String person,
        Agent agent,
        String language,
        Instant since,
        Instant lastAt,
        List<Words> lastTurns,
        @Nullable Long latencyMs,
        @Nullable BigDecimal costUsd,
        @Nullable Holder holder) {

    @RegisterForReflection
    public record Agent(String id, String name) {}

    /** @param id as the audit log names him */
    @RegisterForReflection
    public record Holder(String id, String name) {}

    /** @param role {@code user agent human} */
    @RegisterForReflection
    public record Words(int number, String role, String text, Instant at) {}

    /** For who may not see numbers: the country and the last two digits are left. */
    LiveConversation masked() {
        return new LiveConversation(
                id,
                channel,
                state,
                masked(person),
                agent,
                language,
                since,
                lastAt,
                lastTurns,
                latencyMs,
                costUsd,
                holder);
    }

    static @Nullable String masked(@Nullable String number) {
        if (number == null || number.length() < 7) {
            return null;
        }
        return number.substring(0, 3) + "•".repeat(number.length() - 5) + number.substring(number.length() - 2);
    }
}
