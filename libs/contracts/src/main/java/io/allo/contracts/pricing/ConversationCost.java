// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.pricing;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a conversation used and cost.
 *
 * @param aiModel the model with the most tokens, null when none was used
 * @param inputTokens of all models, audio included
 * @param outputTokens of all models, audio included
 * @param costAi with margin, in {@code costCurrency}, 4 decimals; null when something that was used has no price
 * @param costTelecom without margin; 0 unless Twilio carried the call; null while it goes on
 * @param costGoogle paid geocoding calls of the tools, 0.005 each, without margin
 * @param costTools what tools' answers say that they cost, without margin; null in events from before it was counted
 * @param costCurrency currency of all but {@code costGoogle}
 * @param marginPct margin in percent that is in {@code costAi}
 * @param exchangeRate from the price table's currency
 * @param unpriced models without a price: why {@code costAi} is null
 * @param exchangeRateUnknown true when no rate was known and 1 was taken
 * @param untoldAnswers answers of which the provider told no usage, because the caller interrupted them or they failed: {@code
 *     costAi} is without them
 * @param models each model
 */
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record ConversationCost(
        @Nullable String aiModel,
        long inputTokens,
        long outputTokens,
        long inputAudioTokens,
        long outputAudioTokens,
        @Nullable BigDecimal costAi,
        @Nullable BigDecimal costTelecom,
        BigDecimal costGoogle,
        @Nullable BigDecimal costTools,
        String costCurrency,
        BigDecimal marginPct,
        BigDecimal exchangeRate,
        List<String> unpriced,
        boolean exchangeRateUnknown,
        int untoldAnswers,
        List<ModelUse> models) {

    /**
     * What was used of one model under one price table.
     *
     * @param cachedTokens part of {@code inputTokens}
     * @param audioMs audio billed by time
     * @param characters text billed by characters
     * @param priceVersion version of the price table, null when none was known
     * @param costUsd before margin, in the price table's currency; null when it has no price
     */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record ModelUse(
            String model,
            long inputTokens,
            long outputTokens,
            long inputAudioTokens,
            long outputAudioTokens,
            long cachedTokens,
            long audioMs,
            long characters,
            @Nullable Integer priceVersion,
            @Nullable BigDecimal costUsd) {}
}
