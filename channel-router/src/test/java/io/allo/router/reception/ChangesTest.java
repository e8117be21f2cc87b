// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.router.conversation.AgentEvent.KeyEntry;
import io.allo.router.conversation.Channel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** E.4's later flows, CANCEL_* and MODIFY_*, by the tools of D14, D15 and D16: an appointment is told, moved and cancelled. */
class ChangesTest {
    private static final String THURSDAY = "Coupe, jeudi 5 mars 2026 à 10 h 30";

    @Test
    @DisplayName(
            "D15, D18: the number finds it, nothing is cancelled before a yes, and only what the calendar says is told")
    void cancelledByWhatsApp() {
        Visitor person = Visitor.byWhatsApp().withThursday();

        assertThat(person.say("Bonjour, je veux annuler mon rendez-vous")).contains(THURSDAY, "Faut-il l'annuler");
        assertThat(person.stage()).isEqualTo("CANCEL_CONFIRM");
        assertThat(person.changes()).isEmpty();
        assertThat(person.say("oui")).isEqualTo("C'est fait, votre rendez-vous est annulé : " + THURSDAY + ".");

        assertThat(person.changes()).containsExactly("cancel b1");
        assertThat(person.stage()).isEqualTo("START");
        assertThat(person.say("je voudrais un rendez-vous")).contains("quel nom");
    }

    @Test
    @DisplayName("D14, D18: moved to a time that was chosen after the appointment was named")
    void movedByWhatsApp() {
        Visitor person = Visitor.byWhatsApp().withThursday();

        assertThat(person.say("Je dois déplacer mon rendez-vous")).contains(THURSDAY, "Quand préférez-vous");
        assertThat(person.say("vendredi"))
                .contains("1. vendredi 6 mars 2026, 11:00\n2. vendredi 6 mars 2026, 17:30")
                .doesNotContain("samedi");
        assertThat(person.say("2")).contains("déplacé : Coupe, vendredi 6 mars 2026, 17:30");

        assertThat(person.changes()).containsExactly("move b1 s6");
        assertThat(person.calls.get(1).arguments()).containsEntry("service", "Coupe");
    }

    @Test
    @DisplayName(
            "The reference once announced a cancellation that had not happened: any other answer than success is none")
    void nothingIsAnnouncedThatDidNotHappen() {
        for (Map<String, Object> answer : List.<Map<String, Object>>of(
                Map.of("error", "no reply"),
                Map.of("success", false, "error", "the appointment is no longer there"),
                Map.of("success", "true"),
                Map.of())) {
            Visitor person = Visitor.byWhatsApp().withThursday();
            person.results.put(Desk.CANCEL, answer);
            person.results.put(Desk.RESCHEDULE, answer);
            person.say("annuler mon rendez-vous");
            assertThat(person.say("oui")).contains("rien n'est changé").doesNotContain("C'est fait");
            person.memory = Map.of();
            person.say("déplacer mon rendez-vous à vendredi");
            assertThat(person.say("1")).contains("rien n'est changé").doesNotContain("C'est fait");
        }
    }

    @Test
    @DisplayName("D32: a slot taken meanwhile moves nothing; the next ones are offered and can be chosen")
    void aTakenSlotMovesNothing() {
        Visitor person = Visitor.byWhatsApp().withThursday();
        person.say("décaler mon rdv à vendredi");
        person.results.put(
                Desk.RESCHEDULE,
                Map.of(
                        "success",
                        false,
                        "reason",
                        "slot_taken",
                        "error",
                        "taken",
                        "slots",
                        List.of(Map.of()),
                        "text",
                        "n1 | vendredi 6 mars 2026 | 11:30 | Europe/Paris | dans 7 jours"));
        assertThat(person.say("1")).contains("n'est pas déplacé", "1. vendredi 6 mars 2026, 11:30");
        person.results.put(Desk.RESCHEDULE, Map.of("success", true));
        assertThat(person.say("1")).contains("11:30");
        assertThat(person.changes()).containsExactly("move b1 s5", "move b1 n1");
    }

    @Test
    @DisplayName(
            "D16, D17: several are listed; number, day, time or service choose; the first words may have chosen already")
    void severalAreChosenFrom() {
        for (String choice : List.of("2", "celui de samedi", "la couleur", "celui de 9 h", "le 14 mars")) {
            Visitor person = Visitor.byWhatsApp().withThursdayAndSaturday();
            assertThat(person.say("je veux annuler un rendez-vous")).contains("1. Coupe", "2. Couleur", "Lequel");
            assertThat(person.say(choice)).as(choice).contains("Couleur, samedi 14 mars");
            person.say("oui");
            assertThat(person.changes()).containsExactly("cancel b2");
        }
        Visitor person = Visitor.byWhatsApp().withThursdayAndSaturday();
        assertThat(person.say("annulez mon rendez-vous de samedi"))
                .contains("Couleur")
                .doesNotContain("Coupe");
    }

