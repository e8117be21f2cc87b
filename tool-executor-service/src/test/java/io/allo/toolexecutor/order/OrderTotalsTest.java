// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

class OrderTotalsTest {
    @ParameterizedTest(name = "{0}")
    @DisplayName("A64, A69: the restaurant's rule decides the fee; a total that no sum explains is kept and flagged")
    @CsvSource({
        // name,                       delivered, price, quantity, extras, fee sent, total sent, fee,  total,  flagged
        "pickup,                       false,     9.50,  2,        0,      0,        19.00,      0.00, 19.00,  false",
        "pickup pays no fee,           false,     9.50,  2,        0,      3.50,     22.50,      0.00, 19.00,  true",
        "delivery,                     true,      9.50,  2,        0,      3.50,     22.50,      3.50, 22.50,  false",
        "fee forgotten,                true,      9.50,  2,        0,      0,        19.00,      3.50, 22.50,  true",
        "free above 40,                true,      20.00, 2,        0,      0,        40.00,      0.00, 40.00,  false",
        "free although a fee was sent, true,      20.00, 2,        0,      3.50,     43.50,      0.00, 40.00,  true",
        "extras in the total,          false,     9.50,  2,        1.00,   0,        21.00,      0.00, 21.00,  false",
        "extras not in the total,      false,     9.50,  2,        1.00,   0,        19.00,      0.00, 19.00,  false",
        "one cent off,                 false,     9.50,  2,        0,      0,        19.01,      0.00, 19.01,  false",
        "two cents off,                false,     9.50,  2,        0,      0,        19.02,      0.00, 19.02,  true",
        "no total,                     true,      9.50,  2,        0,      0,        ,           3.50, 22.50,  false"
    })
    void totals(ArgumentsAccessor row) {
        // Given
        var rule = row.getBoolean(1)
                ? new OrderTotals.DeliveryRule(new BigDecimal("3.5"), new BigDecimal("40"), new BigDecimal("15"))
                : null;
        var line = new OrderTotals.Line(money(row, 2), row.getInteger(3), money(row, 4));

        // When
        OrderTotals totals = OrderTotals.of(List.of(line), rule, money(row, 5), money(row, 6));

        // Then
        assertThat(totals.fee()).isEqualByComparingTo(money(row, 7));
        assertThat(totals.total()).isEqualByComparingTo(money(row, 8)).hasScaleOf(2);
        assertThat(totals.mismatch()).isEqualTo(row.getBoolean(9));
    }

    private static BigDecimal money(ArgumentsAccessor row, int column) {
        return row.get(column) == null ? null : new BigDecimal(row.getString(column));
    }
}
