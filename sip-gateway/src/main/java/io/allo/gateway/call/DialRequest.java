// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call to place.
 *
 * @param callId the call that this leg belongs to
 * @param origin who asked for it; the policy judges all alike and says so in its metrics
 * @param accountId business on whose behalf, a UUID; null = the owner of the SIP account, without one of the default account
 * @param sipAccountId SIP account to use first; null = chosen automatically
 * @param target number in any form, or {@code sip:} URI
 * @param callerNumber number of the person that a bridged leg is for, E.164; null when withheld or our own call
 * @param localRtpPort bound port of the leg's audio
 * @param noAnswerAfter the leg is cancelled after ringing this long
 * @param headers further headers, names {@code X-…} only
 */
public record DialRequest(
        CallId callId,
        Origin origin,
        @Nullable String accountId,
        @Nullable Integer sipAccountId,
        String target,
        @Nullable String callerNumber,
        int localRtpPort,
        Duration noAnswerAfter,
        Map<String, String> headers) {

    /** Who wants to dial. */
    public enum Origin {
        API,
        AGENT,
        REFER,
        REDIRECT,
        BRIDGE_API
    }

    public DialRequest {
        requireNonNull(callId, "callId");
        requireNonNull(origin, "origin");
        requireNonNull(target, "target");
        requireNonNull(noAnswerAfter, "noAnswerAfter");
        headers = Map.copyOf(headers);
    }

    /** The leg that a caller is bridged to: by the account that he came by, else by one of whoever wants it. */
    static DialRequest bridging(CallRequest call, TransferOrder order, int localRtpPort, Duration ring) {
        boolean own = call.sipAccountId() != null;
        return new DialRequest(
                call.id(),
                order.origin(),
                own ? null : order.accountId(),
                own ? call.sipAccountId() : order.sipAccountId(),
                order.target(),
                call.caller(),
                localRtpPort,
                ring,
                Map.of());
    }
}
