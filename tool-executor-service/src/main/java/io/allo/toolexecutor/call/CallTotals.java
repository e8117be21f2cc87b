// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a restaurant's conversations used and cost, by the days of its own calendar. */
@ApplicationScoped
class CallTotals {
    private static final String BY_DAY = """
            select to_char(started_at at time zone $4, 'YYYY-MM-DD') as day, cost_currency,
              count(*) as calls,
              count(*) filter (where outcome = 'order_placed') as orders,
              count(*) filter (where outcome = 'reservation_placed') as reservations,
              count(*) filter (where outcome = 'transferred') as transferred,
              coalesce(sum(duration_sec), 0)::bigint as duration_sec,
              coalesce(sum(input_tokens), 0)::bigint as input_tokens,
              coalesce(sum(output_tokens), 0)::bigint as output_tokens,
              coalesce(sum(input_audio_tokens), 0)::bigint as input_audio_tokens,
              coalesce(sum(output_audio_tokens), 0)::bigint as output_audio_tokens,
              coalesce(sum(cost_ai), 0) as cost_ai,
              coalesce(sum(cost_telecom), 0) as cost_telecom,
              coalesce(sum(cost_google), 0) as cost_google,
              count(*) filter (where cost_ai is null) as unpriced
            from calls where restaurant_id = $1 and started_at >= $2 and started_at < $3
            group by day, cost_currency order by day, cost_currency""";

    private final Pool pool;

    CallTotals(Pool pool) {
        this.pool = pool;
    }

    /**
     * A day's conversations on every channel that are billed in one currency.
     *
     * @param costCurrency null for those of which no cost was told
     * @param unpriced how many of them the sum {@code costAi} is without
     */
    @RegisterForReflection
    record Day(
            String date,
            @Nullable String costCurrency,
            long calls,
            long orders,
            long reservations,
            long transferred,
            long durationSec,
            long inputTokens,
            long outputTokens,
            long inputAudioTokens,
            long outputAudioTokens,
            BigDecimal costAi,
            BigDecimal costTelecom,
            BigDecimal costGoogle,
            long unpriced) {}

    /** @param last included */
    Uni<List<Day>> of(Restaurant restaurant, LocalDate first, LocalDate last) {
        OffsetDateTime from = first.atStartOfDay(restaurant.zone()).toOffsetDateTime();
        OffsetDateTime until = last.plusDays(1).atStartOfDay(restaurant.zone()).toOffsetDateTime();
        return pool.preparedQuery(BY_DAY)
                .execute(
                        Tuple.of(restaurant.id(), from, until, restaurant.zone().getId()))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(CallTotals::day)
                        .toList());
    }

    private static Day day(Row row) {
        return new Day(
                row.getString("day"),
                row.getString("cost_currency"),
                row.getLong("calls"),
                row.getLong("orders"),
                row.getLong("reservations"),
                row.getLong("transferred"),
                row.getLong("duration_sec"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("input_audio_tokens"),
                row.getLong("output_audio_tokens"),
                row.getBigDecimal("cost_ai"),
                row.getBigDecimal("cost_telecom"),
                row.getBigDecimal("cost_google"),
                row.getLong("unpriced"));
    }
}
