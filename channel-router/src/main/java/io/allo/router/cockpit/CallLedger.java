// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cockpit;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Who did what in which call: a line for the audit log (names of acts, never words), and who talks in it for the lists of all replicas.
 * Behind the call's back: nothing of it waits.
 */
@ApplicationScoped
class CallLedger {
    private static final Logger LOG = Logger.getLogger(CallLedger.class);

    private final Pool pool;
    private final Changes changes;

    CallLedger(Pool pool, Changes changes) {
        this.pool = pool;
        this.changes = changes;
    }

    /** @param actor {@code user:<id>}, {@code key:<account>} or {@code service} */
    record Who(String account, String conversation, String actor, String name) {}

    void noted(Who who, String act) {
        behind(who, audit(who, act));
    }

    /** @param mode {@code joined} or {@code held} */
    void talks(Who who, String mode, String act) {
        behind(
                who,
                audit(who, act)
                        .chain(() -> pool.preparedQuery("""
                        insert into call_supervision (conversation_id, account_id, actor, name, mode)
                        values ($1, $2, $3, $4, $5)
                        on conflict (conversation_id) do update
                           set account_id = excluded.account_id, actor = excluded.actor, name = excluded.name,
                               mode = excluded.mode, since = now(), seen_at = now()""")
                                .execute(Tuple.of(who.conversation(), who.account(), who.actor(), who.name(), mode))
                                .replaceWithVoid()));
    }

    void left(Who who, String act) {
        behind(
                who,
                audit(who, act)
                        .chain(() -> pool.preparedQuery(
                                        "delete from call_supervision where conversation_id = $1 and account_id = $2 and actor = $3")
                                .execute(Tuple.of(who.conversation(), who.account(), who.actor()))
                                .replaceWithVoid()));
    }

    /** He is still there. */
    void seen(String account, String conversation) {
        pool.preparedQuery("update call_supervision set seen_at = now() where conversation_id = $1 and account_id = $2")
                .execute(Tuple.of(conversation, account))
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("who talks in a call is not shown: %s", failure.toString()));
    }

    private Uni<Void> audit(Who who, String act) {
        return pool.preparedQuery(
                        "insert into audit_outbox (account_id, actor, action, object, fields) values ($1, $2, $3, $4, '')")
                .execute(Tuple.of(
                        who.account(), who.actor(), "conversation." + act, "conversation:" + who.conversation()))
                .replaceWithVoid();
    }

    private void behind(Who who, Uni<Void> work) {
        work.subscribe()
                .with(
                        _ -> changes.of(who.account()),
                        failure ->
                                LOG.errorf("call %s: an act is not in the audit log: %s", who.conversation(), failure));
    }
}
