// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;

/** The one geocoder of this process. */
@ApplicationScoped
class GeocoderChoice {
    @Produces
    @ApplicationScoped
    Geocoder geocoder(GeocodingConfig config, StreetTable table, GoogleGeocoder google) {
        boolean hasKey = config.googleKey().filter(key -> !key.isBlank()).isPresent();
        return hasKey ? google : table;
    }
}
