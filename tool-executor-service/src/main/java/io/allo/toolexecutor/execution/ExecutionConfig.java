// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.execution;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How tools are run. */
@ConfigMapping(prefix = "allo.execution")
interface ExecutionConfig {
    /** Where the business endpoints are; empty = this process, over loopback. */
    Optional<String> endpointsUrl();

    /** Limit of one attempt. A caller waits in silence meanwhile. */
    @WithDefault("4s")
    Duration timeout();

    /** Limit of one tool call with everything; below the 10 s that channel-router waits. */
    @WithDefault("9s")
    Duration totalTimeout();

    /** How long an agent's tools are believed before session-config-service is asked for them again. */
    @WithDefault("5s")
    Duration definitionsAge();

    /** Repetitions after a failed attempt, with the same idempotency key. */
    @WithDefault("1")
    int retries();

    /** How long answers of tool calls and epochs of conversations are kept. */
    @WithDefault("24h")
    Duration keepAnswers();
}
