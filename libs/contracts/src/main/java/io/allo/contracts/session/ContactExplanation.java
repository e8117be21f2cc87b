// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.List;

/**
 * Answer of {@code POST /internal/contacts/explain}: what {@code resolve} would make of the same {@link ContactRequest}, step
 * by step up to the first that fails.
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record ContactExplanation(List<Step> steps) {
    public ContactExplanation {
        steps = List.copyOf(steps);
    }

    /**
     * One decision.
     *
     * @param step {@code sip-account number workflow agent ring-time}
     * @param ok false when the contact ends here
     * @param detail for people
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Step(String step, boolean ok, String detail) {}
}
