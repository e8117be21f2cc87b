// SPDX-License-Identifier: Apache-2.0
package io.allo.router.cost;

import io.allo.contracts.pricing.AiPricing;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On which terms a conversation is billed; fixed when it is opened and kept with its record.
 *
 * @param exchangeRate from the price table's currency to {@code currency}
 * @param rateKnown false: nobody knew a rate, and 1 was taken
 * @param twilio whether Twilio carries the call: only then the telephone costs something
 * @param telecomPerMinute in the price table's currency; null when it is not known
 */
public record CostTerms(
        String currency,
        BigDecimal marginPct,
        BigDecimal exchangeRate,
        boolean rateKnown,
        boolean twilio,
        @Nullable BigDecimal telecomPerMinute) {
    private static final BigDecimal DEFAULT_MARGIN = new BigDecimal(30);
    /** Only Twilio's calls have a Twilio call SID for their id. */
    private static final Pattern TWILIO_CALL = Pattern.compile("CA[0-9a-fA-F]{32}");

    /**
     * @param billing currency of what is billed, empty: the session's own
     * @param prices empty while the table could not be read
     */
    public static CostTerms of(Conversation conversation, Optional<String> billing, Optional<AiPricing> prices) {
        SessionConfig session = conversation.setup().session();
        String currency = billing.orElse(session.currency());
        // the session's rate is that of its own currency, and 1 says that it knows none
        Optional<BigDecimal> rate = Optional.ofNullable(session.exchangeRateToLocal())
                .filter(told -> currency.equals(session.currency()) && told.compareTo(BigDecimal.ONE) != 0);
        Optional<BigDecimal> known = rate.or(() -> prices.flatMap(table -> table.rateTo(currency)));
        BigDecimal margin = Optional.ofNullable(session.aiCostMarginPct())
                .or(() -> prices.map(AiPricing::defaultMarginPct))
                .orElse(DEFAULT_MARGIN);
        boolean twilio = conversation.key().channel() == Channel.VOICE
                && TWILIO_CALL.matcher(conversation.id()).matches();
        BigDecimal perMinute = prices.map(AiPricing::telecomCostPerMin).orElse(null);
        return new CostTerms(currency, margin, known.orElse(BigDecimal.ONE), known.isPresent(), twilio, perMinute);
    }
}
