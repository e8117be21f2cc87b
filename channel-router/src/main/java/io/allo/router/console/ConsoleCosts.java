// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.allo.router.conversation.ModelUsage;
import io.allo.router.cost.CostLedger;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jboss.logging.Logger;

/** What sessions cost: each use with its price of the moment, in table {@code console_usage} and in the metrics of all models. */
@Singleton
class ConsoleCosts {
    private static final Logger LOG = Logger.getLogger(ConsoleCosts.class);
    private static final int LONGEST_MODEL = 200;

    private final CostLedger ledger;
    private final Pool pool;
    private final MeterRegistry meters;

    ConsoleCosts(CostLedger ledger, Pool pool, MeterRegistry meters) {
        this.ledger = ledger;
        this.pool = pool;
        this.meters = meters;
    }

    /** Of a session that is there. Returns at once, never fails; any thread. */
    void used(SessionKey key, ModelUsage usage) {
        if (usage.isUntold()) {
            return; // said at an answer's beginning; what it used follows
        }
        CostLedger.Priced priced = ledger.price(usage);
        count(usage, priced);
        String model = usage.model().substring(0, Math.min(usage.model().length(), LONGEST_MODEL));
        pool.preparedQuery("""
                        insert into console_usage (id, account_id, session_id, model, input_tokens, output_tokens, cached_tokens, audio_ms,
                                                   characters, price_version, cost_usd)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""")
                .execute(Tuple.tuple()
                        .addValue(UUID.randomUUID())
                        .addString(key.accountId())
                        .addString(key.sessionId())
                        .addString(model)
                        .addLong(usage.inputTokens())
                        .addLong(usage.outputTokens())
                        .addLong(usage.cachedTokens())
                        .addLong(usage.audioMs())
                        .addLong(usage.characters())
                        .addValue(priced.version())
                        .addValue(priced.cost()))
                .subscribe()
                .with(_ -> {}, failure -> LOG.warnf("what a console's session used is not kept: %s", failure));
    }

    private void count(ModelUsage usage, CostLedger.Priced priced) {
        meters.counter("allo.model.tokens", "model", usage.model(), "direction", "in")
                .increment(usage.inputTokens());
        meters.counter("allo.model.tokens", "model", usage.model(), "direction", "out")
                .increment(usage.outputTokens());
        if (priced.cost() == null) {
            meters.counter("allo.model.unpriced", "model", usage.model()).increment();
        } else {
            meters.counter("allo.model.cost.usd", "model", usage.model())
                    .increment(priced.cost().doubleValue());
        }
    }
}
