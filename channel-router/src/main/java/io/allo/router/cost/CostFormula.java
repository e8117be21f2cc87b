// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import io.allo.contracts.pricing.ModelPrice;
import io.allo.router.conversation.ModelUsage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of costs; decimal throughout. Totals of tokens hold the audio tokens, so the text part is what is left of them.
 * Whatever was counted and has no rate makes the whole unknown: never a guess.
 */
public final class CostFormula {
    private static final BigDecimal MILLION = new BigDecimal(1_000_000);
    private static final BigDecimal THOUSAND = new BigDecimal(1_000);
    private static final BigDecimal MS_PER_MINUTE = new BigDecimal(60_000);
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final int BILLED_DECIMALS = 4;
    private static final BigDecimal PER_GEOCODING = new BigDecimal("0.005");

    private CostFormula() {}

    /** In the rates' currency, without margin; empty when something that was used has no rate. */
    public static Optional<BigDecimal> raw(ModelUsage usage, ModelPrice price) {
        long cachedText = usage.cachedTokens() - usage.cachedAudioTokens();
        Sum sum = new Sum();
        BigDecimal cachedTextRate = price.cachedTextInput() == null ? price.textInput() : price.cachedTextInput();
        BigDecimal cachedAudioRate = price.cachedAudioInput() == null ? price.audioInput() : price.cachedAudioInput();
        sum.add(usage.inputTokens() - usage.inputAudioTokens() - cachedText, price.textInput(), MILLION);
        sum.add(cachedText, cachedTextRate, MILLION);
        sum.add(usage.outputTokens() - usage.outputAudioTokens(), price.textOutput(), MILLION);
        sum.add(usage.inputAudioTokens() - usage.cachedAudioTokens(), price.audioInput(), MILLION);
        sum.add(usage.cachedAudioTokens(), cachedAudioRate, MILLION);
        sum.add(usage.outputAudioTokens(), price.audioOutput(), MILLION);
        sum.add(usage.audioMs(), price.audioPerMinute(), MS_PER_MINUTE);
        sum.add(usage.characters(), price.perThousandCharacters(), THOUSAND);
        return sum.result();
    }

    /** What is billed of a raw cost. */
    public static BigDecimal billed(BigDecimal raw, BigDecimal marginPct, BigDecimal exchangeRate) {
        BigDecimal factor = BigDecimal.ONE.add(marginPct.divide(HUNDRED, MathContext.DECIMAL64));
        return raw.multiply(factor).multiply(exchangeRate).setScale(BILLED_DECIMALS, RoundingMode.HALF_UP);
    }

    /** What a call costs on the telephone; no margin. */
    public static BigDecimal telecom(Duration call, BigDecimal perMinute, BigDecimal exchangeRate) {
        return new BigDecimal(call.toMillis())
                .multiply(perMinute)
                .multiply(exchangeRate)
                .divide(MS_PER_MINUTE, BILLED_DECIMALS, RoundingMode.HALF_UP);
    }

    /** What the tools paid for looking up addresses; no margin, and no exchange rate either. */
    public static BigDecimal geocoding(long calls) {
        return PER_GEOCODING.multiply(BigDecimal.valueOf(calls)).setScale(BILLED_DECIMALS, RoundingMode.HALF_UP);
    }

    /** Grows by quantities that are there; a missing rate spoils it. */
    private static final class Sum {
        private BigDecimal total = BigDecimal.ZERO;
        private boolean known = true;

        void add(long quantity, @Nullable BigDecimal rate, BigDecimal per) {
            if (quantity <= 0) {
                return;
            }
            if (rate == null) {
                known = false;
                return;
            }
            total = total.add(new BigDecimal(quantity).multiply(rate).divide(per, MathContext.DECIMAL64));
        }

        Optional<BigDecimal> result() {
            return known ? Optional.of(total) : Optional.empty();
        }
    }
}
