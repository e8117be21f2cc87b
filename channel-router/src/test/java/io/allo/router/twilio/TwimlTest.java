// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TwimlTest {

    @Test
    void answersWithOneMessage() {
        assertThat(Twiml.messages(List.of("Bonjour")))
                .isEqualTo("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response><Message>Bonjour</Message></Response>");
    }

    @Test
    void escapesWhatXmlReserves() {
        assertThat(Twiml.messages(List.of("<b> & \"l'été\" ]]>")))
                .contains("<Message>&lt;b&gt; &amp; &quot;l&apos;été&quot; ]]&gt;</Message>");
    }

    @Test
    void leavesOutWhatXmlCannotCarry() {
        assertThat(Twiml.messages(List.of("a\u0000\u001bb\ud83c🍕\ufffe\nc"))).contains("<Message>ab🍕\nc</Message>");
    }

    @Test
    void saysNothingWithAnEmptyResponse() {
        assertThat(Twiml.messages(List.of())).isEqualTo(Twiml.EMPTY).endsWith("<Response/>");
    }
}
