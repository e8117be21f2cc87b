// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.pricing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The price table in force: answer of {@code GET /api/ai-pricing}.
 *
 * @param version raised by each change; old versions stay readable
 * @param models rates by model name or by the beginning of one
 * @param defaultMarginPct margin in percent where neither restaurant nor account sets one
 * @param telecomCostPerMin a minute of telephone by Twilio, in the base currency, without margin
 * @param baseCurrency currency of all rates
 * @param exchangeRates value of one unit of the base currency
 * @param exchangeRatesUpdatedAt when they were fetched, null for rates of the configuration
 * @param updatedAt since when this version holds
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record AiPricing(
        int version,
        Map<String, ModelPrice> models,
        BigDecimal defaultMarginPct,
        BigDecimal telecomCostPerMin,
        String baseCurrency,
        Map<String, BigDecimal> exchangeRates,
        @Nullable Instant exchangeRatesUpdatedAt,
        Instant updatedAt) {

    /** The rates of a model as a server reports it: its own, else those of the longest name that it begins with. */
    public Optional<ModelPrice> priceOf(String model) {
        ModelPrice exact = models.get(model);
        if (exact != null) {
            return Optional.of(exact);
        }
        return models.keySet().stream()
                .filter(name -> !name.isEmpty() && model.startsWith(name))
                .max(Comparator.comparingInt(String::length))
                .map(models::get);
    }

    /** What one unit of the base currency is worth; empty when nobody knows. */
    public Optional<BigDecimal> rateTo(String currency) {
        return currency.equals(baseCurrency)
                ? Optional.of(BigDecimal.ONE)
                : Optional.ofNullable(exchangeRates.get(currency));
    }
}
