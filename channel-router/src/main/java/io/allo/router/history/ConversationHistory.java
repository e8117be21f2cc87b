// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.contracts.pricing.ConversationCost;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What accounts may read of their conversations. Call from a request (a Vert.x duplicated context). */
@Singleton
public class ConversationHistory {
    private static final int MOST_DETAILS = 2_000;

    private final ConversationRepository conversations;

    private final CostStatements costs;
    private final Pool pool;

    ConversationHistory(ConversationRepository conversations, CostStatements costs, Pool pool) {
        this.conversations = conversations;
        this.costs = costs;
        this.pool = pool;
    }

    /** Newest first, without turns. */
    public Uni<List<RecordedConversation>> newest(
            String accountId, Optional<String> channel, Instant before, int limit) {
        return Panache.withSession(() -> conversations.newest(accountId, channel, before, limit))
                .map(found -> found.stream()
                        .map(one -> recorded(one, null, null, null, null, null))
                        .toList());
    }

    /** With turns, tool calls and, for a call, the telephone's side. Empty when the account has no such conversation. */
    public Uni<Optional<RecordedConversation>> one(String accountId, String id) {
        return Panache.withSession(() -> conversations
                .one(accountId, id)
                .chain(found -> found.isEmpty()
                        ? Uni.createFrom().item(Optional.<RecordedConversation>empty())
                        : details(found.get()).map(Optional::of)));
    }

    private Uni<RecordedConversation> details(ConversationEntity conversation) {
        return numbered("from TurnEntity where conversationId = ?1 order by number", TurnEntity.class, conversation)
                .chain(turns -> numbered(
                                "from ToolCallEntity where conversationId = ?1 order by number",
                                ToolCallEntity.class,
                                conversation)
                        .chain(calls -> Panache.getSession()
                                .chain(session -> session.find(CallFactsEntity.class, conversation.id))
                                .chain(facts -> Uni.combine()
                                        .all()
                                        .unis(costs.of(pool, conversation.id), costs.byAgent(pool, conversation.id))
                                        .asTuple()
                                        .map(cost -> recorded(
                                                conversation,
                                                turns.stream()
                                                        .map(ConversationHistory::turn)
                                                        .toList(),
                                                calls.stream()
                                                        .map(ConversationHistory::toolCall)
                                                        .toList(),
                                                facts == null ? null : call(facts),
                                                cost.getItem1(),
                                                cost.getItem2())))));
    }

    private static <T> Uni<List<T>> numbered(String query, Class<T> type, ConversationEntity conversation) {
        return Panache.getSession()
                .chain(session -> session.createQuery(query, type)
                        .setParameter(1, conversation.id)
                        .setMaxResults(MOST_DETAILS)
                        .getResultList());
    }

    private static RecordedConversation recorded(
            ConversationEntity row,
            @Nullable List<RecordedConversation.Turn> turns,
            @Nullable List<RecordedConversation.ToolCall> toolCalls,
            RecordedConversation.@Nullable Call call,
            @Nullable ConversationCost cost,
            @Nullable List<RecordedConversation.AgentCost> byAgent) {
        return new RecordedConversation(
                row.id,
                row.channel,
                new RecordedConversation.Agent(row.agentId, row.agentName, row.restaurantId),
                row.caller,
                row.language,
                row.degraded,
                row.startedAt,
                row.endedAt,
                reason(row.endCategory, row.endSlug),
                turns == null || toolCalls == null
                        ? null
                        : Outcome.of(reason(row.endCategory, row.endSlug), turns, toolCalls),
                row.endedAt == null
                        ? null
                        : Duration.between(row.startedAt, row.endedAt).toMillis(),
                row.erasedAt,
                row.answeredBy,
                consent(row),
                turns,
                toolCalls,
                call,
                cost,
                byAgent == null || byAgent.size() < 2 ? null : byAgent);
    }

    private static RecordedConversation.@Nullable Consent consent(ConversationEntity row) {
        String policy = row.consentPolicy;
        String decision = row.consentDecision;
        String way = row.consentWay;
        Instant at = row.consentAt;
        return policy == null || decision == null || way == null || at == null
                ? null
                : new RecordedConversation.Consent(policy, decision, way, at);
    }

    private static RecordedConversation.Turn turn(TurnEntity row) {
        return new RecordedConversation.Turn(
                row.number,
                row.role,
                row.input,
                row.text,
                row.heardText,
                row.at,
                row.firstWordsMs,
                row.wholeMs,
                latency(row),
                row.agentId);
    }

    private static RecordedConversation.@Nullable Latency latency(TurnEntity row) {
        boolean known = Stream.of(
                        row.transcriptMs, row.turnMs, row.modelWordsMs, row.firstSoundMs, row.sentMs, row.heardMs)
                .anyMatch(Objects::nonNull);
        return known
                ? new RecordedConversation.Latency(
                        row.transcriptMs, row.turnMs, row.modelWordsMs, row.firstSoundMs, row.sentMs, row.heardMs)
                : null;
    }

    private static RecordedConversation.ToolCall toolCall(ToolCallEntity row) {
        return new RecordedConversation.ToolCall(
                row.number,
                row.toolCallId,
                row.tool,
                row.arguments,
                row.result,
                row.outcome.equals("success"),
                row.outcome,
                row.at,
                row.tookMs,
                row.agentId);
    }

    private static RecordedConversation.Call call(CallFactsEntity row) {
        return new RecordedConversation.Call(
                row.direction,
                row.gateway,
                row.codec,
                row.offeredAt,
                row.answeredAt,
                row.endedAt,
                reason(row.endCategory, row.endSlug),
                row.durationMs,
                transfer(row),
                audio(row));
    }

    private static RecordedConversation.@Nullable Audio audio(CallFactsEntity row) {
        Long packets = row.packets;
        Long lost = row.packetsLost;
        Double jitterMs = row.jitterMs;
        Double mos = row.mos;
        return packets == null || lost == null || jitterMs == null || mos == null
                ? null
                : new RecordedConversation.Audio(packets, lost, jitterMs, mos, answers(row));
    }

    private static RecordedConversation.@Nullable Answers answers(CallFactsEntity row) {
        Integer count = row.answers;
        Integer p50 = row.answerP50Ms;
        Integer p95 = row.answerP95Ms;
        Integer max = row.answerMaxMs;
        return count == null || p50 == null || p95 == null || max == null
                ? null
                : new RecordedConversation.Answers(count, p50, p95, max);
    }

    private static RecordedConversation.@Nullable Transfer transfer(CallFactsEntity row) {
        String mode = row.transferMode;
        String outcome = row.transferOutcome;
        Integer status = row.transferStatus;
        return mode == null || outcome == null || status == null
                ? null
                : new RecordedConversation.Transfer(mode, outcome, status);
    }

    private static @Nullable EndReason reason(@Nullable String category, @Nullable String slug) {
        return category == null || slug == null ? null : new EndReason(EndReason.Category.of(category), slug);
    }
}
