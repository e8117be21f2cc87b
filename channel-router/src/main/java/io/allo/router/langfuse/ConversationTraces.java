// SPDX-License-Identifier: Apache-2.0
package io.allo.router.langfuse;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.EngineSettings;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.cost.CostLedger;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Makes one trace of each conversation out of what the engine reports. Keeps little of each running one; the conversations heard of
 * longest ago are forgotten beyond a bound. Never waits, never throws; any thread.
 */
@Singleton
class ConversationTraces implements ConversationLog {
    private static final int MOST = 10_000;
    private static final long SWEEP_MS = 60_000;

    private final LangfuseExporter exporter;
    private final CostLedger costs;
    private final ObservationWriter writer;
    private final EngineSettings settings;
    private final Clock clock;
    private final Vertx vertx;
    private final Map<String, ConversationTrace> running = new LinkedHashMap<>(64, 0.75f, true);

    ConversationTraces(
            LangfuseExporter exporter,
            LangfuseConfig config,
            CostLedger costs,
            ObjectMapper mapper,
            EngineSettings settings,
            Clock clock,
            Vertx vertx) {
        this.exporter = exporter;
        this.costs = costs;
        this.writer = new ObservationWriter(mapper, config.content(), config.environment());
        this.settings = settings;
        this.clock = clock;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        if (exporter.on()) {
            vertx.setPeriodic(SWEEP_MS, timer -> endIdle());
        }
    }

    /** Nobody ends a chat whose person does not come back. */
    private void endIdle() {
        Instant now = clock.instant();
        synchronized (running) {
            running.values().removeIf(trace -> {
                boolean idle =
                        trace.lastAt().plus(settings.idleTime(trace.channel())).isBefore(now);
                if (idle) {
                    trace.ended(EndReason.IDLE, trace.lastAt());
                }
                return idle;
            });
        }
    }

    @Override
    public void opened(Conversation conversation) {
        with(conversation, trace -> {});
    }

    @Override
    public void turn(Turn turn) {
        with(turn.conversation(), trace -> trace.turn(turn));
    }

    @Override
    public void toolCall(ToolCall call) {
        with(call.conversation(), trace -> trace.toolCall(call));
    }

    @Override
    public void used(Conversation conversation, ModelUsage usage, Instant at) {
        if (!usage.isUntold()) {
            with(conversation, trace -> trace.used(usage, costs.price(usage).cost(), at));
        }
    }

    @Override
    public void interrupted(Conversation conversation, int turnNumber, String heardText) {
        with(conversation, trace -> trace.interrupted(conversation.lastAt(), heardText));
    }

    @Override
    public void timed(Conversation conversation, int turnNumber, AnswerTimes times) {
        with(conversation, trace -> trace.timed(turnNumber, times));
    }

    @Override
    public void ended(Conversation conversation, EndReason reason, Instant at) {
        with(conversation, trace -> trace.ended(reason, at));
        synchronized (running) {
            running.remove(conversation.id());
        }
    }

    private void with(Conversation conversation, Consumer<ConversationTrace> action) {
        if (!exporter.on()) {
            return;
        }
        synchronized (running) {
            ConversationTrace trace = running.computeIfAbsent(
                    conversation.id(), id -> new ConversationTrace(conversation, writer, exporter::offer));
            if (running.size() > MOST) {
                running.remove(running.keySet().iterator().next());
            }
            action.accept(trace);
        }
    }
}
