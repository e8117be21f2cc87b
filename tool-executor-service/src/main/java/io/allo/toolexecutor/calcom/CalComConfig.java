// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.calcom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** The Cal.com account that keeps appointments. */
@ConfigMapping(prefix = "allo.calcom")
interface CalComConfig {
    /** Its key; without one the built-in calendar keeps them. Also {@code CAL_API_KEY}. */
    Optional<String> apiKey();

    /** The one Allo account whose calendars it keeps; not set: all, which is right where there is one business. */
    Optional<String> account();

    /** {@code cal-api-version} of bookings. */
    @WithDefault("2024-08-13")
    String bookingsVersion();

    /** {@code cal-api-version} of slots. */
    @WithDefault("2024-09-04")
    String slotsVersion();

    /** {@code cal-api-version} of the account itself. */
    @WithDefault("2024-06-14")
    String accountVersion();

    /** Limit of one request; a caller waits in silence meanwhile. */
    @WithDefault("3s")
    Duration timeout();
}
