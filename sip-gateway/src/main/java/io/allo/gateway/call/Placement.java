// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a call of ours is placed.
 *
 * @param origin who asked for it
 * @param accountId business on whose behalf, a UUID; null only for calls that name a SIP account
 * @param workflowId workflow whose agent talks, null for the one of the SIP account
 * @param noAnswerAfter given up after ringing this long
 * @param headers further headers of the INVITE, names {@code X-…} only
 * @param parameters further custom parameters of the worker's stream
 */
public record Placement(
        DialRequest.Origin origin,
        @Nullable String accountId,
        @Nullable Integer workflowId,
        Duration noAnswerAfter,
        Map<String, String> headers,
        Map<String, String> parameters) {
    public Placement {
        requireNonNull(origin, "origin");
        requireNonNull(noAnswerAfter, "noAnswerAfter");
        headers = Map.copyOf(headers);
        parameters = Map.copyOf(parameters);
    }

    /** The worker needs to know no more. */
    public Placement(
            DialRequest.Origin origin,
            @Nullable String accountId,
            @Nullable Integer workflowId,
            Duration noAnswerAfter,
            Map<String, String> headers) {
        this(origin, accountId, workflowId, noAnswerAfter, headers, Map.of());
    }
}
