// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.sipaccount;

import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.secret.StoredSecrets;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.jboss.logging.Logger;

/**
 * Puts right, every few seconds, what SQL by hand leaves behind: encrypts plain passwords, and gives accounts without owner to
 * the business when there is only one. The passwords of all SIP accounts share one derived key: operators copy rows between
 * {@code app_settings} and {@code sip_accounts}, and a key for each would cost the first reader seconds.
 */
@ApplicationScoped
class PasswordSealer {
    /** Text from which the key of all SIP accounts' passwords is derived. */
    static final String SALT = "sip_accounts";

    private static final Logger LOG = Logger.getLogger(PasswordSealer.class);
    /** What does not look stored is plain; beyond 159 bytes the encrypted text would not fit the column. */
    private static final String PLAIN =
            "%1$s <> '' and octet_length(%1$s) <= 159 and %1$s !~ '^[A-Za-z0-9+/]{16}:[A-Za-z0-9+/]{22}==:[A-Za-z0-9+/]*=*$'";

    private static final String ADOPT = """
            update sip_account_policy set account_id = (select min(id::text)::uuid from accounts where is_active)
             where account_id is null and (select count(*) from accounts where is_active) = 1
            """;

    private final Pool pool;
    private final StoredSecrets secrets;
    private final Vertx vertx;
    private final ServiceConfig config;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long timer = -1;

    PasswordSealer(Pool pool, StoredSecrets secrets, Vertx vertx, ServiceConfig config) {
        this.pool = pool;
        this.secrets = secrets;
        this.vertx = vertx;
        this.config = config;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(config.sipAccounts().reload().toMillis(), tick -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    private void look() {
        if (!running.compareAndSet(false, true)) {
            return;
        }
        seal().onTermination()
                .invoke(() -> running.set(false))
                .subscribe()
                .with(done -> {}, failure -> LOG.warnf("sip accounts wait cause=%s", failure.toString()));
    }

    private Uni<Void> seal() {
        return seal("sip_accounts", "password")
                .chain(() -> seal("app_settings", "sip_trunk_password"))
                .chain(() -> pool.query(ADOPT).execute())
                .replaceWithVoid();
    }

    private Uni<Void> seal(String table, String column) {
        return pool.query("select id, " + column + " as plain from " + table + " where " + PLAIN.formatted(column))
                .execute()
                .map(rows -> StreamSupport.stream(rows.spliterator(), false).toList())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .map(this::encrypted)
                .chain(rows -> Multi.createFrom()
                        .iterable(rows)
                        .onItem()
                        .transformToUniAndConcatenate(one -> store(table, column, one))
                        .collect()
                        .asList())
                .replaceWithVoid();
    }

    private List<Sealed> encrypted(List<Row> rows) {
        return rows.stream()
                .map(row -> new Sealed(
                        row.getInteger("id"), row.getString("plain"), secrets.encrypt(SALT, row.getString("plain"))))
                .toList();
    }

    /** Only while it is still the same password; and no change of the trunk, so the gateways are not told. */
    private Uni<Void> store(String table, String column, Sealed one) {
        return pool.withTransaction(connection -> connection
                .query("set local allo.sealing = 'on'")
                .execute()
                .chain(() -> connection
                        .preparedQuery(
                                "update " + table + " set " + column + " = $1 where id = $2 and " + column + " = $3")
                        .execute(Tuple.of(one.stored(), one.id(), one.plain())))
                .replaceWithVoid());
    }

    private record Sealed(int id, String plain, String stored) {
        @Override
        public String toString() {
            return "Sealed[" + id + "]";
        }
    }
}
