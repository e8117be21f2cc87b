// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an order costs.
 *
 * <p>The model does the sums aloud, so its total is what the caller agreed to and is kept; but the restaurant's own delivery
 * rule decides the fee, and a total that no sum explains is flagged for the staff. Surcharges of options may or may not be in
 * the model's total: both sums are accepted.
 *
 * @param subtotal sum of unit price times quantity
 * @param fee delivery fee after the restaurant's rule
 * @param total what the guest pays
 * @param mismatch the total sent differs from the recomputed one by more than a cent
 */
record OrderTotals(BigDecimal subtotal, BigDecimal fee, BigDecimal total, boolean mismatch) {
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** One line as priced. */
    record Line(BigDecimal unitPrice, int quantity, BigDecimal extras) {
        BigDecimal total() {
            return money(unitPrice.multiply(BigDecimal.valueOf(quantity)));
        }

        BigDecimal extrasTotal() {
            return money(extras.multiply(BigDecimal.valueOf(quantity)));
        }
    }

    /**
     * The restaurant's delivery rule.
     *
     * @param fee standard fee; null = whatever was sent
     * @param freeAbove from this subtotal on the fee is 0; null = never free
     * @param minOrder smallest subtotal that is delivered; null = any
     */
    record DeliveryRule(
            @Nullable BigDecimal fee,
            @Nullable BigDecimal freeAbove,
            @Nullable BigDecimal minOrder) {
        boolean belowMinimum(BigDecimal subtotal) {
            return minOrder != null && subtotal.compareTo(minOrder) < 0;
        }

        BigDecimal feeFor(BigDecimal subtotal, BigDecimal sent) {
            if (freeAbove != null && subtotal.compareTo(freeAbove) >= 0) {
                return money(BigDecimal.ZERO);
            }
            return fee == null ? sent : money(fee);
        }
    }

    /**
     * Computes the totals.
     *
     * @param delivery the rule when the order is delivered, null otherwise (no fee then)
     * @param totalSent the model's total; null or 0 = not given
     */
    static OrderTotals of(
            List<Line> lines,
            @Nullable DeliveryRule delivery,
            @Nullable BigDecimal feeSent,
            @Nullable BigDecimal totalSent) {
        BigDecimal subtotal = sum(lines.stream().map(Line::total).toList());
        BigDecimal extras = sum(lines.stream().map(Line::extrasTotal).toList());
        BigDecimal sentFee = money(feeSent == null ? BigDecimal.ZERO : feeSent);
        BigDecimal fee = delivery == null ? money(BigDecimal.ZERO) : delivery.feeFor(subtotal, sentFee);
        BigDecimal expected = subtotal.add(fee);
        if (totalSent == null || totalSent.signum() == 0) {
            return new OrderTotals(subtotal, fee, expected, false);
        }
        BigDecimal sent = money(totalSent);
        if (close(sent, expected) || close(sent, expected.add(extras))) {
            return new OrderTotals(subtotal, fee, sent, false);
        }
        if (close(sent, subtotal.add(sentFee))) {
            return new OrderTotals(subtotal, fee, expected, true);
        }
        if (close(sent, subtotal.add(extras).add(sentFee))) {
            return new OrderTotals(subtotal, fee, expected.add(extras), true);
        }
        return new OrderTotals(subtotal, fee, sent, true);
    }

    static BigDecimal money(BigDecimal value) {
        return value.setScale(2, RoundingMode.HALF_UP);
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return money(values.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private static boolean close(BigDecimal a, BigDecimal b) {
        return a.subtract(b).abs().compareTo(CENT) <= 0;
    }
}
