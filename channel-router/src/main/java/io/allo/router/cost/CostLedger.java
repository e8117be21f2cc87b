// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import io.allo.contracts.pricing.AiPricing;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ModelUsage;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Puts prices on what is used, by the table of the moment. Never waits; any thread. */
@Singleton
public class CostLedger {
    private final Prices prices;
    private final CostConfig config;

    CostLedger(Prices prices, CostConfig config) {
        this.prices = prices;
        this.config = config;
    }

    /**
     * @param version of the price table, null when none was there
     * @param cost without margin, in the table's currency; null when it has no price
     */
    public record Priced(
            @Nullable Integer version, @Nullable BigDecimal cost) {}

    public Priced price(ModelUsage usage) {
        Optional<AiPricing> table = prices.current();
        Optional<BigDecimal> cost =
                table.flatMap(found -> found.priceOf(usage.model())).flatMap(price -> CostFormula.raw(usage, price));
        return new Priced(table.map(AiPricing::version).orElse(null), cost.orElse(null));
    }

    public CostTerms terms(Conversation conversation) {
        return CostTerms.of(conversation, config.currency(), prices.current());
    }
}
