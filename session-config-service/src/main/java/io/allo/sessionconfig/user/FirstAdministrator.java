// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.secret.Marks;
import io.allo.sessionconfig.user.LoginForms.FirstPerson;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.WebApplicationException;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Somebody must be the first. Whoever reads the service's log may make himself that: at its start, as long as there is nobody, it
 * prints a code there, the same in all replicas and after a restart, and good for nothing once there is somebody.
 */
@ApplicationScoped
class FirstAdministrator {
    private static final Logger LOG = Logger.getLogger(FirstAdministrator.class);
    private static final String PURPOSE = "setup code";
    private static final int CODE_BYTES = 10;
    private static final int RADIX = 32;
    private static final int CONFLICT = 409;

    private final UserStore store;
    private final Passwords passwords;
    private final LoginLimits limits;
    private final AuditLog audit;
    private final Marks marks;
    private final Pool pool;

    FirstAdministrator(
            UserStore store, Passwords passwords, LoginLimits limits, AuditLog audit, Marks marks, Pool pool) {
        this.store = store;
        this.passwords = passwords;
        this.limits = limits;
        this.audit = audit;
        this.marks = marks;
        this.pool = pool;
    }

    void tell(@Observes StartupEvent started) {
        isNeeded()
                .subscribe()
                .with(
                        needed -> {
                            if (needed) {
                                LOG.warnf(
                                        "nobody can log in yet: open /admin and make the first administrator; setup code %s",
                                        code());
                            }
                        },
                        failure -> LOG.warnf("whether anybody can log in is not known (%s)", failure.toString()));
    }

    Uni<Boolean> isNeeded() {
        return store.isEmpty(pool);
    }

    Uni<User> make(FirstPerson form, String source) {
        return limits.attempt(PURPOSE, source)
                .invoke(wait -> wait.ifPresent(longest -> {
                    throw new Logins.TooManyAttemptsException(longest);
                }))
                .invoke(() -> check(form.code()))
                .chain(() -> passwords.hash(form.password()))
                .chain(hash -> pool.withTransaction(connection -> store.alone(connection)
                        .chain(() -> store.isEmpty(connection))
                        .invoke(empty -> {
                            if (!empty) {
                                throw new WebApplicationException("there is somebody already: log in", CONFLICT);
                            }
                        })
                        .chain(() -> store.insert(connection, UUID.randomUUID(), form.administrator(), null, hash))
                        .call(user -> audit.write(
                                connection,
                                new Actor("setup", null),
                                new Change(
                                        null, "user.created", "user:" + user.id(), List.of("email", "name", "role"))))))
                .call(() -> limits.forget(PURPOSE, source));
    }

    private void check(String given) {
        String plain = given.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
        if (!MessageDigest.isEqual(
                plain.getBytes(UTF_8), code().replace("-", "").getBytes(UTF_8))) {
            throw new ForbiddenException("this is not the setup code");
        }
    }

    /** Sixteen characters in groups of four: 80 bits. */
    String code() {
        String digits = new BigInteger(1, marks.of(PURPOSE, "", CODE_BYTES))
                .toString(RADIX)
                .toUpperCase(Locale.ROOT);
        return "0".repeat(16 - digits.length()).concat(digits).replaceAll("(.{4})(?=.)", "$1-");
    }
}
