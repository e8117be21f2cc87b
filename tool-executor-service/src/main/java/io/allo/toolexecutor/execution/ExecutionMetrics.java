// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** {@code allo_tool_executions_total{tool,outcome}} and {@code allo_tool_execution_seconds{tool}}. */
@ApplicationScoped
class ExecutionMetrics {
    private final MeterRegistry registry;

    ExecutionMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** How a tool call ended. */
    enum Outcome {
        DONE,
        REFUSED,
        INVALID_ARGUMENTS,
        FAILED,
        REPLAYED,
        STALE_EPOCH,
        UNKNOWN_TOOL;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param startNanos {@link System#nanoTime()} at the start, 0 when nothing was run */
    void count(String tool, Outcome outcome, long startNanos) {
        registry.counter("allo.tool.executions", "tool", tool, "outcome", outcome.label())
                .increment();
        if (startNanos != 0) {
            registry.timer("allo.tool.execution", "tool", tool)
                    .record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        }
    }
}
