// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.stats;

import io.allo.toolexecutor.restaurant.Restaurant;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;

/** One statement for all numbers, so that they belong to one moment. */
@ApplicationScoped
class StatsReader {
    private static final String NUMBERS = """
            select o.today, o.revenue_today, o.open, o.total, o.revenue, r.today, r.guests,
              (select count(*) from customers where restaurant_id = $1),
              (select count(*) from messages where restaurant_id = $1 and not is_read),
              (select count(*) from faqs where restaurant_id = $1 and status = 'pending')
            from
              (select count(*) filter (where created_at >= $2 and created_at < $3) as today,
                 coalesce(sum(total) filter (where created_at >= $2 and created_at < $3), 0) as revenue_today,
                 count(*) filter (where status <> 'completed') as open,
                 count(*) as total, coalesce(sum(total), 0) as revenue
               from orders where restaurant_id = $1 and status <> 'cancelled') o,
              (select count(*) as today, coalesce(sum(party_size), 0) as guests from reservations
               where restaurant_id = $1 and status not in ('cancelled', 'no_show')
                 and reservation_time >= $2 and reservation_time < $3) r""";

    private final Pool pool;
    private final Clock clock;

    StatsReader(Pool pool, Clock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    Uni<Stats> of(Restaurant restaurant) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), restaurant.zone());
        OffsetDateTime start = today.atStartOfDay(restaurant.zone()).toOffsetDateTime();
        OffsetDateTime end = today.plusDays(1).atStartOfDay(restaurant.zone()).toOffsetDateTime();
        return pool.preparedQuery(NUMBERS)
                .execute(Tuple.of(restaurant.id(), start, end))
                .map(rows -> toStats(rows.iterator().next(), today));
    }

    private static Stats toStats(Row row, LocalDate today) {
        long total = row.getLong(3);
        BigDecimal revenue = row.getBigDecimal(4);
        BigDecimal average =
                total == 0 ? BigDecimal.ZERO : revenue.divide(BigDecimal.valueOf(total), 2, RoundingMode.HALF_UP);
        return new Stats(
                today.toString(),
                row.getLong(0),
                row.getBigDecimal(1),
                row.getLong(2),
                total,
                revenue,
                average,
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9));
    }
}
