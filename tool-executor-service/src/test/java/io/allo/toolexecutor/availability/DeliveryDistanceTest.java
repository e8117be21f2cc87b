// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.allo.toolexecutor.restaurant.Coordinates;
import java.math.BigDecimal;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeliveryDistanceTest {
    private static final Coordinates RESTAURANT = new Coordinates(48.8566, 2.3522);

    @ParameterizedTest
    @DisplayName("A60: straight distance decides, road distance is told and timed")
    @CsvSource({
        "48.8700, 2.3300, 2.2039, 3.1, 10, true",
        "48.9000, 2.4000, 5.9588, 8.3, 25, false",
        "48.8566, 2.3522, 0.0000, 0.0, 0,  true"
    })
    void vectors(double lat, double lng, double straight, BigDecimal road, long minutes, boolean inZone) {
        // When
        DeliveryDistance distance = DeliveryDistance.between(RESTAURANT, new Coordinates(lat, lng));

        // Then
        assertThat(distance.straightKm()).isCloseTo(straight, within(0.00005));
        assertThat(distance.roadKm()).isEqualByComparingTo(road);
        assertThat(distance.minutes()).isEqualTo(minutes);
        assertThat(distance.within(BigDecimal.valueOf(5))).isEqualTo(inZone);
    }
}
