// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.media.StreamMessage;

/**
 * Somebody wants the caller handed over.
 *
 * @param target number in any form, or {@code sip:} URI
 * @param supervised the person there is asked first
 * @param origin who asked for it, for the dial policy
 */
public record TransferOrder(String target, boolean supervised, DialRequest.Origin origin) {
    public TransferOrder {
        requireNonNull(target, "target");
        requireNonNull(origin, "origin");
    }

    /** The worker's wish. */
    static TransferOrder by(StreamMessage.Transfer wish) {
        boolean supervised = wish.mode() == StreamMessage.Transfer.Mode.SUPERVISED;
        return new TransferOrder(wish.target(), supervised, DialRequest.Origin.AGENT);
    }
}
