// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.signaling;

import io.allo.gateway.call.CallTimers;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Sources that ask for what they may not have, again and again, hear nothing for a while. It takes many requests to get there,
 * so a single packet with a false address bans nobody, and who has an account, is a registrar or is in a call is never banned.
 * The table is bounded: the oldest entry goes first. Thread-safe.
 */
final class SourceShield {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final Duration LONGEST_BAN = Duration.ofMinutes(10);
    private static final int REMEMBERED = 10_000;
    /** What scanners call themselves. They are not banned for a name that anybody can forge, but not answered either. */
    private static final Set<String> SCANNERS = Set.of(
            "friendly-scanner", "sipvicious", "sipcli", "sip-scan", "sundayddr", "iwar", "vaxsipuseragent", "pplsip");

    private final CallTimers timers;
    private final int strikesAllowed;
    private final Duration ban;
    private final Predicate<InetAddress> exempt;
    private final Map<InetAddress, Record> records = new LinkedHashMap<>();

    private static final class Record {
        Instant since;
        int strikes;
        Instant bannedUntil = Instant.MIN;

        Record(Instant since) {
            this.since = since;
        }
    }

    /**
     * @param strikesAllowed refused requests in a minute until the ban, 0 = nobody is banned
     * @param exempt sources that are never banned
     */
    SourceShield(CallTimers timers, int strikesAllowed, Duration ban, Predicate<InetAddress> exempt) {
        this.timers = timers;
        this.strikesAllowed = strikesAllowed;
        this.ban = ban.compareTo(LONGEST_BAN) < 0 ? ban : LONGEST_BAN;
        this.exempt = exempt;
    }

    static boolean isScanner(String userAgent) {
        String name = userAgent.toLowerCase(Locale.ROOT);
        return SCANNERS.stream().anyMatch(name::contains);
    }

    boolean isBanned(InetAddress source) {
        synchronized (records) {
            Record record = records.get(source);
            if (record == null || !timers.now().isBefore(record.bannedUntil)) {
                return false;
            }
        }
        return !exempt.test(source);
    }

    /** A request of a stranger was refused. */
    void strike(InetAddress source) {
        if (strikesAllowed == 0 || exempt.test(source)) {
            return;
        }
        Instant now = timers.now();
        synchronized (records) {
            Record record = records.computeIfAbsent(source, _ -> new Record(now));
            if (Duration.between(record.since, now).compareTo(WINDOW) > 0) {
                record.since = now;
                record.strikes = 0;
            }
            record.strikes++;
            if (record.strikes >= strikesAllowed && !now.isBefore(record.bannedUntil)) {
                record.bannedUntil = now.plus(ban);
                record.strikes = 0;
            }
            if (records.size() > REMEMBERED) {
                records.remove(records.keySet().iterator().next());
            }
        }
    }

    /** Sources that hear nothing now. */
    int banned() {
        Instant now = timers.now();
        synchronized (records) {
            return (int) records.values().stream()
                    .filter(record -> now.isBefore(record.bannedUntil))
                    .count();
        }
    }
}
