// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.pricing.ConversationCost;
import io.allo.contracts.pricing.ConversationCost.ModelUse;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.cost.CostFormula;
import io.allo.router.cost.CostTerms;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes what was used, and adds up what a conversation cost. Every write may be repeated. */
@Singleton
class CostStatements {
    private static final int DECIMALS = 4;
    private static final int LONGEST_MODEL = 200;
    private static final String SUMS = """
            select c.started_at, c.ended_at, c.cost_currency, c.margin_pct, c.exchange_rate, c.rate_known, c.twilio,
              c.telecom_per_min, u.model, u.price_version,
              sum(u.input_tokens)::bigint as input_tokens, sum(u.output_tokens)::bigint as output_tokens,
              sum(u.input_audio_tokens)::bigint as input_audio_tokens,
              sum(u.output_audio_tokens)::bigint as output_audio_tokens, sum(u.cached_tokens)::bigint as cached_tokens,
              sum(u.audio_ms)::bigint as audio_ms, sum(u.characters)::bigint as characters,
              count(*) filter (where u.input_tokens + u.output_tokens + u.audio_ms + u.characters = 0)::int as untold,
              case when count(u.id) = count(u.cost_usd) then sum(u.cost_usd) end as cost_usd,
              (select coalesce(sum(case when jsonb_typeof(t.result -> 'googleApiCalls') = 'number'
                  then (t.result ->> 'googleApiCalls')::numeric end), 0)
                from tool_calls t where t.conversation_id = c.id)::bigint as geocodings,
              (select coalesce(sum(case when jsonb_typeof(t.result -> '$extraCost') = 'number'
                  then (t.result ->> '$extraCost')::numeric end), 0)
                from tool_calls t where t.conversation_id = c.id) as tools
            from conversations c left join model_usage u on u.conversation_id = c.id
            where c.id = $1 and c.cost_currency is not null
            group by c.id, u.model, u.price_version
            order by sum(u.input_tokens + u.output_tokens) desc nulls last, u.model, u.price_version""";

    Uni<Void> used(SqlConnection connection, List<RecordEntry.Used> entries) {
        return connection
                .preparedQuery("""
                        insert into model_usage (id, conversation_id, at, model, input_tokens, output_tokens, input_audio_tokens,
                          output_audio_tokens, cached_tokens, cached_audio_tokens, audio_ms, characters, price_version, cost_usd,
                          agent_id)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
                        on conflict (id) do nothing""")
                .executeBatch(entries.stream().map(CostStatements::values).toList())
                .replaceWithVoid();
    }

    private static Tuple values(RecordEntry.Used entry) {
        ModelUsage usage = entry.usage();
        return Tuple.tuple()
                .addValue(entry.id())
                .addValue(entry.conversationId())
                .addValue(RecordStatements.at(entry.at()))
                .addValue(RecordStatements.text(
                        usage.model().substring(0, Math.min(usage.model().length(), LONGEST_MODEL))))
                .addValue(usage.inputTokens())
                .addValue(usage.outputTokens())
                .addValue(usage.inputAudioTokens())
                .addValue(usage.outputAudioTokens())
                .addValue(usage.cachedTokens())
                .addValue(usage.cachedAudioTokens())
                .addValue(usage.audioMs())
                .addValue(usage.characters())
                .addValue(entry.priced().version())
                .addValue(entry.priced().cost())
                .addValue(entry.agentId());
    }

    /** The first terms stay: a worker that takes over may know others. */
    Uni<Void> terms(SqlConnection connection, String conversationId, CostTerms terms) {
        Tuple values = Tuple.tuple()
                .addValue(conversationId)
                .addValue(terms.currency())
                .addValue(terms.marginPct())
                .addValue(terms.exchangeRate())
                .addValue(terms.rateKnown())
                .addValue(terms.twilio())
                .addValue(terms.telecomPerMinute());
        return connection.preparedQuery("""
                        update conversations set cost_currency = $2, margin_pct = $3, exchange_rate = $4, rate_known = $5,
                          twilio = $6, telecom_per_min = $7 where id = $1 and cost_currency is null""").execute(values).replaceWithVoid();
    }

