// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One SIP message as a person may read it: no credentials, no keys of media or of the keypad, no secret user parts.
 *
 * @param at when it was sent or received
 * @param outgoing sent by us
 * @param sipCallId the Call-ID header
 * @param transport {@code UDP}, {@code TCP} or {@code TLS}
 * @param peer the other side's address and port
 * @param start method and Request-URI, or status and reason phrase
 * @param cseq number and method
 * @param headers {@code Name: value} of those that explain a call
 * @param body one line a stream for a session description, the status line of a {@code sipfrag}, else type and size
 */
public record SipNote(
        Instant at,
        boolean outgoing,
        String sipCallId,
        String transport,
        String peer,
        String start,
        String cseq,
        List<String> headers,
        @Nullable String body) {
    public SipNote {
        requireNonNull(at, "at");
        requireNonNull(sipCallId, "sipCallId");
        headers = List.copyOf(headers);
    }
}
