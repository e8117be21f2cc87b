// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.toolexecutor.Demo;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What was dictated on the telephone is read back before it counts. */
@QuarkusTest
class ReadBackTest {
    private Salon salon;
    private String slot;

    @BeforeEach
    void aCall() {
        salon = new Salon();
        salon.context.put("channel", "voice");
        slot = salon.slots(2).getFirst();
    }

    private JsonPath book(Map<String, ?> contact) {
        Map<String, Object> arguments = new HashMap<>(Map.of("slot_id", slot, "user_name", "Jeanne Dupont"));
        arguments.putAll(contact);
        return salon.run("schedule_appointment", arguments);
    }

    @Test
    @DisplayName(
            "D35: a dictated number is refused with how to read it back, also when the model insists in the same turn")
    void number() {
        JsonPath refused = book(Map.of("user_phone_number", "06 98 76 54 32"));
        assertThat(refused.getString("result.reason")).as(refused.prettify()).isEqualTo("contact_unconfirmed");
        assertThat(refused.getString("result.read_back")).isEqualTo("06 98 76 54 32");
        assertThat(refused.getString("result.error")).contains("contact_confirmed", "prochain tour");
        assertThat(book(Map.of("user_phone_number", "06 98 76 54 32", "contact_confirmed", true))
                        .getString("result.reason"))
                .isEqualTo("contact_unconfirmed");
        salon.hears();
        assertThat(book(Map.of("user_phone_number", "0698765432")).getString("result.reason"))
                .isEqualTo("contact_unconfirmed");
        assertThat(salon.appointments(2)).isEmpty();

        JsonPath booked =
                book(Map.of("user_phone_number", "06 98 76 54 32", "contact_confirmed", true, "reason", "mariage"));
        assertThat(booked.getBoolean("result.success")).as(booked.prettify()).isTrue();
        assertThat(salon.appointments(2).getFirst())
                .containsEntry("customerPhone", "+33698765432")
                .containsEntry("reason", "mariage");
    }

    @Test
    @DisplayName("D35: an e-mail address is spelt, in the caller's language; a corrected one is checked anew")
    void email() {
        JsonPath refused = book(Map.of("user_email", "Jean-Luc@example.org", "language", "en"));
        assertThat(refused.getString("result.read_back")).isEqualTo("j, e, a, n, hyphen, l, u, c, at, example dot org");
        salon.hears();
        assertThat(book(Map.of("user_email", "jean.luc@example.org")).getString("result.read_back"))
                .isEqualTo("j, e, a, n, point, l, u, c, arobase, example point org");
        salon.hears();
        assertThat(book(Map.of("user_email", "jean.luc@example.org", "contact_confirmed", true))
                        .getBoolean("result.success"))
                .isTrue();
    }

    @Test
    @DisplayName(
            "D35: the caller's own line needs no check, nor what was typed, nor what was read back before the first attempt")
    void noCheck() {
        assertThat(book(Map.of()).getBoolean("result.success")).isTrue();
        salon.callFrom(Demo.CALLER);
        salon.context.put("channel", "whatsapp");
        slot = salon.slots(3).getFirst();
        assertThat(book(Map.of("user_email", "jeanne@example.org")).getBoolean("result.success"))
                .isTrue();
        salon.callFrom(Demo.CALLER);
        salon.context.put("channel", "voice");
        slot = salon.slots(4).getFirst();
        assertThat(book(Map.of("user_phone_number", "0698765432", "contact_confirmed", true))
                        .getBoolean("result.success"))
                .isTrue();
    }
}
