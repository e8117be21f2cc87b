// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Telling the address that an agent names ({@code onCallEndWebhook}) of its ended calls. */
@ConfigMapping(prefix = "allo.call-end-webhook")
interface CallEndConfig {

    /** How often one call is told before it is given up; with the default pauses about two and a half hours. */
    @WithDefault("12")
    int tries();

    /** Pause after the first try in vain; each further one is twice as long. */
    @WithDefault("5s")
    Duration firstPause();

    /** Longest pause between two tries. */
    @WithDefault("1h")
    Duration longestPause();

    /** How long a customer's server may take for its answer. */
    @WithDefault("10s")
    Duration timeout();

    /** Most calls that are told at once by one process: a slow server does not hold up the others. */
    @WithDefault("16")
    int atOnce();
}
