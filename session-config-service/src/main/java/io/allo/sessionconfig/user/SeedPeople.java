// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.user.LoginForms.NewUser;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.WebApplicationException;
import java.util.UUID;

/** People of an imported account. Repeatable: somebody who is there already keeps what he has, his password above all. */
@ApplicationScoped
public class SeedPeople {
    private static final int CONFLICT = 409;

    private final UserStore store;
    private final Passwords passwords;
    private final Pool pool;

    SeedPeople(UserStore store, Passwords passwords, Pool pool) {
        this.store = store;
        this.passwords = passwords;
        this.pool = pool;
    }

    /** 409 when the address belongs to somebody of another account. */
    public Uni<Void> put(UUID account, String email, String name, String role, String password) {
        return store.anyByEmail(LoginForms.canonical(email)).chain(known -> {
            if (known == null) {
                NewUser form = new NewUser(account, email, name, role, password);
                return passwords
                        .hash(password)
                        .chain(hash -> store.insert(pool, UUID.randomUUID(), form, account, hash))
                        .replaceWithVoid();
            }
            if (!account.equals(known.accountId())) {
                throw new WebApplicationException("a user's e-mail address is taken", CONFLICT);
            }
            return Uni.createFrom().voidItem();
        });
    }
}
