// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.pricing;

import io.allo.contracts.pricing.AiPricing;
import io.allo.sessionconfig.config.ServiceConfig;
import io.allo.sessionconfig.pricing.PricingRepository.Table;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The price table in force, with today's exchange rates. What sessions need of it is read without waiting. */
@ApplicationScoped
public class PriceList {
    private static final Logger LOG = Logger.getLogger(PriceList.class);
    /** Until the table was read. */
    private static final BigDecimal FIRST_MARGIN = new BigDecimal(30);

    private final PricingRepository repository;
    private final ExchangeRates rates;
    private final ServiceConfig config;
    private final Vertx vertx;
    private volatile @Nullable Table known;

    PriceList(PricingRepository repository, ExchangeRates rates, ServiceConfig config, Vertx vertx) {
        this.repository = repository;
        this.rates = rates;
        this.config = config;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        look();
        vertx.setPeriodic(config.pricing().check().toMillis(), timer -> look());
    }

    private void look() {
        current()
                .chain(rates::refresh)
                .subscribe()
                .with(done -> {}, failure -> LOG.debugf("the price table is read later (%s)", failure.toString()));
    }

    Uni<AiPricing> current() {
        return repository.current().invoke(table -> known = table).map(this::pricing);
    }

    /** Null when there never was such a version. */
    Uni<@Nullable AiPricing> version(int version) {
        return repository.version(version).map(table -> table == null ? null : pricing(table));
    }

    Uni<AiPricing> change(PricingChange change) {
        return repository.add(change).invoke(table -> known = table).map(this::pricing);
    }

    /** Margin in percent where neither restaurant nor account sets one. */
    public BigDecimal defaultMarginPct() {
        Table table = known;
        return table == null ? FIRST_MARGIN : table.defaultMarginPct();
    }

    /** What one USD is worth; empty when nobody knows. */
    public Optional<BigDecimal> rateTo(String currency) {
        return ExchangeRates.BASE.equals(currency)
                ? Optional.of(BigDecimal.ONE)
                : Optional.ofNullable(rates.current().get(currency));
    }

    private AiPricing pricing(Table table) {
        return new AiPricing(
                table.version(),
                table.models(),
                table.defaultMarginPct(),
                table.telecomCostPerMin(),
                ExchangeRates.BASE,
                rates.current(),
                rates.updatedAt(),
                table.validFrom());
    }
}