    /** What each agent's models used, most first. */
    Uni<List<RecordedConversation.AgentCost>> byAgent(SqlClient client, String conversationId) {
        return client.preparedQuery("""
                        select agent_id, sum(input_tokens)::bigint as input_tokens, sum(output_tokens)::bigint as output_tokens,
                          case when count(id) = count(cost_usd) then sum(cost_usd) end as cost_usd
                        from model_usage where conversation_id = $1 and agent_id is not null
                        group by agent_id order by cost_usd desc nulls last, agent_id""")
                .execute(Tuple.of(conversationId))
                .map(rows -> rows.stream()
                        .map(row -> new RecordedConversation.AgentCost(
                                row.getString("agent_id"),
                                row.getLong("input_tokens"),
                                row.getLong("output_tokens"),
                                row.getBigDecimal("cost_usd")))
                        .toList());
    }

    /** Null for a conversation without terms: one of before there were any. */
    Uni<@Nullable ConversationCost> of(SqlClient client, String conversationId) {
        return client.preparedQuery(SUMS)
                .execute(Tuple.of(conversationId))
                .map(rows -> rows.size() == 0 ? null : cost(rows));
    }

    private static ConversationCost cost(RowSet<Row> rows) {
        List<ModelUse> models = new ArrayList<>();
        int untold = 0;
        for (Row row : rows) {
            if (row.getString("model") != null) {
                models.add(use(row));
                untold += row.getInteger("untold");
            }
        }
        Row terms = rows.iterator().next();
        List<String> unpriced = models.stream()
                .filter(use -> use.costUsd() == null)
                .map(ModelUse::model)
                .distinct()
                .toList();
        return new ConversationCost(
                models.stream()
                        .filter(use -> use.inputTokens() + use.outputTokens() > 0)
                        .findFirst()
                        .map(ModelUse::model)
                        .orElse(null),
                models.stream().mapToLong(ModelUse::inputTokens).sum(),
                models.stream().mapToLong(ModelUse::outputTokens).sum(),
                models.stream().mapToLong(ModelUse::inputAudioTokens).sum(),
                models.stream().mapToLong(ModelUse::outputAudioTokens).sum(),
                unpriced.isEmpty() ? billed(models, terms) : null,
                telecom(terms),
                CostFormula.geocoding(terms.getLong("geocodings")),
                terms.getBigDecimal("tools").setScale(DECIMALS, RoundingMode.HALF_UP),
                terms.getString("cost_currency"),
                terms.getBigDecimal("margin_pct"),
                terms.getBigDecimal("exchange_rate"),
                unpriced,
                !terms.getBoolean("rate_known"),
                untold,
                models);
    }

    private static ModelUse use(Row row) {
        return new ModelUse(
                row.getString("model"),
                row.getLong("input_tokens"),
                row.getLong("output_tokens"),
                row.getLong("input_audio_tokens"),
                row.getLong("output_audio_tokens"),
                row.getLong("cached_tokens"),
                row.getLong("audio_ms"),
                row.getLong("characters"),
                row.getInteger("price_version"),
                row.getBigDecimal("cost_usd"));
    }

    private static BigDecimal billed(List<ModelUse> models, Row terms) {
        BigDecimal raw = models.stream().map(ModelUse::costUsd).reduce(BigDecimal.ZERO, BigDecimal::add);
        return CostFormula.billed(raw, terms.getBigDecimal("margin_pct"), terms.getBigDecimal("exchange_rate"));
    }

    private static @Nullable BigDecimal telecom(Row terms) {
        if (!terms.getBoolean("twilio")) {
            return BigDecimal.ZERO.setScale(DECIMALS, RoundingMode.UNNECESSARY);
        }
        OffsetDateTime endedAt = terms.getOffsetDateTime("ended_at");
        BigDecimal perMinute = terms.getBigDecimal("telecom_per_min");
        if (endedAt == null || perMinute == null) {
            return null;
        }
        Duration call = Duration.between(terms.getOffsetDateTime("started_at"), endedAt);
        return CostFormula.telecom(call, perMinute, terms.getBigDecimal("exchange_rate"));
    }
}
