// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Logins that can be refreshed. The refresh token changes at each use. The one before still works for half a minute, for an
 * answer that was lost on its way or two tabs at once; who comes with it later has a copy, and the login ends for everybody.
 */
@ApplicationScoped
class Sessions {
    private static final int TOKEN_BYTES = 32;
    private static final Duration LOST_ANSWER = Duration.ofSeconds(30);
    private static final String BEGIN =
            "insert into login_sessions (user_id, refresh_hash, expires_at, changed_at, id_token)"
                    + " values ($1, $2, $3, $4, $5) returning id";
    private static final String FIND =
            "select s.id as session, s.expires_at, s.changed_at, s.refresh_hash = $1 as current, "
                    + User.COLUMNS
                    + " from login_sessions s join users u on u.id = s.user_id left join accounts a on a.id = u.account_id"
                    + " where (s.refresh_hash = $1 or s.previous_hash = $1) and s.ended_at is null and s.expires_at > $2"
                    + " and u.is_active and (u.account_id is null or a.is_active) for update of s";
    private static final String ROTATE =
            "update login_sessions set refresh_hash = $2, previous_hash = $3, changed_at = $4 where id = $1";
    private static final String END = "update login_sessions set ended_at = $2 where id = $1";
    private static final String END_BY_TOKEN = "update login_sessions set ended_at = $2"
            + " where (refresh_hash = $1 or previous_hash = $1) and ended_at is null returning user_id, id_token";
    private static final String END_ALL =
            "update login_sessions set ended_at = $2 where user_id = $1 and ended_at is null";
    private static final String SWEEP =
            "delete from login_sessions where user_id = $1 and (expires_at < $2 or ended_at < $2)";

    private final Pool pool;
    private final LoginConfig config;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    Sessions(Pool pool, LoginConfig config, Clock clock) {
        this.pool = pool;
        this.config = config;
        this.clock = clock;
    }

    /**
     * A login that goes on.
     *
     * @param refreshToken for the next time, in clear here only
     * @param expires end of the login
     * @param tokenLife of an access token issued now
     */
    record Session(UUID id, User user, String refreshToken, Instant expires, Duration tokenLife) {
        @Override
        public String toString() {
            return "Session " + id;
        }
    }

    /**
     * A login that has ended.
     *
     * @param idToken of the provider, sealed; null for a login by password
     */
    record Ended(UUID user, @Nullable String idToken) {
        @Override
        public String toString() {
            return "Ended of " + user;
        }
    }

    Uni<Session> begin(User user) {
        return begin(user, null);
    }

    /** @param idToken with which a provider let him in, sealed */
    Uni<Session> begin(User user, @Nullable String idToken) {
        String token = token();
        Instant now = clock.instant();
        Instant expires = now.plus(config.session());
        return pool.withTransaction(connection -> connection
                .preparedQuery(SWEEP)
                .execute(Tuple.of(user.id(), at(now)))
                .chain(() -> connection
                        .preparedQuery(BEGIN)
                        .execute(Tuple.of(user.id(), digest(token), at(expires), at(now), idToken)))
                .map(rows -> session(rows.iterator().next().getUUID("id"), user, token, expires)));
    }

    /** Null when the token refreshes nothing. */
    Uni<@Nullable Session> refresh(String presented) {
        Instant now = clock.instant();
        String hash = digest(presented);
        return pool.withTransaction(connection -> connection
                .preparedQuery(FIND)
                .execute(Tuple.of(hash, at(now)))
                .chain(rows -> {
                    if (rows.size() == 0) {
                        return Uni.createFrom().<Session>nullItem();
                    }
                    Row row = rows.iterator().next();
                    Instant changed = row.getOffsetDateTime("changed_at").toInstant();
                    boolean copied = !row.getBoolean("current")
                            && changed.plus(LOST_ANSWER).isBefore(now);
                    return copied ? end(connection, row, now) : rotate(connection, row, hash, now);
                }));
    }

    private static Uni<Session> end(SqlClient connection, Row row, Instant now) {
        return connection
                .preparedQuery(END)
                .execute(Tuple.of(row.getUUID("session"), at(now)))
                .replaceWith((Session) null);
    }

    private Uni<Session> rotate(SqlClient connection, Row row, String presented, Instant now) {
        String token = token();
        UUID id = row.getUUID("session");
        return connection
                .preparedQuery(ROTATE)
                .execute(Tuple.of(id, digest(token), presented, at(now)))
                .replaceWith(session(
                        id,
                        User.of(row),
                        token,
                        row.getOffsetDateTime("expires_at").toInstant()));
    }

    /** Null when the token was nobody's. */
    Uni<@Nullable Ended> endBy(String presented) {
        return pool.preparedQuery(END_BY_TOKEN)
                .execute(Tuple.of(digest(presented), at(clock.instant())))
                .map(rows -> {
                    Row row = rows.size() == 0 ? null : rows.iterator().next();
                    return row == null ? null : new Ended(row.getUUID("user_id"), row.getString("id_token"));
                });
    }

    /** Throws a person out of all logins. */
    Uni<Void> endAll(SqlClient connection, UUID user) {
        return connection
                .preparedQuery(END_ALL)
                .execute(Tuple.of(user, at(clock.instant())))
                .replaceWithVoid();
    }

    private Session session(UUID id, User user, String token, Instant expires) {
        Duration left = Duration.between(clock.instant(), expires);
        return new Session(id, user, token, expires, left.compareTo(config.token()) < 0 ? left : config.token());
    }

    private String token() {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String digest(String token) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(token.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
