// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reception writes to its caller where words do not get through, if its agent has the tools for it; E47. */
class ReceptionReachTest {
    private static final List<String> TOOLS = Stream.concat(
                    Visitor.ALL_TOOLS.stream(), Stream.of(Writing.SEND_LINK, Writing.ASK))
            .toList();

    private static Visitor caller() {
        Visitor caller = Visitor.calling();
        caller.tools = TOOLS;
        caller.links = List.of("https://salon.example.com/");
        caller.results.put(Writing.ASK, Map.of("success", true, "status", "asked", "channel", "whatsapp"));
        caller.results.put(Writing.SEND_LINK, Map.of("success", true, "status", "sent", "channel", "sms"));
        caller.greeted();
        return caller;
    }

    private static Visitor atTheContact(Visitor caller) {
        caller.say("je voudrais un rendez-vous");
        caller.say("Jeanne Dupont");
        caller.say("une coupe");
        caller.say("mardi matin");
        return caller;
    }

    private static long asked(Visitor caller) {
        return caller.calls.stream()
                .filter(call -> call.tool().equals(Writing.ASK))
                .count();
    }

    @Test
    @DisplayName(
            "an e-mail address that is not understood twice is asked for in writing, and what is written is used; E47")
    void twiceNotUnderstood() {
        Visitor caller = atTheContact(caller());

        assertThat(caller.say("jeanne dupont chez chose")).contains("Je n'ai pas compris ce contact");
        assertThat(asked(caller)).isZero();
        assertThat(caller.say("chez chose point machin")).contains("écrivez-y votre adresse e-mail");
        assertThat(caller.calls.getLast().arguments()).containsEntry("what", "email");
        assertThat(caller.say("d'accord, un instant")).contains("J'attends votre message");

        assertThat(caller.say("[WhatsApp] jeanne.dupont@example.org")).contains("Voici les créneaux");
        assertThat(caller.visit().contact()).isEqualTo("jeanne.dupont@example.org");
        assertThat(asked(caller)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"je peux vous l'écrire ?", "je vous l'envoie par SMS", "sur WhatsApp c'est possible ?"})
    @DisplayName("who wants to write may do so at once")
    void askedFor(String words) {
        Visitor caller = atTheContact(caller());

        assertThat(caller.say(words)).contains("écrivez-y votre adresse e-mail");
    }

    @Test
    @DisplayName("without the tool, or where the caller cannot be written to, a person takes over as before")
    void without() {
        Visitor plain = Visitor.calling();
        plain.greeted();
        atTheContact(plain);
        plain.say("jeanne dupont chez chose");
        plain.say("chez chose point machin");
        assertThat(asked(plain)).isZero();
        assertThat(plain.stage()).isEqualTo("TRANSFERRED");

        Visitor unreachable = caller();
        unreachable.results.put(Writing.ASK, Map.of("success", false, "error", "this caller cannot be written to"));
        atTheContact(unreachable);
        unreachable.say("jeanne dupont chez chose");
        unreachable.say("chez chose point machin");
        assertThat(unreachable.stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("nobody is kept waiting for a message that does not come")
    void itDoesNotCome() {
        Visitor caller = atTheContact(caller());
        caller.say("je peux vous l'écrire ?");

        for (int i = 0; i < 4; i++) {
            assertThat(caller.say("attendez")).contains("J'attends");
        }
        caller.say("attendez encore");
        assertThat(caller.stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("a link is sent when it is asked for, and the course goes on where it was")
    void aLink() {
        Visitor caller = caller();
        assertThat(caller.say("vous pouvez m'envoyer le lien de votre site ?")).contains("C'est envoyé");
        assertThat(caller.calls.getLast().arguments()).containsEntry("url", "https://salon.example.com/");

        caller.say("je voudrais un rendez-vous");
        assertThat(caller.say("envoyez-moi le lien s'il vous plaît")).contains("C'est envoyé", "À quel nom");
        caller.say("Jeanne Dupont");
        assertThat(caller.visit().name()).isEqualTo("Jeanne Dupont");
    }

    @Test
    @DisplayName("in English too")
    void english() {
        Visitor caller = caller();

        assertThat(caller.say("could you send me the link to your website please"))
                .contains("It is sent");
    }

    @Test
    @DisplayName("who writes is not written to")
    void inWriting() {
        Visitor writer = Visitor.byWhatsApp();
        writer.tools = TOOLS;
        writer.links = List.of("https://salon.example.com/");

        writer.say("envoyez-moi le lien du site");

        assertThat(writer.calls).noneMatch(call -> call.tool().equals(Writing.SEND_LINK));
    }
}
