// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.pricing.AiPricing;
import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.Dialogue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On which terms a conversation is billed: rows A117-A119. */
class CostTermsTest {
    private static final AiPricing TABLE = new AiPricing(
            1,
            Map.of(),
            new BigDecimal(30),
            new BigDecimal("0.008"),
            "USD",
            Map.of("EUR", new BigDecimal("0.92"), "CHF", new BigDecimal("0.8")),
            null,
            Instant.EPOCH);
    private static final String TRUNK = "c-1";
    private static final String TWILIO = "CA0123456789abcdef0123456789abcdef";

    @Test
    void theSessionsMarginAndRateWin() {
        CostTerms terms =
                CostTerms.of(call(TRUNK, "EUR", new BigDecimal("0.9"), BigDecimal.TEN), Optional.empty(), table());

        assertThat(terms.marginPct()).isEqualByComparingTo("10");
        assertThat(terms.exchangeRate()).isEqualByComparingTo("0.9");
        assertThat(terms.currency()).isEqualTo("EUR");
        assertThat(terms.twilio()).isFalse();
    }

    @Test
    void aRateOfOneSaysThatTheSessionKnowsNone() {
        CostTerms known = CostTerms.of(call(TRUNK, "EUR", BigDecimal.ONE, null), Optional.empty(), table());
        CostTerms unknown = CostTerms.of(call(TRUNK, "XAF", BigDecimal.ONE, null), Optional.empty(), table());

        assertThat(known.exchangeRate()).isEqualByComparingTo("0.92");
        assertThat(known.marginPct()).isEqualByComparingTo("30");
        assertThat(unknown.exchangeRate()).isEqualByComparingTo("1");
        assertThat(unknown.rateKnown()).isFalse();
    }

    @Test
    void anotherBillingCurrencyHasItsOwnRate() {
        CostTerms terms = CostTerms.of(call(TRUNK, "EUR", new BigDecimal("0.9"), null), Optional.of("CHF"), table());

        assertThat(terms.currency()).isEqualTo("CHF");
        assertThat(terms.exchangeRate()).isEqualByComparingTo("0.8");
    }

    @Test
    void withoutATableTheTelephoneByTwilioIsUnknownNotFreeA118() {
        CostTerms terms = CostTerms.of(call(TWILIO, "USD", null, null), Optional.empty(), Optional.empty());

        assertThat(terms.twilio()).isTrue();
        assertThat(terms.telecomPerMinute()).isNull();
    }

    private static Optional<AiPricing> table() {
        return Optional.of(TABLE);
    }

    private static Conversation call(
            String id, String currency, @Nullable BigDecimal rate, @Nullable BigDecimal margin) {
        ContactResolution agent = new ContactResolution(
                "account", "FR", "agent", "Demo", List.of("fr"), "m", "sage", 1, 600, null, null, null, null, null);
        SessionConfig session = new SessionConfig(
                "p", null, null, null, null, null, null, margin, currency, rate, null, 0, false, false, false, null,
                false, null, null);
        return new Conversation(
                new ConversationKey("account", Channel.VOICE, id),
                id,
                new Conversation.Setup(agent, null, session, false),
                new Dialogue(Map.of(), List.of(), Map.of(), null, List.of(), 0, 0),
                1,
                Instant.EPOCH,
                Instant.EPOCH,
                null);
    }
}
