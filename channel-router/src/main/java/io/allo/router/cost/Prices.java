// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import io.allo.contracts.pricing.AiPricing;
import io.allo.contracts.pricing.ModelPrice;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The price table as last read. A table that cannot be read leaves the one before; reading it costs no turn anything. */
@Singleton
@RegisterForReflection(targets = {AiPricing.class, ModelPrice.class})
public class Prices {
    private static final Logger LOG = Logger.getLogger(Prices.class);
    /** Until the first table is there: without it whatever is used has no price. */
    private static final long FIRST_TRIES_MS = 2_000;

    private final PriceSource source;
    private final CostConfig config;
    private final Vertx vertx;
    private volatile @Nullable AiPricing current;

    Prices(PriceSource source, CostConfig config, Vertx vertx) {
        this.source = source;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        vertx.setTimer(1, timer -> read());
    }

    private void read() {
        source.current()
                .subscribe()
                .with(
                        table -> {
                            current = table;
                            again(config.refresh().toMillis());
                        },
                        failure -> {
                            LOG.debugf("the price table is read later (%s)", failure.toString());
                            again(
                                    current == null
                                            ? FIRST_TRIES_MS
                                            : config.refresh().toMillis());
                        });
    }

    private void again(long afterMs) {
        vertx.setTimer(afterMs, timer -> read());
    }

    /** Empty while none could be read. */
    public Optional<AiPricing> current() {
        return Optional.ofNullable(current);
    }
}
