// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param outcome {@code answered refused challenged waiting unknown}
 * @param status SIP status of a refusal or challenge, 0 for silence, absent otherwise
 * @param reason the same word as in log, event and metric of a refused INVITE
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Explanation(
        String outcome, @Nullable Integer status, @Nullable String reason, List<Step> steps) {
    public Explanation {
        steps = List.copyOf(steps);
    }

    /**
     * @param step {@code source account limits gateway} of the gateway; {@code sip-account number workflow agent ring-time} of
     *     session-config-service; {@code worker}
     * @param ok false when the call ends here
     * @param detail for people
     */
    public record Step(String step, boolean ok, String detail) {}
}
