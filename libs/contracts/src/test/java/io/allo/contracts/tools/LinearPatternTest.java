// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {

    /** With backtracking the first one takes longer than the universe is old. */
    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "^(a|a)*$", "(a*)*b$", "(.*)(.*)(.*)(.*)x$", "(a{200})+$"})
    @Timeout(5)
    void aHostilePatternCostsNoTime(String regex) {
        String text = "a".repeat(9_999) + "!";
        long start = System.nanoTime();

        assertThat(LinearPattern.fault(regex)).isEmpty();
        assertThat(LinearPattern.of(regex)).rejects(text);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{100}){100}){100}",
                "(((a{1000}){1000}){1000}",
                "a{1,501}",
                "([a-z]{30}x){20}",
                "[]{]{9}{9}{9}"
            })
    void whatWouldFillTheMemoryIsRefused(String regex) {
        assertThat(LinearPattern.fault(regex)).isPresent();
        assertThat(LinearPattern.of(regex)).accepts("anything");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?=a)b", "(?<!a)b", "(a)\\1", "(", "a**", "[z-a]", "\\"})
    void whatCannotBeDoneInLinearTimeIsRefused(String regex) {
        assertThat(LinearPattern.fault(regex)).get().asString().contains("no regular expression of RE2");
    }

    @ParameterizedTest
    @CsvSource({
        "^\\+[0-9]{6;15}$, +33612345678, true",
        "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$, 5d0e0000-0000-4000-8000-000000000001, true",
        "^[^\\s@]+@[^\\s@]+\\.[a-z]{2;}$, zoe@example.org, true",
        "^([01][0-9]|2[0-3]):[0-5][0-9]$, 24:00, false",
        "^\\p{L}+$, Zoé, true",
        "(?i)^pizza$, PIZZA, true",
        "b, abc, true"
    })
    void theUsualOnesAreTaken(String written, String text, boolean fits) {
        String regex = written.replace(';', ',');

        assertThat(LinearPattern.fault(regex)).isEmpty();
        assertThat(LinearPattern.of(regex).test(text)).isEqualTo(fits);
    }

    @Test
    void aTextWithoutMeasureDoesNotFit() {
        assertThat(LinearPattern.of(".*")).rejects("a".repeat(10_001));
    }
}
