// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.pricing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.pricing.ModelPrice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions of the price table, and the last fetched exchange rates. */
@ApplicationScoped
class PricingRepository {
    private static final TypeReference<Map<String, ModelPrice>> MODELS = new TypeReference<>() {};
    private static final TypeReference<Map<String, BigDecimal>> RATES = new TypeReference<>() {};
    private static final String SELECT = "select version, models::text as models, default_margin_pct,"
            + " telecom_cost_per_min, valid_from from ai_pricing_versions";
    /** Rows of the table are never changed; two changes at the same time make two versions, the later one of both. */
    private static final String NEW_VERSION = """
            insert into ai_pricing_versions (models, default_margin_pct, telecom_cost_per_min)
            select coalesce($1::text::jsonb, models), coalesce($2, default_margin_pct), coalesce($3, telecom_cost_per_min)
              from ai_pricing_versions order by version desc limit 1
            returning version, models::text as models, default_margin_pct, telecom_cost_per_min, valid_from
            """;

    private static final String SAVE_RATES = """
            insert into exchange_rates (base, rates, fetched_at) values ($1, $2::text::jsonb, $3)
            on conflict (base) do update set rates = excluded.rates, fetched_at = excluded.fetched_at
             where exchange_rates.fetched_at < excluded.fetched_at
            """;

    private final Pool pool;
    private final ObjectMapper json;

    PricingRepository(Pool pool, ObjectMapper json) {
        this.pool = pool;
        this.json = json;
    }

    /** One version of the table. */
    record Table(
            int version,
            Map<String, ModelPrice> models,
            BigDecimal defaultMarginPct,
            BigDecimal telecomCostPerMin,
            Instant validFrom) {}

    /** Rates as they were fetched. */
    record Rates(Map<String, BigDecimal> values, Instant fetchedAt) {}

    Uni<Table> current() {
        return pool.query(SELECT + " order by version desc limit 1")
                .execute()
                .map(rows -> table(rows.iterator().next()));
    }

    /** Null when there is none. */
    Uni<@Nullable Table> version(int version) {
        return pool.preparedQuery(SELECT + " where version = $1")
                .execute(Tuple.of(version))
                .map(rows -> rows.size() == 0 ? null : table(rows.iterator().next()));
    }

    /** The version that holds from now on. */
    Uni<Table> add(PricingChange change) {
        String models = change.models() == null ? null : written(change.models());
        return pool.preparedQuery(NEW_VERSION)
                .execute(Tuple.tuple()
                        .addValue(models)
                        .addValue(change.defaultMarginPct())
                        .addValue(change.telecomCostPerMin()))
                .map((RowSet<Row> rows) -> table(rows.iterator().next()));
    }

    /** Null when none were ever fetched. */
    Uni<@Nullable Rates> rates(String base) {
        return pool.preparedQuery("select rates::text as rates, fetched_at from exchange_rates where base = $1")
                .execute(Tuple.of(base))
                .map(rows -> rows.size() == 0 ? null : rates(rows.iterator().next()));
    }

    Uni<Void> save(String base, Rates rates) {
        return pool.preparedQuery(SAVE_RATES)
                .execute(Tuple.of(
                        base, written(rates.values()), rates.fetchedAt().atOffset(ZoneOffset.UTC)))
                .replaceWithVoid();
    }

    private Table table(Row row) {
        return new Table(
                row.getInteger("version"),
                read(row.getString("models"), MODELS),
                plain(row.getBigDecimal("default_margin_pct")),
                plain(row.getBigDecimal("telecom_cost_per_min")),
                row.getOffsetDateTime("valid_from").toInstant());
    }

    /** 30 rather than 30.000 or 3E+1. */
    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    private Rates rates(Row row) {
        return new Rates(
                read(row.getString("rates"), RATES),
                row.getOffsetDateTime("fetched_at").toInstant());
    }

    private <T> T read(String text, TypeReference<T> type) {
        try {
            return json.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the price table cannot be read", e);
        }
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the price table cannot be written", e);
        }
    }
}
