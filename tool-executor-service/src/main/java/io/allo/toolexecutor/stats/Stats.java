// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.stats;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;

/**
 * The wire form of {@code /api/stats}; "today" is the day of the restaurant's calendar. Cancelled orders and reservations
 * count nowhere.
 *
 * @param date today, {@code YYYY-MM-DD}
 * @param openOrders orders that are neither completed nor cancelled
 * @param guestsToday guests of today's reservations
 */
@RegisterForReflection
record Stats(
        String date,
        long ordersToday,
        BigDecimal revenueToday,
        long openOrders,
        long totalOrders,
        BigDecimal totalRevenue,
        BigDecimal averageOrder,
        long reservationsToday,
        long guestsToday,
        long customers,
        long unreadMessages,
        long pendingQuestions) {}
