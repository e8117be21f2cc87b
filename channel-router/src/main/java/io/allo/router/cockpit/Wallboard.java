// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How an account's day goes, in numbers.
 *
 * @param running conversations now, by channel
 * @param waiting people who wait for a person of the business
 * @param held conversations that people of the business have now
 * @param calls telephone calls of the last 24 hours
 * @param trunks null: the gateway cannot be asked
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Wallboard(
        Map<String, Long> running,
        long waiting,
        long held,
        Calls calls,
        @Nullable List<Trunk> trunks) {

    /**
     * @param answered share of the calls that came to a conversation, 0 to 1; null without calls
     * @param failed share that ended for a reason of ours or of a provider
     * @param transferred share that went to a person
     * @param answerP50Ms how long callers waited for an answer, half of them at most
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record Calls(
            long count,
            @Nullable Double answered,
            @Nullable Double failed,
            @Nullable Double transferred,
            @Nullable Long averageSeconds,
            @Nullable Long answerP50Ms,
            @Nullable Long answerP95Ms) {}

    /**
     * A trunk as one gateway has it.
     *
     * @param state {@code registered registering rejected unreachable unregistered}; {@code none} when it needs no registration
     * @param gateway which gateway says so; null where there is only one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @RegisterForReflection
    record Trunk(
            int id,
            String label,
            String state,
            @Nullable Instant since,
            @Nullable Integer status,
            int calls,
            @Nullable String gateway) {}
}
