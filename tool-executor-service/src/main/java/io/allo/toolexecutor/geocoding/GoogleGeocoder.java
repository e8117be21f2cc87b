// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import io.allo.toolexecutor.restaurant.Coordinates;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One call of the Google Geocoding API per search, never repeated: it costs money and the caller waits. Whatever goes wrong
 * is an address that is not found, so that the conversation goes on; the reason is counted and logged, never the address.
 */
@ApplicationScoped
@Typed(GoogleGeocoder.class)
class GoogleGeocoder implements Geocoder {
    private static final Logger LOG = Logger.getLogger(GoogleGeocoder.class);

    /** Google bills what it answers, an empty answer too; refusals (quota, key, form) are free. */
    private static final Set<String> BILLED = Set.of("OK", "ZERO_RESULTS");

    private final GoogleGeocodingClient client;
    private final GeocodingConfig config;
    private final MeterRegistry metrics;

    GoogleGeocoder(@RestClient GoogleGeocodingClient client, GeocodingConfig config, MeterRegistry metrics) {
        this.client = client;
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public Uni<Result> find(Address address) {
        return client.geocode(
                        joined(address),
                        components(address),
                        "fr",
                        config.googleKey().orElse(""))
                .ifNoItem()
                .after(config.timeout())
                .fail()
                .map(this::read)
                .onFailure()
                .recoverWithItem(this::failed);
    }

    private Result read(GoogleGeocodingClient.Reply reply) {
        String status = reply.status() == null ? "NO_STATUS" : reply.status();
        if (!BILLED.contains(status)) {
            LOG.warnf("geocoding refused status=%s", status.substring(0, Math.min(status.length(), 40)));
            return counted("refused", new Result(Optional.empty(), 0));
        }
        List<GoogleGeocodingClient.Result> results = reply.results() == null ? List.of() : reply.results();
        Optional<Place> place = results.stream().findFirst().flatMap(GoogleGeocoder::place);
        return counted(place.isPresent() ? "found" : "not_found", new Result(place, 1));
    }

    private Result failed(Throwable failure) {
        // Only the type: the message of an HTTP failure holds the URL with key and address.
        LOG.warnf("geocoding failed cause=%s", failure.getClass().getSimpleName());
        boolean timedOut = failure instanceof TimeoutException;
        // A search that was sent and not awaited may still be billed.
        return counted(timedOut ? "timeout" : "failed", new Result(Optional.empty(), timedOut ? 1 : 0));
    }

    private Result counted(String result, Result answer) {
        metrics.counter("allo.geocoding.searches", "result", result).increment();
        return answer;
    }

    /** A half match of a whole town is no address: the driver would stand in front of the town hall. */
    private static Optional<Place> place(GoogleGeocodingClient.Result result) {
        GoogleGeocodingClient.Geometry geometry = result.geometry();
        if (geometry == null || geometry.location() == null || result.formattedAddress() == null) {
            return Optional.empty();
        }
        boolean onlyRoughly = result.partialMatch() && "APPROXIMATE".equals(geometry.locationType());
        Coordinates at =
                new Coordinates(geometry.location().lat(), geometry.location().lng());
        return onlyRoughly ? Optional.empty() : Optional.of(new Place(at, result.formattedAddress()));
    }

    private static String joined(Address address) {
        return Stream.of(address.street(), address.postalCode(), address.city())
                .filter(GoogleGeocoder::given)
                .map(String::strip)
                .collect(Collectors.joining(", "));
    }

    private static @Nullable String components(Address address) {
        return given(address.country()) ? "country:" + address.country().toUpperCase(Locale.ROOT) : null;
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isBlank();
    }
}
