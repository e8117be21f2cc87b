// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.trunk.Trunk;
import io.allo.gateway.call.AccountLoad;
import io.allo.gateway.call.CallTimers;
import io.allo.gateway.call.RefusalReason;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How much an account dials, against its limits: minutes a day (UTC) here, calls at the same time and new calls a second in
 * {@link AccountLoad}, together with those that come in. Counted in the memory of this gateway; {@link UsageExchange} adds what
 * the others count. Thread-safe.
 */
public final class TrunkUsage {
    private static final int SECONDS_PER_MINUTE = 60;
    private static final String NO_MINUTES = "account-minutes";

    private final AccountLoad load;
    private final CallTimers timers;
    private final Map<Integer, Account> accounts = new HashMap<>();

    private static final class Account {
        private final Set<Permit> live = new HashSet<>();
        private LocalDate day = LocalDate.EPOCH;
        private long minutes;
        private long elsewhere;
    }

    /** A dialled call that counts, until it is given back. */
    public final class Permit {
        private final int sipAccountId;
        private final Account account;
        private @Nullable Instant answeredAt;

        private Permit(int sipAccountId, Account account) {
            this.sipAccountId = sipAccountId;
            this.account = account;
        }

        /** Minutes count from here. */
        public void answered() {
            synchronized (TrunkUsage.this) {
                answeredAt = timers.now();
            }
        }

        /** The call is over. Idempotent. @return talking time, empty when it was not answered or is given back already */
        public Optional<Duration> giveBack() {
            synchronized (TrunkUsage.this) {
                if (!account.live.remove(this)) {
                    return Optional.empty();
                }
                load.leave(sipAccountId);
                if (answeredAt == null) {
                    return Optional.empty();
                }
                today(account).minutes += minutes(this);
                return Optional.of(Duration.between(answeredAt, timers.now()));
            }
        }
    }

    /** Answer of {@link #take}. */
    public sealed interface Answer {
        record Taken(Permit permit) implements Answer {}

        /** @param reason slug for metrics and people */
        record Full(String reason) implements Answer {}
    }

    public TrunkUsage(AccountLoad load, CallTimers timers) {
        this.load = requireNonNull(load, "load");
        this.timers = requireNonNull(timers, "timers");
    }

    /** One dialled call more, if the account's limits allow it. */
    public synchronized Answer take(Trunk trunk) {
        Account account = accounts.computeIfAbsent(trunk.id(), _ -> new Account());
        if (isSpent(trunk, account)) {
            return new Answer.Full(NO_MINUTES);
        }
        Optional<RefusalReason> full = load.enter(trunk);
        if (full.isPresent()) {
            return new Answer.Full(full.get().endReason().slug());
        }
        Permit permit = new Permit(trunk.id(), account);
        account.live.add(permit);
        return new Answer.Taken(permit);
    }

    /**
     * Somebody is handed over by REFER: the trunk dials, not we, but it does at this account's cost. One minute counts, since
     * nobody tells us how long they talk.
     */
    public synchronized void referred(int sipAccountId) {
        today(accounts.computeIfAbsent(sipAccountId, _ -> new Account())).minutes++;
    }

    /** Slug of the limit that lets nothing more out today; empty when there is room. */
    public synchronized Optional<String> spent(Trunk trunk) {
        return isSpent(trunk, accounts.computeIfAbsent(trunk.id(), _ -> new Account()))
                ? Optional.of(NO_MINUTES)
                : Optional.empty();
    }

    private boolean isSpent(Trunk trunk, Account account) {
        int most = trunk.policy().maxOutboundMinutesPerDay();
        return most > 0 && minutesToday(account) + account.elsewhere >= most;
    }

    /** Minutes that this gateway dialled today. */
    synchronized long minutes(int sipAccountId) {
        return minutesToday(accounts.computeIfAbsent(sipAccountId, _ -> new Account()));
    }

    /** Minutes that the other gateways dialled today. */
    synchronized void elsewhere(int sipAccountId, long minutes) {
        today(accounts.computeIfAbsent(sipAccountId, _ -> new Account())).elsewhere = minutes;
    }

    private long minutesToday(Account account) {
        return today(account).minutes
                + account.live.stream().mapToLong(this::minutes).sum();
    }

    private Account today(Account account) {
        LocalDate now = LocalDate.ofInstant(timers.now(), ZoneOffset.UTC);
        if (!now.equals(account.day)) {
            account.day = now;
            account.minutes = 0;
            account.elsewhere = 0;
        }
        return account;
    }

    /** Started minutes, as trunks bill them. */
    private long minutes(Permit permit) {
        if (permit.answeredAt == null) {
            return 0;
        }
        long seconds = Duration.between(permit.answeredAt, timers.now()).toSeconds();
        return seconds / SECONDS_PER_MINUTE + 1;
    }
}
