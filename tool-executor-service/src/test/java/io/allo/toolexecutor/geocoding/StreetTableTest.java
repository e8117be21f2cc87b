// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.geocoding;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StreetTableTest {
    @Test
    void theStreetTableFindsStreetsHoweverTheyAreSaid() {
        // Given
        StreetTable streets = new StreetTable();

        // Then
        assertThat(place(streets, "10 RUE DE RIVOLI", null, null)).isPresent();
        assertThat(place(streets, "25 bis, avenue des Champs Elysees", "75008", "Paris"))
                .isPresent();
        assertThat(place(streets, "10 rue de Rivoli", "69001", "Lyon")).isEmpty();
        assertThat(place(streets, "10 rue de Rivolino", null, null)).isEmpty();
        assertThat(place(streets, "", null, null)).isEmpty();
    }

    private static Optional<Geocoder.Place> place(
            StreetTable streets, String street, @Nullable String code, @Nullable String city) {
        return streets.find(new Geocoder.Address(street, code, city, "FR"))
                .await()
                .indefinitely()
                .place();
    }
}
