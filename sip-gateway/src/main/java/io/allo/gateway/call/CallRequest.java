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
 * @param sipAccountId SIP account that it came in by, null when it belongs to none
 */
public record CallRequest(
        CallId id,
        @Nullable String caller,
        String called,
        Instant offeredAt,
        @Nullable Integer sipAccountId) {
    public static final String INBOUND = "inbound";
    public static final String OUTBOUND = "outbound";

    public CallRequest {
        requireNonNull(id, "id");
        requireNonNull(called, "called");
        requireNonNull(offeredAt, "offeredAt");
    }

    /** A call that belongs to no SIP account. */
    public CallRequest(CallId id, @Nullable String caller, String called, Instant offeredAt) {
        this(id, caller, called, offeredAt, null);
    }
}
