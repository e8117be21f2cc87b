// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.testkit.provider.GoogleGeocodingServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.rest.client.reactive.QuarkusRestClientBuilder;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@QuarkusTest
class GoogleOverHttpTest {
    private static final String KEY = "k+/&=é";

    @Test
    @DisplayName("A61: one request per search, key and address encoded; refusals are no place")
    void searches() {
        try (var google = new GoogleGeocodingServer(KEY).start()) {
            // Given
            google.put("10 rue de l'Été & Co, 75004, Paris", "10 Rue de l'Été, 75004 Paris", 48.85, 2.35);
            var address = new Geocoder.Address("10 rue de l'Été & Co", "75004", "Paris", "FR");

            // Then
            Geocoder.Result found = find(google, address);
            assertThat(found.place().orElseThrow().formattedAddress()).isEqualTo("10 Rue de l'Été, 75004 Paris");
            assertThat(found.paidCalls()).isEqualTo(1);
            assertThat(google.requests())
                    .containsExactly(Map.of(
                            "address",
                            "10 rue de l'Été & Co, 75004, Paris",
                            "components",
                            "country:FR",
                            "language",
                            "fr",
                            "key",
                            KEY));
            assertThat(find(google, new Geocoder.Address("nowhere", null, null, null)))
                    .isEqualTo(new Geocoder.Result(Optional.empty(), 1));
            google.refuse("OVER_QUERY_LIMIT");
            assertThat(find(google, address)).isEqualTo(new Geocoder.Result(Optional.empty(), 0));
        }
    }

    private static Geocoder.Result find(GoogleGeocodingServer google, Geocoder.Address address) {
        var client = QuarkusRestClientBuilder.newBuilder().baseUri(google.uri()).build(GoogleGeocodingClient.class);
        GeocodingConfig config = new GeocodingConfig() {
            @Override
            public Optional<String> googleKey() {
                return Optional.of(KEY);
            }

            @Override
            public Duration timeout() {
                return Duration.ofSeconds(10);
            }
        };
        return new GoogleGeocoder(client, config, new SimpleMeterRegistry())
                .find(address)
                .await()
                .indefinitely();
    }
}
