// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** How messages to customers leave. */
@ConfigMapping(prefix = "allo.notification")
interface NotificationConfig {
    /** Pause between two looks for messages that are due. */
    @WithDefault("1s")
    Duration interval();

    /** Messages taken at once. */
    @WithDefault("20")
    int batch();

    /** How long a taken message belongs to one process. */
    @WithDefault("30s")
    Duration lease();

    /** Limit of one send. Who waits on the telephone for its outcome waits in silence. */
    @WithDefault("3s")
    Duration sendTimeout();

    /** A message is given up after this many attempts. */
    @WithDefault("8")
    int attempts();

    /** Pause after the first failed attempt; it doubles with each. */
    @WithDefault("10s")
    Duration firstPause();

    /** Longest pause between two attempts. */
    @WithDefault("15m")
    Duration longestPause();

    /** Most messages to one number within an hour; more are given up. */
    @WithDefault("10")
    int perNumber();

    /** E.164 number that an account's SMS and WhatsApp messages come from, by the account's id; not set: as configured below. */
    Map<String, String> numbers();

    /** How long messages are kept after they were sent or given up. */
    @WithDefault("30d")
    Duration keep();
}
