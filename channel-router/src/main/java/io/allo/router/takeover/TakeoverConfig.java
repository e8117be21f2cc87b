// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** People of the business in written conversations. */
@ConfigMapping(prefix = "allo.takeover")
public interface TakeoverConfig {

    /** How often is looked for conversations for which nobody came in time. */
    @WithDefault("5s")
    Duration sweepInterval();

    /** Whoever holds a conversation and does nothing in it for this long has left it: the agent goes on. */
    @WithDefault("PT24H")
    Duration abandoned();

    /** A stream of events ends after this time; the page opens it again. */
    @WithDefault("30M")
    Duration stream();

    /** What is over is deleted after this time; what was said stays in the conversation's record. */
    @WithDefault("P90D")
    Duration retention();
}
