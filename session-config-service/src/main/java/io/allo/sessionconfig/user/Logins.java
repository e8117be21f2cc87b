// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.allo.access.Person;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.secret.Marks;
import io.allo.sessionconfig.token.Tokens;
import io.allo.sessionconfig.user.LoginForms.Credentials;
import io.allo.sessionconfig.user.Sessions.Session;
import io.allo.sessionconfig.user.UserStore.Proven;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.NotAuthorizedException;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Lets people in by password, keeps them in by refresh token, and out again. */
@ApplicationScoped
class Logins {
    private static final int MARK_BYTES = 6;

    private final UserStore users;
    private final Passwords passwords;
    private final Sessions sessions;
    private final LoginLimits limits;
    private final Tokens tokens;
    private final AuditLog audit;
    private final Marks marks;
    private final Clock clock;

    Logins(
            UserStore users,
            Passwords passwords,
            Sessions sessions,
            LoginLimits limits,
            Tokens tokens,
            AuditLog audit,
            Marks marks,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.sessions = sessions;
        this.limits = limits;
        this.tokens = tokens;
        this.audit = audit;
        this.marks = marks;
        this.clock = clock;
    }

    /**
     * What a person logs in with from now on.
     *
     * @param expiresIn seconds that the access token lives
     * @param refreshToken null for a page, which has it as a cookie
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Login(
            String accessToken,
            String tokenType,
            long expiresIn,
            @Nullable String refreshToken,
            Instant sessionExpires,
            User user) {
        Login withoutRefreshToken() {
            return new Login(accessToken, tokenType, expiresIn, null, sessionExpires, user);
        }

        @Override
        public String toString() {
            return "Login of " + user.id();
        }
    }

    /** Too many attempts: carries how long to wait. */
    static final class TooManyAttemptsException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient Duration left;

        TooManyAttemptsException(Duration left) {
            super("too many attempts", null, false, false);
            this.left = left;
        }

        /** After which the next attempt is heard. */
        Duration left() {
            return left;
        }
    }

    Uni<Login> login(Credentials credentials, String source) {
        String email = LoginForms.canonical(credentials.email());
        return limits.attempt(email, source)
                .invoke(wait -> wait.ifPresent(longest -> {
                    throw new TooManyAttemptsException(longest);
                }))
                .chain(() -> users.byEmail(email))
                .chain(found -> passwords
                        .fits(credentials.password(), found == null ? null : found.passwordHash())
                        .call(fits -> fits ? Uni.createFrom().voidItem() : noteFailure(found, source))
                        .map(fits -> fits ? Objects.requireNonNull(found).user() : null))
                .onItem()
                .ifNull()
                .failWith(() -> refused("email or password is wrong"))
                .call(() -> limits.forget(email, source))
                .call(user -> users.loggedIn(user.id()))
                .chain(sessions::begin)
                .call(session -> note(session.user(), "login"))
                .chain(this::issued);
    }

    Uni<Login> refresh(String refreshToken) {
        return sessions.refresh(refreshToken)
                .onItem()
                .ifNull()
                .failWith(() -> refused("this login has ended"))
                .chain(this::issued);
    }

    /** Twice is once: null then. */
    Uni<Sessions.@Nullable Ended> logout(String refreshToken) {
        return sessions.endBy(refreshToken)
                .call(ended -> ended == null
                        ? Uni.createFrom().voidItem()
                        : users.byId(ended.user())
                                .chain(user -> user == null ? Uni.createFrom().voidItem() : note(user, "logout")));
    }

    private Uni<Login> issued(Session session) {
        User user = session.user();
        Person person = new Person(
                user.id().toString(),
                text(user.accountId()),
                user.roleOf(),
                user.name(),
                session.id().toString(),
                clock.instant().plus(session.tokenLife()));
        return tokens.issue(person)
                .map(token -> new Login(
                        token,
                        "Bearer",
                        session.tokenLife().toSeconds(),
                        session.refreshToken(),
                        session.expires(),
                        user));
    }

    private Uni<Void> note(User user, String action) {
        String who = "user:" + user.id();
        return audit.write(new Actor(who, null), new Change(user.accountId(), action, who, List.of()));
    }

    /** Neither the address that was tried nor where from stands in the log: a mark tells whether it was the same place. */
    private Uni<Void> noteFailure(@Nullable Proven tried, String source) {
        String from = "source:" + HexFormat.of().formatHex(marks.of("login source", source, MARK_BYTES));
        return audit.write(
                new Actor(from, null),
                tried == null
                        ? new Change(null, "login.failed", "nobody", List.of())
                        : new Change(
                                tried.user().accountId(),
                                "login.failed",
                                "user:" + tried.user().id(),
                                List.of()));
    }

    private static @Nullable String text(@Nullable Object id) {
        return id == null ? null : id.toString();
    }

    static NotAuthorizedException refused(String why) {
        return new NotAuthorizedException(
                why,
                Response.status(Response.Status.UNAUTHORIZED)
                        .header("WWW-Authenticate", "Bearer")
                        .build());
    }
}
