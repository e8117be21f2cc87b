// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Conversation;
import io.allo.router.conversation.ConversationLog.ToolCall;
import io.allo.router.conversation.ConversationLog.Turn;
import io.allo.router.conversation.Handoffs;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.cost.CostLedger;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Map;

/** What the engine does, in numbers. Labels have few values: never a name that a person or a model made up. */
@Singleton
class ConversationMetrics {
    private final MeterRegistry registry;
    private volatile Map<String, Long> open = Map.of();

    ConversationMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Channel channel : Channel.values()) {
            Gauge.builder("allo.conversations.active", () -> open.getOrDefault(channel.wireName(), 0L))
                    .description("Open conversations of all replicas")
                    .tag("channel", channel.wireName())
                    .register(registry);
        }
    }

    void open(Map<String, Long> byChannel) {
        open = Map.copyOf(byChannel);
    }

    void watchQueue(RecordQueue queue) {
        Gauge.builder("allo.history.queue", queue, RecordQueue::size)
                .description("Record entries that wait for the database")
                .register(registry);
    }

    void turn(Turn turn) {
        String channel = turn.conversation().key().channel().wireName();
        if (turn.whole() != null) {
            Timer.builder("allo.turn")
                    .description("From the person's words to the end of the agent's answer")
                    .tag("channel", channel)
                    .publishPercentileHistogram()
                    .register(registry)
                    .record(turn.whole());
        }
        if (turn.firstWords() != null) {
            Timer.builder("allo.turn.first.words")
                    .description("From the person's words to the agent's first")
                    .tag("channel", channel)
                    .register(registry)
                    .record(turn.firstWords());
        }
    }

    void toolCall(ToolCall call) {
        if (call.tool().equals(Handoffs.NAME)) {
            registry.counter("allo.handoffs", "outcome", call.outcome().name().toLowerCase(Locale.ROOT))
                    .increment();
        }
        boolean unknown = call.outcome() == ToolCall.Outcome.UNKNOWN;
        registry.counter(
                        "allo.tool.calls",
                        "tool",
                        unknown ? "unknown" : call.tool(),
                        "outcome",
                        call.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    void used(ModelUsage usage, CostLedger.Priced priced) {
        registry.counter("allo.model.tokens", "model", usage.model(), "direction", "in")
                .increment(usage.inputTokens());
        registry.counter("allo.model.tokens", "model", usage.model(), "direction", "out")
                .increment(usage.outputTokens());
        if (priced.cost() == null) {
            registry.counter("allo.model.unpriced", "model", usage.model()).increment();
        } else {
            registry.counter("allo.model.cost.usd", "model", usage.model())
                    .increment(priced.cost().doubleValue());
        }
    }

    void ended(Conversation conversation, EndReason reason) {
        registry.counter(
                        "allo.conversations.ended",
                        "channel",
                        conversation.key().channel().wireName(),
                        "reason",
                        reason.toString())
                .increment();
    }

    void entryLost() {
        registry.counter("allo.history.lost").increment();
    }
}
