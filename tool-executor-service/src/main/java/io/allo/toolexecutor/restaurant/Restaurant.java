// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.restaurant;

import io.allo.contracts.session.SessionFacts;
import java.time.ZoneId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A restaurant's settings as the tools need them.
 *
 * @param version raised by any change of the restaurant's facts
 * @param facts what the session is told; the same settings decide here
 * @param coordinates where deliveries start; null when unknown
 * @param kitchen what decides when something can be ready; no session is told
 */
public record Restaurant(
        UUID id,
        long version,
        SessionFacts.Restaurant facts,
        @Nullable Coordinates coordinates,
        KitchenRules kitchen) {
    public ZoneId zone() {
        return ZoneId.of(facts.timezone());
    }

    /** Region in which national phone numbers are read, ISO 3166 alpha-2. */
    public String region() {
        return facts.country() == null ? "FR" : facts.country();
    }
}
