// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Counts attempts to log in before anything is checked, in the database, so that all replicas count together. One address from
 * one source is stopped first; a person whose address others try is not kept out by them for long.
 */
@ApplicationScoped
class LoginLimits {
    private static final int SOURCES = 5;
    private static final String COUNT = """
            with swept as (delete from login_attempts where window_start < $3::timestamptz and who <> all($1::text[]))
            insert into login_attempts as a (who, attempts, window_start)
            select w.who, 1, $2::timestamptz from unnest($1::text[]) as w(who) order by w.who
            on conflict (who) do update set
              attempts = case when a.window_start < $3::timestamptz then 1 else a.attempts + 1 end,
              window_start = case when a.window_start < $3::timestamptz then excluded.window_start else a.window_start end
            returning who, attempts, window_start
            """;
    private static final String FORGET = "delete from login_attempts where who = any($1)";

    private final Pool pool;
    private final LoginConfig config;
    private final Clock clock;

    LoginLimits(Pool pool, LoginConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /** Counts this attempt. Answers how long to wait when it is one too many. */
    Uni<Optional<Duration>> attempt(String email, String source) {
        Map<String, Integer> limits = new LinkedHashMap<>();
        limits.put(both(email, source), config.attempts());
        limits.put(digest("email " + email), config.attempts() * SOURCES);
        limits.put(digest("source " + source), config.attemptsOfSource());
        Instant now = clock.instant();
        return pool.preparedQuery(COUNT)
                .execute(Tuple.of(limits.keySet().toArray(String[]::new), at(now), at(now.minus(config.window()))))
                .map(rows -> {
                    Duration longest = Duration.ZERO;
                    for (Row row : rows) {
                        if (row.getInteger("attempts") > limits.get(row.getString("who"))) {
                            Duration left = Duration.between(
                                    now,
                                    row.getOffsetDateTime("window_start")
                                            .toInstant()
                                            .plus(config.window()));
                            longest = left.compareTo(longest) > 0 ? left : longest;
                        }
                    }
                    return longest.isPositive() ? Optional.of(longest) : Optional.empty();
                });
    }

    /** He was let in: his slips count no longer. */
    Uni<Void> forget(String email, String source) {
        return pool.preparedQuery(FORGET)
                .execute(Tuple.of(new String[] {both(email, source), digest("email " + email)}))
                .replaceWithVoid();
    }

    private static String both(String email, String source) {
        return digest("both " + source + " " + email);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String digest(String text) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
