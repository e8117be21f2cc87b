// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.access.Person;
import io.allo.access.Role;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.allo.sessionconfig.door.Caller;
import io.allo.sessionconfig.door.UnfitException;
import io.allo.sessionconfig.door.UnfitException.Fault;
import io.allo.sessionconfig.user.LoginForms.NewPassword;
import io.allo.sessionconfig.user.LoginForms.NewUser;
import io.allo.sessionconfig.user.LoginForms.UserChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What owners do with the people of their account, administrators with all, and everybody with himself. */
@ApplicationScoped
class Users {
    private static final int CONFLICT = 409;
    private static final String TAKEN = "23505";
    private static final String NO_PARENT = "23503";

    private final UserStore store;
    private final Passwords passwords;
    private final Sessions sessions;
    private final AuditLog audit;
    private final Pool pool;

    Users(UserStore store, Passwords passwords, Sessions sessions, AuditLog audit, Pool pool) {
        this.store = store;
        this.passwords = passwords;
        this.sessions = sessions;
        this.audit = audit;
        this.pool = pool;
    }

    Uni<List<User>> list(Caller caller) {
        return store.all(caller.accountId());
    }

    /** 404 when he does not exist for this caller. */
    Uni<User> get(Caller caller, UUID id) {
        return store.byId(id).invoke(user -> {
            if (user == null || !caller.sees(user.accountId())) {
                throw new NotFoundException("user " + id + " is unknown");
            }
        });
    }

    Uni<User> create(Caller caller, Actor actor, NewUser form) {
        UUID account = accountOf(caller, form);
        return passwords
                .hash(form.password())
                .chain(hash -> pool.withTransaction(connection -> store.insert(
                                        connection, UUID.randomUUID(), form, account, hash)
                                .call(user -> audit.write(
                                        connection,
                                        actor,
                                        change(user, "user.created", List.of("email", "name", "role", "password")))))
                        .onFailure(PgException.class)
                        .transform(Users::readable));
    }

    private static @Nullable UUID accountOf(Caller caller, NewUser form) {
        if (form.roleOf() == Role.ADMIN) {
            if (caller.accountId() != null || form.accountId() != null) {
                throw new ForbiddenException(
                        "an administrator of the installation is made by another one, without an account");
            }
            return null;
        }
        UUID wanted = form.accountId() != null ? form.accountId() : caller.accountId();
        if (wanted == null) {
            throw new UnfitException(List.of(new Fault("accountId", "is required for this role")));
        }
        if (!caller.sees(wanted)) {
            throw new UnfitException(List.of(new Fault("accountId", "there is no such account")));
        }
        return wanted;
    }

    /** A person cannot change his own role or shut himself out: the last one would leave the door locked for all. */
    Uni<User> change(Caller caller, Actor actor, UUID id, UserChange form) {
        return get(caller, id)
                .invoke(user -> {
                    boolean becomesOrWasAdmin = Role.ADMIN.wireName().equals(form.role()) != (user.accountId() == null);
                    if (form.role() != null && becomesOrWasAdmin) {
                        throw new UnfitException(
                                List.of(new Fault("role", "an administrator has no account, everybody else has one")));
                    }
                    if (isSelf(actor, id) && (form.role() != null || form.isActive() != null)) {
                        throw new WebApplicationException("nobody changes his own role or access", CONFLICT);
                    }
                })
                .chain(() -> stored(actor, id, form));
    }

    private Uni<User> stored(Actor actor, UUID id, UserChange form) {
        Uni<@Nullable String> hashed =
                form.password() == null ? Uni.createFrom().nullItem() : passwords.hash(form.password());
        return hashed.chain(hash -> pool.withTransaction(connection -> store.update(connection, id, form, hash)
                .call(() -> form.endsLogins()
                        ? sessions.endAll(connection, id)
                        : Uni.createFrom().voidItem())
                .call(user -> audit.write(connection, actor, change(user, "user.changed", form.fields())))));
    }

    Uni<Void> delete(Caller caller, Actor actor, UUID id) {
        if (isSelf(actor, id)) {
            throw new WebApplicationException("nobody removes himself", CONFLICT);
        }
        return get(caller, id)
                .chain(user -> pool.withTransaction(connection -> store.delete(connection, id)
                        .call(() -> audit.write(connection, actor, change(user, "user.removed", List.of())))));
    }

    /** Whoever is logged in. */
    Uni<User> self(Actor actor) {
        return store.byId(selfId(actor))
                .onItem()
                .ifNull()
                .failWith(() -> new NotFoundException("this user is no more"));
    }

    /** Ends all logins of the person, this one too. */
    Uni<Void> changeOwnPassword(Actor actor, NewPassword form) {
        return self(actor)
                .chain(user -> store.byEmail(LoginForms.canonical(user.email())))
                .chain(found -> passwords.fits(form.current(), found == null ? null : found.passwordHash()))
                .invoke(fits -> {
                    if (!fits) {
                        throw new UnfitException(List.of(new Fault("current", "is not the password")));
                    }
                })
                .chain(() -> stored(actor, selfId(actor), new UserChange(null, null, form.password(), null)))
                .replaceWithVoid();
    }

    private static UUID selfId(Actor actor) {
        Person person = actor.person();
        if (person == null) {
            throw new ForbiddenException("a key is nobody: log in");
        }
        return UUID.fromString(person.userId());
    }

    private static boolean isSelf(Actor actor, UUID id) {
        Person person = actor.person();
        return person != null && Objects.equals(person.userId(), id.toString());
    }

    private static Change change(User user, String action, List<String> fields) {
        return new Change(user.accountId(), action, "user:" + user.id(), fields);
    }

    private static Throwable readable(Throwable failure) {
        return switch (((PgException) failure).getSqlState()) {
            case TAKEN -> new WebApplicationException("this e-mail address is taken", CONFLICT);
            case NO_PARENT -> new UnfitException(List.of(new Fault("accountId", "there is no such account")));
            default -> failure;
        };
    }
}
