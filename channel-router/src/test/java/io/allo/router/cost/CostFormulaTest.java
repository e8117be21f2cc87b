// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.pricing.AiPricing;
import io.allo.contracts.pricing.ModelPrice;
import io.allo.router.conversation.ModelUsage;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The arithmetic of costs: rows A117, A118, C52. */
class CostFormulaTest {
    private static final ModelPrice REALTIME = ModelPrice.ofTokens("4.00", "16.00", "32.00", "64.00");
    private static final BigDecimal MARGIN = new BigDecimal(30);
    private static final BigDecimal RATE = new BigDecimal("0.92");

    @Test
    void theVectorOfTheSpecificationA117() {
        ModelUsage usage = new ModelUsage("gpt-realtime", 12_000, 3_000, 9_000, 2_400, 0, 0, 0, 0);

        BigDecimal raw = CostFormula.raw(usage, REALTIME).orElseThrow();

        assertThat(raw).isEqualByComparingTo("0.4632");
        assertThat(CostFormula.billed(raw, MARGIN, RATE)).isEqualTo(new BigDecimal("0.5540"));
    }

    @Test
    void theTelephoneCostsByTheMinuteWithoutMarginA118() {
        assertThat(CostFormula.telecom(Duration.ofSeconds(150), new BigDecimal("0.008"), RATE))
                .isEqualTo(new BigDecimal("0.0184"));
    }

    @Test
    void cachedTokensCostWhatTheTableSaysElseAsTheOthers() {
        ModelUsage usage = new ModelUsage("m", 1_000_000, 0, 400_000, 0, 500_000, 100_000, 0, 0);
        ModelPrice cheaper = new ModelPrice(
                new BigDecimal(4), null, new BigDecimal(32), null, new BigDecimal(1), new BigDecimal(2), null, null);

        assertThat(CostFormula.raw(usage, REALTIME).orElseThrow()).isEqualByComparingTo("15.2");
        assertThat(CostFormula.raw(usage, cheaper).orElseThrow())
                .as("0.2 M text at 4, 0.4 M cached text at 1, 0.3 M audio at 32, 0.1 M cached audio at 2")
                .isEqualByComparingTo("11");
    }

    @Test
    void speechIsBilledByTimeAndByCharacters() {
        ModelPrice price =
                new ModelPrice(null, null, null, null, null, null, new BigDecimal("0.0077"), new BigDecimal("0.05"));

        assertThat(CostFormula.raw(ModelUsage.ofAudio("nova-3", 90_000), price).orElseThrow())
                .isEqualByComparingTo("0.01155");
        assertThat(CostFormula.raw(ModelUsage.ofCharacters("eleven_flash_v2_5", 250), price)
                        .orElseThrow())
                .isEqualByComparingTo("0.0125");
    }

    @Test
    void whatHasNoRateIsUnknownNeverAGuess() {
        ModelPrice textOnly = new ModelPrice(BigDecimal.ONE, BigDecimal.ONE, null, null, null, null, null, null);

        assertThat(CostFormula.raw(new ModelUsage("m", 10, 0, 5, 0, 0, 0, 0, 0), textOnly))
                .isEmpty();
        assertThat(CostFormula.raw(ModelUsage.ofText("m", 10, 0, 0), textOnly)).isPresent();
    }

    @Test
    void theLongestNameThatTheModelBeginsWithHasThePriceC52() {
        ModelPrice mini = ModelPrice.ofTokens("0.60", "2.40", "10.00", "20.00");
        AiPricing table = new AiPricing(
                1,
                Map.of("gpt-realtime", REALTIME, "gpt-realtime-mini", mini, "gpt-4o-realtime", REALTIME),
                MARGIN,
                BigDecimal.ONE,
                "USD",
                Map.of("EUR", RATE),
                null,
                Instant.EPOCH);

        assertThat(table.priceOf("gpt-realtime-mini-2025-10-06")).contains(mini);
        assertThat(table.priceOf("gpt-4o-realtime-preview-2024-12-17")).contains(REALTIME);
        assertThat(table.priceOf("whisper-1")).isEmpty();
        assertThat(table.rateTo("EUR")).contains(RATE);
        assertThat(table.rateTo("XXX")).isEmpty();
    }
}
