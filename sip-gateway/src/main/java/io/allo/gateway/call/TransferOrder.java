// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants the caller handed over.
 *
 * @param target number in any form, or {@code sip:} URI
 * @param mode which ways may be tried
 * @param origin who asked for it, for the dial policy
 * @param accountId business that pays for it when the call came by no SIP account; null when unknown
 * @param sipAccountId SIP account of that business to use first; null = chosen automatically
 */
public record TransferOrder(
        String target,
        Mode mode,
        DialRequest.Origin origin,
        @Nullable String accountId,
        @Nullable Integer sipAccountId) {
    public TransferOrder {
        requireNonNull(target, "target");
        requireNonNull(mode, "mode");
        requireNonNull(origin, "origin");
    }

    /** On behalf of the account that the call came by, or of the default one. */
    public TransferOrder(String target, Mode mode, DialRequest.Origin origin) {
        this(target, mode, origin, null, null);
    }

    /** The worker's wish. */
    static TransferOrder by(StreamMessage.Transfer wish) {
        Mode mode = wish.mode() == null ? Mode.BLIND : wish.mode();
        return new TransferOrder(wish.target(), mode, DialRequest.Origin.AGENT, wish.accountId(), wish.sipAccountId());
    }

    /** The person there is asked first. */
    boolean supervised() {
        return mode == Mode.SUPERVISED;
    }

    boolean mayRefer() {
        return mode == Mode.BLIND || mode == Mode.REFER;
    }

    boolean mayDial() {
        return mode != Mode.REFER;
    }
}
