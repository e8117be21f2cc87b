// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.appointment;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** D16: where no number tells whose an appointment is, its reference does, together with what the booking knows of the person. */
@QuarkusTest
class AppointmentReferenceTest {
    private Salon salon;
    private String reference;

    @BeforeEach
    void aBooking() {
        salon = new Salon();
        reference = salon.book(salon.slots(3).get(2)).getString("result.reference");
        salon.callFrom("+33699999999");
        salon.context.remove("caller_phone");
    }

    @Test
    @DisplayName("The name, the number or the address of the booking fit; as dictated or as written")
    void whoBookedFindsIt() {
        assertThat(reference).matches("[0-9]{4} [0-9]{4}");
        for (String whose : new String[] {"Jeanne Dupont", "mme dupont", "06 12 34 56 78", "Jeanne@Example.org"}) {
            assertThat(find(whose, reference).getList("result.appointments"))
                    .as(whose)
                    .hasSize(1);
        }
        assertThat(find("Dupont", reference.replace(" ", "")).getBoolean("result.found"))
                .isTrue();
    }

    @Test
    @DisplayName("Another's name, another's reference and none at all are answered in the same words")
    void nothingIsRevealed() {
        String another = (reference.charAt(0) == '0' ? "1" : "0") + reference.substring(1);
        JsonPath wrongName = find("Durand", reference);
        JsonPath wrongReference = find("Jeanne Dupont", another);
        assertThat(wrongName.getMap("result"))
                .isEqualTo(wrongReference.getMap("result"))
                .containsEntry("found", false);
        for (String none : new String[] {"99999999", "1234", "' or 1=1", "0", reference + "0"}) {
            assertThat(find("Jeanne Dupont", none).getBoolean("result.found"))
                    .as(none)
                    .isFalse();
        }
        assertThat(find(" ", reference).getBoolean("result.found")).isFalse();
    }

    @Test
    @DisplayName("It is moved and cancelled with it from the next turn on, and then found no more")
    void itIsChanged() {
        String booking = find("Dupont", reference).getString("result.appointments[0].booking_id");
        salon.hears();
        JsonPath moved = salon.run(
                "reschedule_appointment",
                Map.of("booking_id", booking, "slot_id", salon.slots(4).getFirst()));
        assertThat(moved.getString("result.reference")).as("a move keeps it").isEqualTo(reference);
        salon.hears();
        assertThat(salon.run("cancel_appointment", Map.of("booking_id", booking))
                        .getBoolean("result.success"))
                .isTrue();
        assertThat(find("Dupont", reference).getBoolean("result.found")).isFalse();
    }

    @Test
    @DisplayName("The smallest and the greatest id of a reference have it, their neighbours do not")
    void theKeyRange() {
        Reference some = Reference.of(UUID.randomUUID());
        assertThat(Reference.of(some.first())).isEqualTo(some);
        assertThat(Reference.of(some.last())).isEqualTo(some);
        assertThat(Reference.read(some.spaced())).contains(some);
        assertThat(Reference.of(new UUID(some.last().getMostSignificantBits() + 1, 0)))
                .isNotEqualTo(some);
        assertThat(Reference.of(new UUID(-1, -1)).spaced()).isEqualTo("6710 8863");
    }

    private JsonPath find(String whose, String asked) {
        return salon.run("find_appointments", Map.of("name", whose, "reference", asked));
    }
}
