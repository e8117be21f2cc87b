// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The four defects of the reference's dialogue (E.4) that this one must not have. */
class NotCopiedTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    @DisplayName("Defect a, E43: a message that comes too late does not refresh the session first")
    void sessionsExpire() {
        Visitor person = Visitor.byWhatsApp().withThursday();
        person.say("annuler mon rendez-vous");
        person.now = person.now.plus(Duration.ofMinutes(14));
        assertThat(person.say("euh")).contains("sans votre accord");
        person.now = person.now.plus(Duration.ofMinutes(14));
        assertThat(person.say("pardon ?"))
                .as("each message counts from the one before")
                .contains("sans votre accord");
        person.now = person.now.plus(Duration.ofMinutes(15)).plusSeconds(1);
        assertThat(person.say("oui")).contains("expiré");
        assertThat(person.changes()).isEmpty();
    }

    @Test
    @DisplayName("Defect b, E42: the first invalid answer is asked again, only the second hands over, in each flow")
    void oneRetry() {
        for (List<String> course : List.of(
                List.of("rendez-vous", "Jeanne", "une coupe", "mardi", "06 12 34 56 78"),
                List.of("déplacer mon rendez-vous à vendredi"),
                List.of("annuler mon rendez-vous"))) {
            Visitor person = Visitor.byWhatsApp().withThursday();
            course.forEach(person::say);
            String asked = person.stage();
            person.say("turlututu");
            assertThat(person.stage()).isEqualTo(asked);
            person.say("turlututu");
            assertThat(person.stage()).isEqualTo("TRANSFERRED");
        }
    }

    @Test
    @DisplayName("Defect c, E40: the time that was wished filters what is offered, of a booking and of a move")
    void theWishFilters() {
        Visitor person = Visitor.byWhatsApp().withThursday();
        for (String text : List.of("rendez-vous", "Jeanne", "une coupe", "vendredi après 17 h", "06 12 34 56 78")) {
            person.say(text);
        }
        assertThat(person.visit().offers()).extracting(Visit.Offer::id).containsExactly("s6");
        person.memory = Map.of();
        person.say("déplacer mon rendez-vous");
        person.say("mercredi matin");
        assertThat(person.visit().offers()).extracting(Visit.Offer::id).containsExactly("s4");
    }

    @Test
    @DisplayName("A state that another version left behind hands over, as E.4 has it")
    void anUnknownState() {
        Visitor person = Visitor.byWhatsApp().withThursday();
        person.memory = Map.of("stage", "SOMETHING_NEW", "misses", 0);
        assertThat(person.say("oui")).contains("rappelez-nous");
        assertThat(person.stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("Defect d, E49: the state is JSON in the store; each message may be answered by another replica")
    void theStateIsNobodysMemory() throws Exception {
        Visitor person = Visitor.byWhatsApp().withThursday();
        String last = "";
        for (String text :
                List.of("déplacer mon rendez-vous", "vendredi", "d'autres horaires ?", "non, plutôt mardi", "1")) {
            Visitor replica = Visitor.byWhatsApp().withThursday();
            replica.memory = JSON.readValue(JSON.writeValueAsString(person.memory), new TypeReference<>() {});
            last = replica.say(text);
            person = replica;
        }
        assertThat(last).contains("déplacé : Coupe, mardi 3 mars 2026, 09:30");
    }
}
