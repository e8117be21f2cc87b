// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumbersTest {
    @ParameterizedTest
    @DisplayName("A4, A123: one spelling per number; short numbers are not glued to the country code")
    @CsvSource({
        "06 12 34 56 78,     FR, +33612345678",
        "+33 6 12 34 56 78,  FR, +33612345678",
        "0033612345678,      FR, +33612345678",
        "+33612345678,       BE, +33612345678",
        "0471 23 45 67,      BE, +32471234567",
        "+33939240575,       FR, +33939240575",
        "112,                FR, 112",
        "3949,               FR, 3949",
        "118218,             FR, 118218"
    })
    void normalises(String dialled, String region, String expected) {
        assertThat(PhoneNumbers.normalise(dialled, region)).contains(expected);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                " ",
                "anonymous",
                "+33",
                "'; drop table customers",
                "+336123456789012345678901234567890123456789"
            })
    void refusesWhatIsNoNumber(String dialled) {
        assertThat(PhoneNumbers.normalise(dialled, "FR")).isEmpty();
    }
}
