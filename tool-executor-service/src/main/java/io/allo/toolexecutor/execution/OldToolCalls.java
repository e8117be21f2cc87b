// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.allo.toolexecutor.config.Broom;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;

/** Forgets answers and epochs of conversations that are over. */
@ApplicationScoped
class OldToolCalls implements Broom {
    private final ToolCallRepository calls;
    private final ExecutionConfig config;
    private final Clock clock;

    OldToolCalls(ToolCallRepository calls, ExecutionConfig config, Clock clock) {
        this.calls = calls;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Uni<Integer> sweep() {
        return calls.forgetBefore(clock.instant().minus(config.keepAnswers()));
    }
}
