// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.infra;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * Who uses the infrastructure, and when it may end: nobody holds a lease, and either every Maven process that ever
 * leased is gone or nobody leased for the idle time. A lease from an IDE has no owner, so only the idle time counts.
 * Thread-safe; granting and the decision to end exclude each other.
 */
final class Leases {
    private final Clock clock;
    private final Duration idle;
    private final int limit;
    private final LongPredicate alive;
    private final BitSet taken = new BitSet();
    private final Set<Long> owners = new HashSet<>();
    private Instant lastUse;
    private boolean ended;

    Leases(Clock clock, Duration idle, int limit, LongPredicate alive) {
        this.clock = clock;
        this.idle = idle;
        this.limit = limit;
        this.alive = alive;
        this.lastUse = clock.instant();
    }

    /** @return an index that nobody else holds, or empty when all are taken or the JVM is about to end */
    synchronized OptionalInt grant(OptionalLong owner) {
        int index = taken.nextClearBit(0);
        if (ended || index >= limit) {
            return OptionalInt.empty();
        }
        taken.set(index);
        owner.ifPresent(owners::add);
        return OptionalInt.of(index);
    }

    synchronized void release(int index) {
        taken.clear(index);
        lastUse = clock.instant();
    }

    /** Decides, for good: after {@code true} no lease is granted. */
    synchronized boolean endIfUnused() {
        if (!taken.isEmpty()) {
            return false;
        }
        boolean ownersGone = !owners.isEmpty() && owners.stream().noneMatch(alive::test);
        boolean idleTooLong = clock.instant().isAfter(lastUse.plus(idle));
        ended = ended || ownersGone || idleTooLong;
        return ended;
    }
}
