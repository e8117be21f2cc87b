// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.call;

import com.fasterxml.jackson.databind.JsonNode;
import io.allo.contracts.EndReason;
import io.allo.contracts.events.ConversationEvent;
import io.allo.contracts.events.ConversationEvent.ConversationEnded;
import io.allo.contracts.events.ConversationEvent.ConversationErased;
import io.allo.contracts.events.ConversationEvent.ConversationHandedOver;
import io.allo.contracts.events.ConversationEvent.ConversationStarted;
import io.allo.contracts.pricing.ConversationCost;
import io.allo.toolexecutor.config.Json;
import io.allo.toolexecutor.door.ApiException;
import io.allo.toolexecutor.phone.PhoneNumbers;
import io.allo.toolexecutor.restaurant.Restaurant;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Keeps one record per call; whatever is told twice, or in another order, ends in the same record. */
@ApplicationScoped
class Calls {
    private static final int DECIMALS = 4;

    private final CallRepository repository;
    private final LineFacts lines;
    private final CallConfig config;
    private final Json json;
    private final Clock clock;

    Calls(CallRepository repository, LineFacts lines, CallConfig config, Json json, Clock clock) {
        this.repository = repository;
        this.lines = lines;
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /** @param fresh false: the call was known before */
    record Reported(Call call, boolean fresh) {}

    /** Newest first. Settles what runs no more before it reads. */
    Uni<List<Call>> newest(UUID restaurantId, CallRepository.Filter filter) {
        Instant now = clock.instant();
        return Panache.withTransaction(() -> repository
                        .settleRunning(restaurantId, now.minus(config.longest()), now)
                        .chain(() -> repository.newest(restaurantId, filter)))
                .chain(this::withLines);
    }

    Uni<Optional<Call>> find(UUID id) {
        return Panache.withSession(() -> repository.findById(id))
                .chain(row -> withLines(row == null ? List.of() : List.of(row)))
                .map(found -> found.stream().findFirst());
    }

    /** Outside the session: one request never holds two connections. */
    private Uni<List<Call>> withLines(List<CallEntity> rows) {
        return lines.of(rows.stream().map(row -> row.callId).toList())
                .map(found -> rows.stream()
                        .map(row -> Call.of(row, found.get(row.callId)))
                        .toList());
    }

    /** A voice server tells of a call, in the current transaction. */
    Uni<Reported> report(Restaurant restaurant, String callId, CallReport report) {
        Instant now = clock.instant();
        Instant started = startOf(report, now);
        String channel = report.channel() == null ? "voice" : report.channel();
        UUID id = UUID.randomUUID();
        return repository
                .findOrOpen(new CallRepository.Opening(id, restaurant.id(), callId, channel, started), now)
                .invoke(row -> write(row, restaurant, report, now))
                .call(row -> repository.resultOf(row.id).invoke(result -> settle(row, told(report), result)))
                .call(repository::flush)
                .map(row -> new Reported(Call.of(row, null), row.id.equals(id)));
    }

    /** Changes a record in the current transaction; an outcome that is told is believed, whatever was stored in the call. */
    Uni<Call> change(UUID id, Restaurant restaurant, CallReport report) {
        return repository
                .findById(id, LockModeType.PESSIMISTIC_WRITE)
                .invoke(row -> {
                    if (report.outcome() == CallOutcome.IN_PROGRESS && row.endedAt != null) {
                        throw ApiException.badRequest("the call is over (expected: another outcome than in_progress)");
                    }
                    write(row, restaurant, report, clock.instant());
                })
                .call(row -> repository.resultOf(row.id).invoke(result -> {
                    CallOutcome outcome = report.outcome();
                    if (outcome == null) {
                        settle(row, told(report), result);
                    } else {
                        row.outcome = outcome.wireName();
                    }
                }))
                .call(repository::flush)
                .map(row -> Call.of(row, null));
    }

    @WithSession
    Uni<Optional<UUID>> idOf(UUID restaurantId, String callId) {
        return repository
                .find("restaurantId = ?1 and callId = ?2", restaurantId, callId)
                .firstResult()
                .map(row -> Optional.ofNullable(row).map(found -> found.id));
    }

    /** In the current transaction. */
    Uni<Integer> erase(UUID id) {
        return repository.update(
                "callerPhone = null, transcript = null, updatedAt = ?1 where id = ?2", clock.instant(), id);
    }

    /** channel-router tells of a conversation with this restaurant, in the current transaction. */
    Uni<Void> on(ConversationEvent event, UUID restaurantId) {
        return switch (event) {
            case ConversationStarted started ->
                repository
                        .findOrOpen(
                                opening(restaurantId, event, started.channel(), started.occurredAt()), clock.instant())
                        .invoke(row -> row.startedAt = started.occurredAt())
                        .replaceWithVoid();
            case ConversationHandedOver handedOver -> Uni.createFrom().voidItem();
            case ConversationEnded ended -> ended(ended, restaurantId);
            case ConversationErased erased ->
                repository
                        .update(
                                "callerPhone = null, transcript = null, updatedAt = ?1 where restaurantId = ?2 and callId = ?3",
                                clock.instant(),
                                restaurantId,
                                erased.conversationId())
                        .replaceWithVoid();
        };
    }

    private Uni<Void> ended(ConversationEnded event, UUID restaurantId) {
        Duration lasted = Duration.ofMillis(event.durationMs());
        return repository
                .findOrOpen(
                        opening(
                                restaurantId,
                                event,
                                event.channel(),
                                event.occurredAt().minus(lasted)),
                        clock.instant())
                .chain(row -> repository
                        .resultOf(row.id)
                        .invoke(result -> {
                            row.endedAt = event.occurredAt();
                            row.durationSec = (int) lasted.toSeconds();
                            row.endReason = event.reason().toString();
                            row.updatedAt = clock.instant();
                            cost(row, event.cost());
                            settle(row, outcome(event), result);
                        })
                        .chain(repository::flush));
    }

    private static CallRepository.Opening opening(
            UUID restaurantId, ConversationEvent event, String channel, Instant startedAt) {
        return new CallRepository.Opening(UUID.randomUUID(), restaurantId, event.conversationId(), channel, startedAt);
    }

    @WithSession
    Uni<Optional<UUID>> restaurantOf(UUID id) {
        return repository.findById(id).map(row -> Optional.ofNullable(row).map(found -> found.restaurantId));
    }

    /** Who only heard the greeting and hung up has said nothing; a second turn is mostly his. */
    private static CallOutcome outcome(ConversationEnded event) {
        if (event.reason().equals(EndReason.TRANSFERRED)) {
            return CallOutcome.TRANSFERRED;
        }
        if (event.reason().category() == EndReason.Category.SERVER) {
            return CallOutcome.ERROR;
        }
        return event.turns() > 1 ? CallOutcome.INFO_ONLY : CallOutcome.ABANDONED;
    }

    private static CallOutcome told(CallReport report) {
        CallOutcome outcome = report.outcome();
        if (outcome != null) {
            return outcome;
        }
        if (!report.ends()) {
            return CallOutcome.IN_PROGRESS;
        }
        return report.personSpoke() ? CallOutcome.INFO_ONLY : CallOutcome.ABANDONED;
    }

    private static void settle(CallEntity row, CallOutcome told, Optional<CallOutcome> result) {
        CallOutcome outcome = row.outcome().or(told);
        row.outcome = result.map(outcome::or).orElse(outcome).wireName();
    }

    private static Instant startOf(CallReport report, Instant now) {
        if (report.startedAt() != null) {
            return report.startedAt();
        }
        Instant end = report.endedAt() == null ? now : report.endedAt();
        return report.durationSec() == null ? end : end.minusSeconds(report.durationSec());
    }

    private void write(CallEntity row, Restaurant restaurant, CallReport report, Instant now) {
        set(PhoneNumbers.normalise(report.callerPhone(), restaurant.region()).orElse(null), v -> row.callerPhone = v);
        set(report.channel(), v -> row.channel = v);
        set(report.startedAt(), v -> row.startedAt = v);
        set(report.durationSec(), v -> row.durationSec = v);
        set(report.endedAt(), v -> row.endedAt = v);
        if (report.ends()) {
            end(row, report, now);
        }
        set(report.endReason(), v -> row.endReason = v);
        JsonNode words = report.transcript();
        set(words == null || words.isNull() ? null : json.write(words), v -> row.transcript = v);
        set(report.aiModel(), v -> row.aiModel = v);
        set(report.inputTokens(), v -> row.inputTokens = v);
        set(report.outputTokens(), v -> row.outputTokens = v);
        set(report.inputAudioTokens(), v -> row.inputAudioTokens = v);
        set(report.outputAudioTokens(), v -> row.outputAudioTokens = v);
        set(money(report.costAi()), v -> row.costAi = v);
        set(money(report.costTelecom()), v -> row.costTelecom = v);
        set(money(report.costGoogle()), v -> row.costGoogle = v);
        set(report.costCurrency(), v -> row.costCurrency = v);
        row.updatedAt = now;
    }

    /** Of end and duration, the one that is not told follows from the other. */
    private static void end(CallEntity row, CallReport report, Instant now) {
        Integer duration = report.durationSec();
        if (row.endedAt == null) {
            row.endedAt = duration == null ? now : row.startedAt.plusSeconds(duration);
        }
        if (row.durationSec == null) {
            long lasted = Duration.between(row.startedAt, row.endedAt).toSeconds();
            row.durationSec = (int) Math.clamp(lasted, 0, Integer.MAX_VALUE);
        }
    }

    private static void cost(CallEntity row, @Nullable ConversationCost cost) {
        if (cost == null) {
            return;
        }
        row.aiModel = cost.aiModel();
        row.inputTokens = cost.inputTokens();
        row.outputTokens = cost.outputTokens();
        row.inputAudioTokens = cost.inputAudioTokens();
        row.outputAudioTokens = cost.outputAudioTokens();
        row.costAi = money(cost.costAi());
        row.costTelecom = money(cost.costTelecom());
        row.costGoogle = money(cost.costGoogle());
        row.costCurrency = cost.costCurrency();
    }

    private static @Nullable BigDecimal money(@Nullable BigDecimal cost) {
        return cost == null ? null : cost.setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    private static <T> void set(@Nullable T value, Consumer<T> field) {
        if (value != null) {
            field.accept(value);
        }
    }
}
