// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.allo.contracts.trunk.TrunkPolicy;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A SIP account as administrators see it: never with its password.
 *
 * @param accountId the business, null when nobody has said which: the account is not used then
 * @param policy whole, in the names of {@link TrunkPolicy}
 * @param registration what a gateway last said, null when none has
 */
@JsonNaming(SnakeCaseStrategy.class)
public record SipAccountView(
        int id,
        String label,
        String trunkUri,
        @Nullable String username,
        boolean hasPassword,
        @Nullable String contactHost,
        @Nullable Integer contactPort,
        String contactTransport,
        boolean isDefault,
        boolean isActive,
        OffsetDateTime createdAt,
        OffsetDateTime updatedAt,
        @Nullable UUID accountId,
        long revision,
        TrunkPolicy policy,
        @Nullable Registration registration) {

    /**
     * State of the account's registration.
     *
     * @param state {@code registering registered rejected unreachable unregistered}
     * @param since when it came into this state
     * @param gateway instance that holds it
     * @param status last SIP status of the registrar
     * @param detail for people
     */
    public record Registration(
            String state,
            OffsetDateTime since,
            String gateway,
            @Nullable Integer status,
            @Nullable String detail) {}

    /**
     * Whether a workflow may take an account.
     *
     * @param isAvailable active, and bound to no other workflow
     */
    @JsonNaming(SnakeCaseStrategy.class)
    public record Availability(
            int id,
            String label,
            boolean isActive,
            boolean isAvailable,
            @Nullable Integer assignedWorkflowId,
            @Nullable String assignedWorkflowSlug) {}
}
