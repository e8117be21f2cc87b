// SPDX-License-Identifier: Apache-2.0
package io.allo.router.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What leaves with words, and what does not. */
class MaskingTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mon numéro est le 06 12 34 56 78 | mon numéro est le [number]",
                "rappelez le +33612345678, merci | rappelez le [number], merci",
                "06.12.34.56.78 | [number]",
                "(01) 23-45-67-89 | [number]",
                "ma carte 4111 1111 1111 1111 svp | ma carte [card] svp",
                "4111-1111-1111-1112 | [number]",
                "FR76 3000 6000 0112 3456 7890 189 | [account]",
                "mon iban FR7630006000011234567890189. | mon iban [account].",
                "GB29NWBK60161331926819 | [account]",
                "jean.dupont@exemple.fr ! | [email] !",
                "c'est marie arobase exemple point fr | c'est [email]",
                "it is mary at example dot com | it is [email]"
            })
    void numbersAndAddressesAreTakenOut(String words, String masked) {
        assertThat(Masking.text(words)).isEqualTo(masked);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "une table pour 4 le 2026-11-21 à 19:30",
                "le 21/11/2026 19 h",
                "2026-11-21T19:30:00Z",
                "deux pizzas à 12,50 et 3 x 9.90",
                "au 75011 Paris, code 4821",
                "see you at seven tonight"
            })
    void whatATraceIsReadForStays(String words) {
        assertThat(Masking.text(words)).isEqualTo(words);
    }

    @Test
    void objectsAreMaskedThroughout() {
        Map<String, Object> arguments =
                Map.of("phone", "+33612345678", "nested", Map.of("list", List.of("a@b.fr", 4)), "number", 33612345678L);

        assertThat(Masking.value(arguments))
                .isEqualTo(Map.of(
                        "phone", "[number]", "nested", Map.of("list", List.of("[email]", 4)), "number", "[number]"));
    }
}
