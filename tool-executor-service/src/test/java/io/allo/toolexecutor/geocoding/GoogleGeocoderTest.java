// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.mutiny.Uni;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoogleGeocoderTest {
    private static final Geocoder.Address ADDRESS = new Geocoder.Address("10 rue de Rivoli", "75004", "Paris", "fr");

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    @DisplayName("A61: what is found costs one call")
    void found() {
        Geocoder.Result result = find(Uni.createFrom().item(reply("OK", "ROOFTOP", false)));
        assertThat(result.paidCalls()).isEqualTo(1);
        assertThat(result.place().orElseThrow().formattedAddress()).isEqualTo("10 Rue de Rivoli, 75004 Paris");
        assertThat(result.place().orElseThrow().coordinates().latitude()).isEqualTo(48.8556);
    }

    @Test
    @DisplayName("A59: nothing found, or only the town, is no address and still costs")
    void notFound() {
        assertThat(find(Uni.createFrom().item(new GoogleGeocodingClient.Reply("ZERO_RESULTS", List.of()))))
                .isEqualTo(new Geocoder.Result(Optional.empty(), 1));
        assertThat(find(Uni.createFrom().item(reply("OK", "APPROXIMATE", true))))
                .isEqualTo(new Geocoder.Result(Optional.empty(), 1));
        assertThat(find(Uni.createFrom().item(reply("OK", "APPROXIMATE", false)))
                        .place())
                .isPresent();
        assertThat(find(Uni.createFrom().item(new GoogleGeocodingClient.Reply(null, null))))
                .isEqualTo(new Geocoder.Result(Optional.empty(), 0));
    }

    @ParameterizedTest
    @DisplayName("A59: quota, key and form refusals are an address that is not found, and cost nothing")
    @ValueSource(
            strings = {"OVER_QUERY_LIMIT", "OVER_DAILY_LIMIT", "REQUEST_DENIED", "INVALID_REQUEST", "UNKNOWN_ERROR"})
    void refused(String status) {
        assertThat(find(Uni.createFrom().item(new GoogleGeocodingClient.Reply(status, List.of()))))
                .isEqualTo(new Geocoder.Result(Optional.empty(), 0));
        assertThat(metrics.counter("allo.geocoding.searches", "result", "refused")
                        .count())
                .isEqualTo(1);
    }

    @Test
    @DisplayName("A59: a search without answer ends at its limit")
    void silence() {
        assertThat(find(Uni.createFrom().nothing())).isEqualTo(new Geocoder.Result(Optional.empty(), 1));
        assertThat(find(Uni.createFrom().failure(new ConnectException("refused"))))
                .isEqualTo(new Geocoder.Result(Optional.empty(), 0));
    }

    private Geocoder.Result find(Uni<GoogleGeocodingClient.Reply> reply) {
        GoogleGeocodingClient client = (address, components, language, key) -> {
            assertThat(address).isEqualTo("10 rue de Rivoli, 75004, Paris");
            assertThat(components).isEqualTo("country:FR");
            assertThat(key).isEqualTo("k");
            return reply;
        };
        return new GoogleGeocoder(client, config(), metrics)
                .find(ADDRESS)
                .await()
                .indefinitely();
    }

    private static GoogleGeocodingClient.Reply reply(String status, String precision, boolean partial) {
        return new GoogleGeocodingClient.Reply(
                status,
                List.of(new GoogleGeocodingClient.Result(
                        "10 Rue de Rivoli, 75004 Paris",
                        new GoogleGeocodingClient.Geometry(
                                new GoogleGeocodingClient.Location(48.8556, 2.3577), precision),
                        partial)));
    }

    private static GeocodingConfig config() {
        return new GeocodingConfig() {
            @Override
            public Optional<String> googleKey() {
                return Optional.of("k");
            }

            @Override
            public Duration timeout() {
                return Duration.ofMillis(50);
            }
        };
    }
}
