// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.dining;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.allo.contracts.session.SessionFacts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something to go with a booking: a discount, a menu, an evening. */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record Offer(
        UUID id,
        String name,
        @Nullable String description,
        @Nullable String type,
        @Nullable BigDecimal discountPct,
        @Nullable UUID menuItemId,
        @Nullable Integer minPartySize,
        @Nullable Integer maxPartySize,
        @Nullable LocalDate validFrom,
        @Nullable LocalDate validUntil,
        @Nullable BigDecimal prepayment,
        boolean prepaymentPerPerson,
        @Nullable Boolean isBookable,
        @Nullable Boolean isActive) {
    /** An offer of this type is nothing special to tell. */
    private static final String DEFAULT_TYPE = "standard";

    public boolean bookable() {
        return (isActive == null || isActive) && (isBookable == null || isBookable);
    }

    /** What contradicts itself in it; empty when nothing does. */
    Optional<String> misfit() {
        if (minPartySize != null && maxPartySize != null && minPartySize > maxPartySize) {
            return Optional.of("minPartySize is above maxPartySize");
        }
        return validFrom != null && validUntil != null && validFrom.isAfter(validUntil)
                ? Optional.of("validFrom is after validUntil")
                : Optional.empty();
    }

    /** Why it does not go with this booking; empty when it does. */
    public Optional<String> refusal(LocalDate day, int partySize) {
        if (!bookable()) {
            return Optional.of("the offer cannot be booked");
        }
        if ((minPartySize != null && partySize < minPartySize) || (maxPartySize != null && partySize > maxPartySize)) {
            return Optional.of("the offer is for another number of guests (expected: from "
                    + (minPartySize == null ? 1 : minPartySize)
                    + (maxPartySize == null ? "" : " to " + maxPartySize) + ")");
        }
        if ((validFrom != null && day.isBefore(validFrom)) || (validUntil != null && day.isAfter(validUntil))) {
            return Optional.of("the offer is not valid on " + day);
        }
        return Optional.empty();
    }

    SessionFacts.Offer toFacts() {
        return new SessionFacts.Offer(
                id.toString(),
                name,
                description,
                DEFAULT_TYPE.equals(type) ? null : type,
                discountPct,
                menuItemId == null ? null : menuItemId.toString(),
                minPartySize,
                maxPartySize,
                validFrom == null ? null : validFrom.toString(),
                validUntil == null ? null : validUntil.toString(),
                prepayment,
                prepaymentPerPerson);
    }
}
