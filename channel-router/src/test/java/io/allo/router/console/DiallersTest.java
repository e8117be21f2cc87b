// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiallersTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "+33612345678, false",
        "+33123456789, false",
        "+14155552671, false",
        "+33899123456, true",
        "+19002345678, true",
        "+447012345678, true",
        "33, true"
    })
    void numbersByWhichSomebodyElseEarnsAreNotCalledUnlessTheyAreListed(String number, boolean dear) {
        assertThat(Diallers.isDear(number)).isEqualTo(dear);
    }
}
