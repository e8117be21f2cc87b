// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.access.Role;
import io.allo.sessionconfig.audit.AuditLog;
import io.allo.sessionconfig.audit.AuditLog.Change;
import io.allo.sessionconfig.door.Actor;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.NewCookie;
import java.util.List;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * People whom an OpenID provider knows. At the first login they become people of ours, without a password; at each one they get the
 * name, role and account that the provider says. Who has an address here by password is not taken over by a provider that names it.
 */
@ApplicationScoped
public class ForeignLogins {
    private static final Logger LOG = Logger.getLogger(ForeignLogins.class);
    /** No bcrypt hash: no password fits. */
    private static final String NO_PASSWORD = "-";

    private static final String PUT =
            "insert into users as u (id, account_id, email, name, role, password_hash, oidc_issuer, oidc_subject)"
                    + " values ($1, $2, $3, $4, $5, $6, $7, $8)"
                    + " on conflict (oidc_issuer, oidc_subject) do update set account_id = excluded.account_id, name = excluded.name,"
                    + " role = excluded.role, updated_at = now() returning " + User.COLUMNS;

    private final Pool pool;
    private final UserStore users;
    private final Sessions sessions;
    private final AuditLog audit;
    private final LoginMeters meters;
    private final PageCookies cookies;
    private final ProviderLogouts providers;

    ForeignLogins(
            Pool pool,
            UserStore users,
            Sessions sessions,
            AuditLog audit,
            LoginMeters meters,
            PageCookies cookies,
            ProviderLogouts providers) {
        this.pool = pool;
        this.users = users;
        this.sessions = sessions;
        this.audit = audit;
        this.meters = meters;
        this.cookies = cookies;
        this.providers = providers;
    }

    /**
     * Whom the provider let in.
     *
     * @param account null for an administrator of the installation
     * @param idToken what the provider wants to see again at the logout
     */
    public record Known(
            String issuer,
            String subject,
            String email,
            String name,
            Role role,
            @Nullable UUID account,
            String idToken) {
        @Override
        public String toString() {
            return "Known by " + issuer;
        }
    }

    /** The cookies of a page's login; null when he may not come in: switched off here, no such account, or his address is another's. */
    public Uni<NewCookie @Nullable []> enter(Known known, boolean secure) {
        return pool.preparedQuery(PUT)
                .execute(Tuple.tuple(List.of(UUID.randomUUID()))
                        .addValue(known.account())
                        .addValue(LoginForms.canonical(known.email()))
                        .addValue(known.name())
                        .addValue(known.role().wireName())
                        .addValue(NO_PASSWORD)
                        .addValue(known.issuer())
                        .addValue(known.subject()))
                .map(rows -> User.of(rows.iterator().next()))
                .chain(user ->
                        users.mayLogIn(user.id()).chain(may -> may ? begun(user, known.idToken(), secure) : nobody()))
                .onFailure(PgException.class)
                .recoverWithUni(failure -> {
                    LOG.warnf("a person of the provider was not taken in: %s", ((PgException) failure).getSqlState());
                    return nobody();
                })
                .invoke(cookies -> meters.byOpenId(cookies != null));
    }

    private Uni<NewCookie @Nullable []> begun(User user, String idToken, boolean secure) {
        String who = "user:" + user.id();
        return users.loggedIn(user.id())
                .chain(() -> providers.sealed(user.id(), idToken))
                .chain(kept -> sessions.begin(user, kept))
                .call(() ->
                        audit.write(new Actor(who, null), new Change(user.accountId(), "login", who, List.of("oidc"))))
                .map(session -> cookies.kept(session.refreshToken(), session.expires(), secure));
    }

    private static Uni<NewCookie @Nullable []> nobody() {
        return Uni.createFrom().nullItem();
    }
}
