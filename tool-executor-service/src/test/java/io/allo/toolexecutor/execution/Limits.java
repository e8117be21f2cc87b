// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import java.time.Duration;
import java.util.Optional;

/** Limits for tests: short where a test waits for them, long where a busy machine must not meet them. */
record Limits(Optional<String> endpointsUrl, Duration timeout, Duration totalTimeout) implements ExecutionConfig {
    Limits(Optional<String> endpointsUrl, Duration timeout) {
        this(endpointsUrl, timeout, Duration.ofMillis(900));
    }

    @Override
    public Duration definitionsAge() {
        return Duration.ofSeconds(5);
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
