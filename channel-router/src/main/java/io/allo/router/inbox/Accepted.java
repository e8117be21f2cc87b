// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.OutboundMessage;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/** A message whose row is committed. */
public final class Accepted {
    private final InboxEntry entry;
    private final boolean duplicate;
    private final Function<Duration, Uni<Optional<OutboundMessage>>> waiting;

    Accepted(InboxEntry entry, boolean duplicate, Function<Duration, Uni<Optional<OutboundMessage>>> waiting) {
        this.entry = entry;
        this.duplicate = duplicate;
        this.waiting = waiting;
    }

    public InboxEntry entry() {
        return entry;
    }

    /** True when the message had been accepted before. */
    public boolean duplicate() {
        return duplicate;
    }

    /**
     * Waits for the answer. Whoever gets it must deliver it. Empty: it was not there in time, or it went or goes another
     * way; it is then pushed by the provider's API. Without a call of this method it is pushed too.
     */
    public Uni<Optional<OutboundMessage>> answer(Duration patience) {
        return waiting.apply(patience);
    }
}
