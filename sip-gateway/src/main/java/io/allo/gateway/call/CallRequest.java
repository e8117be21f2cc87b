// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an INVITE asked for.
 *
 * @param caller user part of the caller's address as the peer sent it, null when withheld
 * @param called number or user that was called, as the peer sent it
 * @param offeredAt when the INVITE came
 */
public record CallRequest(CallId id, @Nullable String caller, String called, Instant offeredAt) {
    /** All calls of this issue come from outside. */
    public static final String INBOUND = "inbound";

    public CallRequest {
        requireNonNull(id, "id");
        requireNonNull(called, "called");
        requireNonNull(offeredAt, "offeredAt");
    }
}
