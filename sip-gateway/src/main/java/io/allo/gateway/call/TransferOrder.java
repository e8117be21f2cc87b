// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.media.StreamMessage;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants the caller handed over.
 *
 * @param target number in any form, or {@code sip:} URI
 * @param supervised the person there is asked first
 * @param origin who asked for it, for the dial policy
 * @param accountId business that pays for it when the call came by no SIP account; null when unknown
 * @param sipAccountId SIP account of that business to use first; null = chosen automatically
 */
public record TransferOrder(
        String target,
        boolean supervised,
        DialRequest.Origin origin,
        @Nullable String accountId,
        @Nullable Integer sipAccountId) {
    public TransferOrder {
        requireNonNull(target, "target");
        requireNonNull(origin, "origin");
    }

    /** On behalf of the account that the call came by, or of the default one. */
    public TransferOrder(String target, boolean supervised, DialRequest.Origin origin) {
        this(target, supervised, origin, null, null);
    }

    /** The worker's wish. */
    static TransferOrder by(StreamMessage.Transfer wish) {
        boolean supervised = wish.mode() == StreamMessage.Transfer.Mode.SUPERVISED;
        return new TransferOrder(
                wish.target(), supervised, DialRequest.Origin.AGENT, wish.accountId(), wish.sipAccountId());
    }
}
