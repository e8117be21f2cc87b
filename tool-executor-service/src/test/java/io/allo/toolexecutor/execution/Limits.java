// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import java.time.Duration;
import java.util.Optional;

/** Short limits for tests that wait for them. */
record Limits(Optional<String> endpointsUrl) implements ExecutionConfig {
    @Override
    public Duration timeout() {
        return Duration.ofMillis(400);
    }

    @Override
    public Duration totalTimeout() {
        return Duration.ofMillis(900);
    }

    @Override
    public int retries() {
        return 1;
    }

    @Override
    public Duration keepAnswers() {
        return Duration.ofHours(1);
    }
}
