// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the incoming callback said of a call. */
sealed interface IncomingDecision {

    /** Also when nobody is asked and when the callback fails. */
    Accept PLAIN = new Accept(null, null, Map.of());

    /**
     * @param wsTarget media socket of this call, null for the configured one
     * @param callbackUrl for this call's changes, null for the configured one
     */
    record Accept(@Nullable URI wsTarget, @Nullable URI callbackUrl, Map<String, String> customParams)
            implements IncomingDecision {}

    /** @param status final SIP status */
    record Reject(int status) implements IncomingDecision {}

    /** Neither answered nor refused: it rings until the caller or the longest ring time ends it. */
    record Ignore() implements IncomingDecision {}
}
