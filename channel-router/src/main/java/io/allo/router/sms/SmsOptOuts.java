// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;

/** Table {@code sms_opt_out}: who wants no SMS of an account. */
@ApplicationScoped
class SmsOptOuts {
    private final Pool pool;

    SmsOptOuts(Pool pool) {
        this.pool = pool;
    }

    Uni<Void> add(String accountId, String number) {
        return pool.preparedQuery("insert into sms_opt_out (account_id, number) values ($1, $2) on conflict do nothing")
                .execute(Tuple.of(accountId, number))
                .replaceWithVoid();
    }

    Uni<Void> remove(String accountId, String number) {
        return pool.preparedQuery("delete from sms_opt_out where account_id = $1 and number = $2")
                .execute(Tuple.of(accountId, number))
                .replaceWithVoid();
    }

    Uni<Boolean> contains(String accountId, String number) {
        return pool.preparedQuery("select 1 from sms_opt_out where account_id = $1 and number = $2")
                .execute(Tuple.of(accountId, number))
                .map(rows -> rows.size() > 0);
    }
}
