// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.pricing.ConversationCost;
import io.allo.contracts.pricing.ConversationCost.ModelUse;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The line of the log at a conversation's end: row D43. */
class UsageSummaryTest {
    @Test
    void itTellsEachModelAndWhatItCost() {
        ModelUse realtime =
                new ModelUse("gpt-realtime", 12_000, 3_000, 9_000, 2_400, 0, 0, 0, 1, new BigDecimal("0.4632"));
        ModelUse speech = new ModelUse("eleven_flash_v2_5", 0, 0, 0, 0, 0, 0, 420, 1, null);

        assertThat(UsageSummary.words(cost(new BigDecimal("0.5540"), List.of(), List.of(realtime))))
                .isEqualTo("gpt-realtime 12000 in (9000 audio, 0 cached), 3000 out (2400 audio) tokens; AI 0.5540,"
                        + " telephone 0.0184 EUR");
        assertThat(UsageSummary.words(cost(null, List.of("eleven_flash_v2_5"), List.of(realtime, speech))))
                .endsWith("tokens, 420 characters; AI unknown, telephone 0.0184 EUR (no price: eleven_flash_v2_5)");
    }

    private static ConversationCost cost(BigDecimal ai, List<String> unpriced, List<ModelUse> models) {
        return new ConversationCost(
                "gpt-realtime",
                12_000,
                3_000,
                9_000,
                2_400,
                ai,
                new BigDecimal("0.0184"),
                new BigDecimal("0.0000"),
                null,
                "EUR",
                new BigDecimal(30),
                new BigDecimal("0.92"),
                unpriced,
                false,
                0,
                models);
    }
}
