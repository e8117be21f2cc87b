// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.idempotency;

import io.allo.toolexecutor.config.Json;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Supplier;
import org.hibernate.reactive.mutiny.Mutiny;
import org.jspecify.annotations.Nullable;

/**
 * Runs a changing action in one transaction, exactly once per key.
 *
 * <p>The key's row is inserted first, in the same transaction as the change. A parallel request with the same key waits on
 * that row (bounded by the connection's {@code lock_timeout}); when the first commits, it reads the stored answer; when the
 * first rolls back, it does the work itself. So there is no moment at which a change is stored without its answer.
 */
@ApplicationScoped
public class Idempotency {
    private static final String CLAIM =
            "insert into idempotency (account_id, operation, key) values (:account, :operation, :key) on conflict do nothing";
    private static final String STORE = "update idempotency set status = :status, body = :body"
            + " where account_id = :account and operation = :operation and key = :key";
    private static final String READ =
            "select status, body from idempotency where account_id = :account and operation = :operation and key = :key";

    private final Json json;

    Idempotency(Json json) {
        this.json = json;
    }

    /**
     * Runs {@code action} in a transaction, or gives the stored answer of its first run.
     *
     * @param key null runs the action without a key
     * @param action changes rows through the current session; a failure rolls everything back, the key included
     */
    public Uni<Answer> once(@Nullable ActionKey key, Supplier<Uni<Outcome>> action) {
        return Panache.withTransaction(() -> key == null ? run(action) : onceIn(key, action));
    }

    private Uni<Answer> onceIn(ActionKey key, Supplier<Uni<Outcome>> action) {
        return Panache.getSession()
                .chain(session -> bind(session.createNativeQuery(CLAIM), key)
                        .executeUpdate()
                        .chain(claimed -> claimed == 1
                                ? run(action).call(answer -> store(session, key, answer))
                                : stored(session, key)));
    }

    private Uni<Answer> run(Supplier<Uni<Outcome>> action) {
        return action.get().map(outcome -> new Answer(outcome.status(), json.write(outcome.body())));
    }

    private Uni<Integer> store(Mutiny.Session session, ActionKey key, Answer answer) {
        return session.flush()
                .chain(() -> bind(session.createNativeQuery(STORE), key)
                        .setParameter("status", answer.status())
                        .setParameter("body", answer.json())
                        .executeUpdate());
    }

    private static Uni<Answer> stored(Mutiny.Session session, ActionKey key) {
        return bind(session.createNativeQuery(READ, Object[].class), key)
                .getSingleResult()
                .map(row -> new Answer((Integer) row[0], (String) row[1]));
    }

    private static <Q extends Mutiny.AbstractQuery> Q bind(Q query, ActionKey key) {
        query.setParameter("account", key.accountId());
        query.setParameter("operation", key.operation());
        query.setParameter("key", key.key());
        return query;
    }
}
