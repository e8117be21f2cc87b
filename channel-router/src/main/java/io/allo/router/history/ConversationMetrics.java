// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import io.allo.router.conversation.ConversationLog.ToolCall;
import io.allo.router.conversation.ConversationLog.Turn;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.util.Locale;

/** What the engine does, in numbers. */
@Singleton
class ConversationMetrics {
    private final MeterRegistry registry;

    ConversationMetrics(MeterRegistry registry) {
        this.registry = registry;
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
        boolean unknown = call.outcome() == ToolCall.Outcome.UNKNOWN; // a name that a model made up is no label
        registry.counter(
                        "allo.tool.calls",
                        "tool",
                        unknown ? "unknown" : call.tool(),
                        "outcome",
                        call.outcome().name().toLowerCase(Locale.ROOT))
                .increment();
    }
}
