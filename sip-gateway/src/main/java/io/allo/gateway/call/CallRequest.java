// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an INVITE asked for, theirs or ours.
 *
 * @param caller user part of the caller's address as the peer sent it, null when withheld
 * @param called number or user that was called, as the peer sent it
 * @param offeredAt when the INVITE came
 * @param sipAccountId SIP account that it came in by, or is to go out by; null when it belongs to none, or any will do
 * @param placement how it goes out; null when it came in. The person called is then both {@code caller} and {@code called}: whom
 *     the agent talks to
 */
public record CallRequest(
        CallId id,
        @Nullable String caller,
        String called,
        Instant offeredAt,
        @Nullable Integer sipAccountId,
        @Nullable Placement placement) {
    public static final String INBOUND = "inbound";
    public static final String OUTBOUND = "outbound";

    public CallRequest {
        requireNonNull(id, "id");
        requireNonNull(called, "called");
        requireNonNull(offeredAt, "offeredAt");
    }

    /** A call that came in. */
    public CallRequest(
            CallId id, @Nullable String caller, String called, Instant offeredAt, @Nullable Integer sipAccountId) {
        this(id, caller, called, offeredAt, sipAccountId, null);
    }

    /** A call that goes out. */
    public static CallRequest placed(
            CallId id, String target, Instant at, @Nullable Integer sipAccountId, Placement placement) {
        return new CallRequest(id, target, target, at, sipAccountId, placement);
    }

    public boolean isPlaced() {
        return placement != null;
    }

    /** {@link #INBOUND} or {@link #OUTBOUND}. */
    public String direction() {
        return isPlaced() ? OUTBOUND : INBOUND;
    }

    /** A call that belongs to no SIP account. */
    public CallRequest(CallId id, @Nullable String caller, String called, Instant offeredAt) {
        this(id, caller, called, offeredAt, null);
    }
}
