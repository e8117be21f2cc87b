// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.allo.toolexecutor.dining.DiningService;
import io.allo.toolexecutor.restaurant.Coordinates;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Answer of an availability check; a refusal is one too. The reason codes are part of the contract: the model reads them.
 *
 * @param estimatedTime {@code HH:MM} on the restaurant's clocks, empty when there is no time
 * @param estimatedTimeISO the same as an instant in UTC, empty when there is no time
 * @param googleApiCalls paid geocoding calls, for the cost ledger; delivery only
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record AvailabilityAnswer(
        boolean available,
        String mode,
        String estimatedTime,
        String estimatedTimeISO,
        @Nullable String reason,
        @JsonUnwrapped @Nullable Delivery delivery,
        @Nullable Integer googleApiCalls,
        @JsonUnwrapped @Nullable Table table,
        @JsonUnwrapped @Nullable Opening opening) {
    private static final DateTimeFormatter CLOCK_TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    /** The delivery part, flat on the wire. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Delivery(
            BigDecimal deliveryDistanceKm,
            @Nullable Long deliveryDurationMin,
            @Nullable BigDecimal deliveryFee,
            String customerAddressFormatted,
            @Nullable Double customerLat,
            @Nullable Double customerLng) {
        static Delivery accepted(
                DeliveryDistance distance, @Nullable BigDecimal fee, String address, Coordinates customer) {
            return new Delivery(
                    distance.roadKm(),
                    distance.minutes(),
                    fee == null ? BigDecimal.ZERO : fee,
                    address,
                    customer.latitude(),
                    customer.longitude());
        }

        static Delivery notPossible(DeliveryDistance distance, String address) {
            return new Delivery(distance.roadKm(), null, null, address, null, null);
        }
    }

    /**
     * The reservation part, flat on the wire.
     *
     * @param alternativeTime {@code HH:MM} of the nearest time with enough seats, when the wished one has too few
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Table(
            int seatsAvailable,
            @Nullable UUID serviceId,
            @Nullable String serviceName,
            @Nullable String alternativeTime,
            @Nullable String alternativeTimeISO) {
        static Table of(int seats, @Nullable DiningService service, @Nullable Instant alternative, ZoneId zone) {
            return new Table(
                    seats,
                    service == null ? null : service.id(),
                    service == null ? null : service.name(),
                    alternative == null ? null : CLOCK_TIME.format(alternative.atZone(zone)),
                    alternative == null ? null : alternative.toString());
        }
    }

    /** When a closed restaurant opens again: {@code HH:MM} on its clocks and the instant; both null beyond a week. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Opening(@Nullable String opensAt, @Nullable String opensAtISO) {}

    static AvailabilityAnswer refused(String mode, String reason) {
        return new AvailabilityAnswer(false, mode, "", "", reason, null, null, null, null);
    }

    static AvailabilityAnswer at(String mode, Instant time, ZoneId zone) {
        Instant whole = time.truncatedTo(ChronoUnit.SECONDS);
        return new AvailabilityAnswer(
                true, mode, CLOCK_TIME.format(whole.atZone(zone)), whole.toString(), null, null, null, null, null);
    }

    /** Closed at that time; the caller is offered the next opening, if there is one within a week. */
    static AvailabilityAnswer closed(String mode, Optional<Instant> opens, ZoneId zone) {
        String clock = opens.map(at -> CLOCK_TIME.format(at.atZone(zone))).orElse(null);
        String iso = opens.map(Instant::toString).orElse(null);
        return new AvailabilityAnswer(
                false, mode, "", "", "restaurant_closed", null, null, null, new Opening(clock, iso));
    }

    AvailabilityAnswer with(Delivery details) {
        return new AvailabilityAnswer(
                available, mode, estimatedTime, estimatedTimeISO, reason, details, googleApiCalls, table, opening);
    }

    AvailabilityAnswer with(Table details) {
        return new AvailabilityAnswer(
                available, mode, estimatedTime, estimatedTimeISO, reason, delivery, googleApiCalls, details, opening);
    }

    AvailabilityAnswer withGeocodingCalls(int calls) {
        return new AvailabilityAnswer(
                available, mode, estimatedTime, estimatedTimeISO, reason, delivery, calls, table, opening);
    }
}
