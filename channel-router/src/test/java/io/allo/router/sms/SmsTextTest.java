// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SmsTextTest {

    @Test
    void typographyBecomesPlainSoThatTheCheapAlphabetDoes() {
        assertThat(SmsText.parts("L’été « dès 20 h » – à bientôt…".replace("ô", "o"), 6))
                .containsExactly("L'été \"dès 20 h\" - à bientot...".replace("\"dès 20 h\"", "\" dès 20 h \""))
                .allMatch(SmsText::gsm);
    }

    @Test
    void noPartCostsMoreSegmentsThanAllowed() {
        List<String> gsm = SmsText.parts("mot ".repeat(600), 6);
        List<String> unicode = SmsText.parts("hôtel ".repeat(400), 6);

        assertThat(gsm).hasSizeGreaterThan(1).allMatch(part -> part.length() <= 6 * 153);
        assertThat(unicode).hasSizeGreaterThan(1).allMatch(part -> part.length() <= 6 * 67);
        assertThat(String.join(" ", unicode)).isEqualTo("hôtel ".repeat(400).strip());
    }
}
