// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.user;

import io.allo.sessionconfig.user.LoginForms.UserChange;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Rows of {@code users}. */
@ApplicationScoped
class UserStore {
    private static final String SELECT = "select " + User.COLUMNS + " from users u";
    /** Whoever may log in: nobody of an account that is switched off. */
    private static final String BY_EMAIL = "select " + User.COLUMNS + ", u.password_hash from users u"
            + " left join accounts a on a.id = u.account_id"
            + " where lower(u.email) = $1 and u.is_active and (u.account_id is null or a.is_active)";

    private static final String INSERT = "insert into users as u (id, account_id, email, name, role, password_hash)"
            + " values ($1, $2, $3, $4, $5, $6) returning " + User.COLUMNS;
    private static final String UPDATE = "update users u set name = coalesce($2, name), role = coalesce($3, role),"
            + " password_hash = coalesce($4, password_hash), is_active = coalesce($5, is_active), updated_at = now()"
            + " where id = $1 returning " + User.COLUMNS;

    private final Pool pool;

    UserStore(Pool pool) {
        this.pool = pool;
    }

    /** A person with what proves him. */
    record Proven(User user, String passwordHash) {
        @Override
        public String toString() {
            return "Proven " + user.id();
        }
    }

    /** Null when nobody active has this address. @param email canonical */
    Uni<@Nullable Proven> byEmail(String email) {
        return pool.preparedQuery(BY_EMAIL).execute(Tuple.of(email)).map((RowSet<Row> rows) -> {
            if (rows.size() == 0) {
                return null;
            }
            Row row = rows.iterator().next();
            return new Proven(User.of(row), row.getString("password_hash"));
        });
    }

    Uni<@Nullable User> byId(UUID id) {
        return pool.preparedQuery(SELECT + " where u.id = $1")
                .execute(Tuple.of(id))
                .map(UserStore::first);
    }

    /** Whoever has this address, be he active or not. @param email canonical */
    Uni<@Nullable User> anyByEmail(String email) {
        return pool.preparedQuery(SELECT + " where lower(u.email) = $1")
                .execute(Tuple.of(email))
                .map(UserStore::first);
    }

    /** @param accountId null: of all accounts, and administrators */
    Uni<List<User>> all(@Nullable UUID accountId) {
        return pool.preparedQuery(SELECT + " where ($1::uuid is null or u.account_id = $1) order by u.email limit 1000")
                .execute(Tuple.of(accountId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(User::of)
                        .toList());
    }

    /** False when he, or his account, is switched off. */
    Uni<Boolean> mayLogIn(UUID id) {
        return pool.preparedQuery("select 1 from users u left join accounts a on a.id = u.account_id"
                        + " where u.id = $1 and u.is_active and (u.account_id is null or a.is_active)")
                .execute(Tuple.of(id))
                .map(rows -> rows.size() > 0);
    }

    /** True when there is nobody at all. */
    Uni<Boolean> isEmpty(SqlClient connection) {
        return connection
                .preparedQuery("select not exists (select 1 from users) as alone")
                .execute()
                .map(rows -> rows.iterator().next().getBoolean("alone"));
    }

    /** Until the end of the transaction nobody else adds anybody. */
    Uni<Void> alone(SqlClient connection) {
        return connection
                .query("lock table users in share row exclusive mode")
                .execute()
                .replaceWithVoid();
    }

    Uni<Void> loggedIn(UUID id) {
        return pool.preparedQuery("update users set last_login_at = now() where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    Uni<User> insert(SqlClient connection, UUID id, LoginForms.NewUser form, @Nullable UUID accountId, String hash) {
        return connection
                .preparedQuery(INSERT)
                .execute(Tuple.of(id, accountId, LoginForms.canonical(form.email()), form.name(), form.role(), hash))
                .map(UserStore::first);
    }

    Uni<User> update(SqlClient connection, UUID id, UserChange change, @Nullable String hash) {
        return connection
                .preparedQuery(UPDATE)
                .execute(Tuple.of(id, change.name(), change.role(), hash, change.isActive()))
                .map(UserStore::first);
    }

    Uni<Void> delete(SqlClient connection, UUID id) {
        return connection
                .preparedQuery("delete from users where id = $1")
                .execute(Tuple.of(id))
                .replaceWithVoid();
    }

    private static @Nullable User first(RowSet<Row> rows) {
        return rows.size() == 0 ? null : User.of(rows.iterator().next());
    }
}