    @Test
    @DisplayName(
            "Without a verified number: name and reference; wrong ones are answered alike, the second miss hands over")
    void onTheWebTheReferenceIsAskedFor() {
        Visitor person = Visitor.onTheWeb().withThursday();
        assertThat(person.say("annuler mon rendez-vous")).contains("quel nom");
        assertThat(person.calls).as("nothing is looked up before").isEmpty();
        assertThat(person.say("Jeanne Martin")).contains("huit chiffres");
        assertThat(person.say("1234")).contains("huit chiffres");
        assertThat(person.say("0429 1755")).contains(THURSDAY);
        assertThat(person.calls.getFirst().arguments())
                .containsEntry("name", "Jeanne Martin")
                .containsEntry("reference", "04291755");
        assertThat(person.say("oui")).contains("annulé");

        Visitor stranger = Visitor.onTheWeb().withNone();
        stranger.say("déplacer mon rendez-vous");
        stranger.say("Jeanne Martin");
        assertThat(stranger.say("00000000")).contains("Je ne trouve pas");
        assertThat(stranger.stage()).isEqualTo("MODIFY_NO_RDV");
        assertThat(stranger.say("00000001")).contains("Je ne trouve pas", "rappelez-nous");
        assertThat(stranger.stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName(
            "A line without an appointment is asked for name and reference; the name that was asked for is not guessed")
    void anotherLine() {
        Visitor person = Visitor.calling().withNone();
        assertThat(person.say("Annulez mon rendez-vous")).contains("pour ce numéro", "quel nom");
        assertThat(person.stage()).isEqualTo("CANCEL_NAME");
        person.withThursday();
        assertThat(person.say("C'est au nom de Martin.")).contains("huit chiffres");
        assertThat(person.key("04291755")).contains(THURSDAY);
        assertThat(person.calls.getLast().arguments()).containsEntry("name", "Martin");
    }

    @Test
    @DisplayName("What was booked in this web conversation can be cancelled in it without the reference")
    void whatWasBookedHere() {
        Visitor person = Visitor.onTheWeb();
        for (String text : List.of("rendez-vous", "Jeanne", "une coupe", "mardi", "06 12 34 56 78")) {
            person.say(text);
        }
        assertThat(person.say("1")).contains("confirmé", "0429 1755");
        assertThat(person.say("merci")).as("E44").contains("déjà enregistré");
        assertThat(person.say("finalement je veux annuler")).contains("mardi 3 mars 2026, 09:30", "Faut-il l'annuler");
        assertThat(person.say("oui")).contains("annulé");
        assertThat(person.changes()).containsExactly("book s2", "cancel b0");
    }

    @Test
    @DisplayName("Without tools for changes a person is asked")
    void withoutTools() {
        Visitor person = Visitor.byWhatsApp();
        person.tools = List.of(Desk.ANSWER_FAQ, Desk.LIST_SLOTS, Desk.SCHEDULE, Desk.TRANSFER);
        assertThat(person.say("annuler mon rendez-vous")).contains("rappelez-nous");
        assertThat(person.stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("Books, moves and cancels by keys alone, where nobody can hear the caller")
    void byKeysAlone() {
        Visitor person = Visitor.calling();
        assertThat(person.greeted()).contains("1 pour prendre", "2 pour le déplacer", "3 pour l'annuler");
        assertThat(person.last.keyEntry()).isEqualTo(new KeyEntry(1, true));
        assertThat(person.key("1")).contains("Tapez 1, 2 ou 3");
        assertThat(person.key("4")).contains("mercredi", "vendredi").doesNotContain("lundi");
        assertThat(person.key("1")).contains("confirmé", "0 4 2 9, 1 7 5 5");
        assertThat(person.calls.getLast().arguments()).containsEntry("user_phone_number", Visitor.LINE);
        person.withThursday();
        assertThat(person.key("2")).contains(THURSDAY, "Tapez 1");
        assertThat(person.key("3")).contains("déplacé");
        assertThat(person.key("3")).contains(THURSDAY, "Tapez 1 pour l'annuler");
        assertThat(person.key("2")).contains("gardé");
        person.key("3");
        assertThat(person.key("1")).contains("annulé");
        assertThat(person.changes()).containsExactly("book s4", "move b1 s3", "cancel b1");
        assertThat(person.key("0")).contains("rappelez-nous");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Cancel my appointment please|Shall I cancel it|yes please|Done",
                "I can't make it on Thursday|move or to cancel|move it|When would you like",
                "I'd like to reschedule my appointment to Friday|1. Friday, March 6|1|moved: Coupe",
                "when is my appointment?|Coupe, Thursday, March 5, 2026 at 10:30 AM.|book an appointment please|Under which name"
            })
    @DisplayName("Each turn in the language in which it is written")
    void inEnglishToo(String first, String answer, String second, String end) {
        Visitor person = Visitor.byWhatsApp().withThursday();
        assertThat(person.say(first)).contains(answer);
        assertThat(person.say(second)).contains(end);
    }

    @Test
    @DisplayName("The language changes in the middle, and names do not change it")
    void theLanguageChangesInTheMiddle() {
        Visitor person = Visitor.byWhatsApp();
        assertThat(person.say("Bonjour, je voudrais un rendez-vous")).contains("quel nom");
        assertThat(person.say("Will Good")).contains("Quel est le motif");
        assertThat(person.say("a haircut for my son please")).contains("When would you like");
        assertThat(person.say("Tuesday morning")).contains("e-mail address");
        assertThat(person.say("06 12 34 56 78")).contains("1. Tuesday, March 3, 2026, 09:30", "Answer 1, 2 or 3");
        assertThat(person.say("1")).contains("It is confirmed, Will Good");
        Visitor frenchOnly = Visitor.byWhatsApp();
        frenchOnly.languages = List.of("fr");
        assertThat(frenchOnly.say("Cancel my appointment please")).as("E39").contains("que français");
    }

    @Test
    @DisplayName(
            "E18: the same dialogue on four channels has the same replies, but for how keys and words are asked for")
    void theSameDialogueOnEveryChannel() {
        List<String> wishes = List.of(
                "je voudrais déplacer mon rendez-vous",
                "vendredi",
                "1",
                "annuler mon rendez-vous",
                "non",
                "quand est mon rendez-vous ?");
        List<List<String>> told = Stream.of(Channel.WHATSAPP, Channel.SMS, Channel.WEB, Channel.VOICE)
                .map(channel -> {
                    Visitor person = new Visitor(channel, Visitor.LINE).withThursday();
                    return wishes.stream()
                            .map(person::say)
                            .map(ChangesTest::withoutManner)
                            .toList();
                })
                .distinct()
                .toList();
        assertThat(told).hasSize(1);
        assertThat(told.getFirst().get(2)).contains("déplacé");
    }

    /** Wording rules: what is typed, spoken or keyed is asked for in other words. */
    private static String withoutManner(String text) {
        return text.replaceAll("(Répondez|Dites)[^.]*\\.", "")
                .replace(", oui ou non ?", " ?")
                .strip();
    }

    @Test
    @DisplayName("E45: the last ten messages are kept, and what was said last is said again")
    void tenMessagesAreKept() {
        Visitor person = Visitor.byWhatsApp().withThursday();
        IntStream.range(0, 9).forEach(i -> {
            person.say("annuler mon rendez-vous");
            person.say("non");
        });
        assertThat(person.visit().history()).hasSize(10);
        assertThat(person.memory.get("history").toString()).contains("person", "desk");
        String question = person.say("annuler mon rendez-vous");
        assertThat(person.say("pardon ?")).isEqualTo(question);
        assertThat(person.stage()).isEqualTo("CANCEL_CONFIRM");
    }

    @Test
    @DisplayName("E46: the desk's own share of an answer is far below 3 s, tools left aside")
    void anAnswerTakesNoTime() {
        Visitor person = Visitor.byWhatsApp().withThursdayAndSaturday();
        person.greeted();
        for (String text : List.of(
                "bonjour", "rendez-vous", "a".repeat(500), "1 ".repeat(250), "d'".repeat(250), "mardi ".repeat(80))) {
            person.memory = Map.of();
            person.say(text);
            person.say("annulez mon rendez-vous, " + text);
        }
        assertThat(person.slowest).isLessThan(Duration.ofSeconds(3));
    }

    @Test
    @DisplayName(
            "E43: a message does not keep its own session alive, in these flows too; an ended visit begins anew then")
    void expiry() {
        Visitor person = Visitor.byWhatsApp().withThursday();
        person.say("annuler mon rendez-vous");
        person.now = person.now.plus(Duration.ofMinutes(15)).plusSeconds(1);
        assertThat(person.say("oui")).contains("expiré");
        assertThat(person.changes()).isEmpty();
        person.say("Va te faire, connard !");
        assertThat(person.say("annuler mon rendez-vous")).contains("transmise");
        person.now = person.now.plus(Duration.ofMinutes(16));
        assertThat(person.say("annuler mon rendez-vous")).contains(THURSDAY);
    }
}
