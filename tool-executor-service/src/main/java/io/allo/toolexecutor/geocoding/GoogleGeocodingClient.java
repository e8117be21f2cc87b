// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Google Geocoding API, JSON form: {@code GET /maps/api/geocode/json}. Errors come with status 200 and a word. */
@RegisterRestClient(configKey = "google-geocoding")
interface GoogleGeocodingClient {
    @GET
    Uni<Reply> geocode(
            @RestQuery String address,
            @RestQuery @Nullable String components,
            @RestQuery String language,
            @RestQuery String key);

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Reply(@Nullable String status, @Nullable List<Result> results) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Result(
            @JsonProperty("formatted_address") @Nullable String formattedAddress,
            @Nullable Geometry geometry,
            @JsonProperty("partial_match") boolean partialMatch) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    record Geometry(
            @Nullable Location location,
            @JsonProperty("location_type") @Nullable String locationType) {}

    record Location(double lat, double lng) {}
}
