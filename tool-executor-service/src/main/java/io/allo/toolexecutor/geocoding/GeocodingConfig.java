// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** Where addresses are looked up. */
@ConfigMapping(prefix = "allo.geocoding")
interface GeocodingConfig {
    /** Key of the Google Geocoding API ({@code GOOGLE_MAPS_API_KEY}); without one, streets of the demo's table only. */
    Optional<String> googleKey();

    /** Limit of one search; a caller waits in silence meanwhile. */
    @WithDefault("2s")
    Duration timeout();
}
