// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.e2e.stack.AlloApi;
import io.allo.e2e.stack.AlloStack;
import io.allo.e2e.stack.RunningAllo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Rows E1-E8, E34: one order by WhatsApp through the packaged services. */
@ExtendWith(AlloStack.class)
class WhatsAppOrderIT {
    private static final String PERSON = "+33612000010";

    @Test
    void anOrderInFrenchIsStoredOnceAlthoughTheLastMessageComesTwice(RunningAllo allo) {
        var api = new AlloApi(allo);
        assertThat(say(api, 1, "Bonjour, je voudrais commander")).contains("emporter");
        assertThat(say(api, 2, "à emporter")).contains("commander");
        assertThat(say(api, 3, "une margherita")).contains("Margherita");
        assertThat(say(api, 4, "c'est tout")).contains("prénom");
        assertThat(say(api, 5, "Jeanne")).contains("Total");

        String confirmed = say(api, 6, "oui");
        String repeated = say(api, 6, "oui");

        assertThat(confirmed).contains("confirmée");
        assertThat(repeated).as("the same MessageSid gets the same answer").isEqualTo(confirmed);
        assertThat(api.ordersOf(PERSON)).hasSize(1);
        assertThat(api.conversations("whatsapp").toString()).contains(PERSON);
    }

    private static String say(AlloApi api, int number, String text) {
        var answer = api.whatsApp("SM" + PERSON.substring(1) + number, PERSON, text);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(t -> assertThat(t).startsWith("application/xml"));
        return answer.body();
    }
}
