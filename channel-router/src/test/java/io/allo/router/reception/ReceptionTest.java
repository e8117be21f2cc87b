// SPDX-License-Identifier: Apache-2.0
package io.allo.router.reception;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.ChatModel.Event;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.UserTurn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reception profile, rows E37 to E44, E47 and E48: a person writes or calls, a business answers by scripted tools. */
class ReceptionTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final String SLOTS = """
            s1 | lundi 2 mars 2026 | 14:00 | Europe/Paris | dans 3 jours
            s2 | mardi 3 mars 2026 | 09:30 | Europe/Paris | dans 4 jours
            s3 | mardi 3 mars 2026 | 16:00 | Europe/Paris | dans 4 jours
            s4 | mercredi 4 mars 2026 | 10:00 | Europe/Paris | dans 5 jours
            s5 | jeudi 5 mars 2026 | 11:00 | Europe/Paris | dans 6 jours""";

    private final ChatModel model = new ReceptionModel();
    private final Map<String, Map<String, Object>> results = new LinkedHashMap<>();
    private final List<Event.ToolCall> calls = new ArrayList<>();
    private List<String> languages = List.of("fr");
    private Channel channel = Channel.WEB;
    private Instant now = Instant.parse("2026-02-27T10:00:00Z");
    private Map<String, Object> memory = Map.of();
    private @Nullable Map<String, Object> withService;
    private List<String> tools = List.of(Desk.ANSWER_FAQ, Desk.LIST_SLOTS, Desk.SCHEDULE, Desk.TRANSFER);

    ReceptionTest() {
        results.put(Desk.ANSWER_FAQ, Map.of("success", true, "answer", "unknown"));
        results.put(Desk.LIST_SLOTS, Map.of("success", true, "slots", List.of(Map.of(), Map.of()), "text", SLOTS));
        results.put(Desk.SCHEDULE, Map.of("success", true));
        results.put(Desk.TRANSFER, Map.of("success", false, "message", "not here"));
    }

    /** What the person reads or hears of one message, tools run. */
    private String say(String text) {
        var said = new StringBuilder();
        Message last = new Message.User(UserTurn.Input.TEXT, text);
        for (int round = 0; round < 5; round++) {
            Event.@Nullable ToolCall call = null;
            for (Event event : answer(last)) {
                switch (event) {
                    case Event.Text words -> said.append(words.delta());
                    case Event.ToolCall asked -> call = asked;
                    case Event.Used used -> throw new AssertionError("it costs nothing: " + used);
                    case Event.Done done -> memory = done.memory();
                }
            }
            if (call == null) {
                return said.toString().strip();
            }
            calls.add(call);
            last = new Message.ToolResult(call.id(), call.tool(), result(call));
        }
        throw new AssertionError("no end: " + calls);
    }

    private Map<String, Object> result(Event.ToolCall call) {
        return withService != null && call.arguments().containsKey("service") ? withService : results.get(call.tool());
    }

    private List<Event> answer(Message last) {
        SessionConfig session = SessionConfig.of(
                "",
                tools.stream()
                        .map(name -> new ToolDefinition("function", name, "", Map.of()))
                        .toList());
        var request = new ChatModel.Request(languages, channel, session, Map.of(), List.of(last), memory, now, null);
        return model.respond(request).collect().asList().await().atMost(LIMIT);
    }

    private String stage() {
        return String.valueOf(memory.get("stage"));
    }

    private String upToSlots(String wish, String contact) {
        say("Je voudrais un rendez-vous");
        say("Jeanne Martin");
        say("Une première consultation");
        say(wish);
        return say(contact);
    }

    @Test
    @DisplayName("E37: an answer of 0.80 or more is given with its source")
    void aMatchIsAnsweredWithItsSource() {
        results.put(
                Desk.ANSWER_FAQ,
                Map.of("success", true, "answer", "De 9 h à 19 h.", "source", "Horaires (faq)", "confidence", 0.8));

        assertThat(say("Quels sont vos horaires ?")).isEqualTo("De 9 h à 19 h.\n\nSource : Horaires (faq)");
        assertThat(stage()).isEqualTo("FAQ_ANSWERED");

        results.put(Desk.ANSWER_FAQ, Map.of("success", true, "answer", "De 9 h à 19 h.", "confidence", 0.79));
        assertThat(say("Quels sont vos horaires ?")).contains("pas trouvé");
    }

    @Test
    @DisplayName("E38: the second miss hands over; an answer between them begins the count anew")
    void twoMissesHandOver() {
        assertThat(say("Vendez-vous des tracteurs ?")).contains("pas trouvé");
        results.put(Desk.ANSWER_FAQ, Map.of("success", true, "answer", "Oui.", "confidence", 1));
        say("Êtes-vous ouverts ?");
        results.put(Desk.ANSWER_FAQ, Map.of("success", true, "answer", "unknown"));
        assertThat(say("Et des avions ?")).contains("pas trouvé");
        results.put(Desk.TRANSFER, Map.of("success", true));

        assertThat(say("Et des bateaux ?")).isEmpty();

        assertThat(stage()).isEqualTo("TRANSFERRED");
        assertThat(calls.getLast().tool()).isEqualTo(Desk.TRANSFER);
    }

    @Test
    @DisplayName("E39: empty, too long, English and abusive messages")
    void fourGuards() {
        assertThat(say("  ")).contains("pas reçu");
        assertThat(say("a".repeat(501))).contains("500");
        assertThat(say("Hello, I would like an appointment")).contains("français");
        assertThat(say("Bonjour, avez-vous une table or not"))
                .as("some English is no English")
                .doesNotContain("français");
        assertThat(calls).extracting(Event.ToolCall::tool).containsExactly(Desk.ANSWER_FAQ);

        assertThat(say("Va te faire, connard !")).as("without a word").isEmpty();
        assertThat(stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("E39: English is refused only where the agent speaks nothing but French")
    void anAgentOfTwoLanguagesAnswersEnglish() {
        languages = List.of("en", "fr");

        assertThat(say("Hello, I would like an appointment")).isEqualTo("With pleasure. Under which name, please?");
    }

    @Test
    @DisplayName("E40, E44: four questions in order, three slots, a choice, confirmation, and the end")
    void aWholeBooking() {
        assertThat(say("Bonjour, je voudrais prendre rendez-vous")).contains("quel nom");
        assertThat(say("Jeanne Martin")).contains("Jeanne Martin", "motif");
        assertThat(say("Une première consultation")).contains("Quand");
        assertThat(say("plutôt mercredi ou jeudi matin")).contains("e-mail");
        assertThat(calls).isEmpty();

        assertThat(say("06 12 34 56 78"))
                .contains("1. mercredi 4 mars 2026, 10:00\n2. jeudi 5 mars 2026, 11:00")
                .doesNotContain("lundi", "mardi");
        assertThat(say("oui 2")).contains("confirmé", "Jeanne Martin", "jeudi 5 mars 2026, 11:00");

        assertThat(calls.getLast().tool()).isEqualTo(Desk.SCHEDULE);
        assertThat(calls.getLast().arguments())
                .containsEntry("slot_id", "s5")
                .containsEntry("user_name", "Jeanne Martin")
                .containsEntry("user_phone_number", "+33612345678")
                .doesNotContainKey("user_email");
        assertThat(say("Et quels sont vos horaires ?")).contains("déjà enregistré");
        assertThat(stage()).isEqualTo("CONFIRMED");
    }

    @ParameterizedTest
    @CsvSource({
        "mardi matin,s2",
        "mardi,s2 s3",
        "l'après-midi,s1 s3",
        "vers 16 h,s3",
        "n'importe quand,s1 s2 s3",
        "dimanche,s1 s2 s3"
    })
    @DisplayName("E40: the wished time chooses the slots; where none suits the next are offered")
    void theWishChoosesTheSlots(String wish, String offered) {
        upToSlots(wish, "jeanne@example.fr");

        assertThat(Visit.of(memory).offers()).extracting(Visit.Offer::id).containsExactly(offered.split(" "));
    }

    @Test
    @DisplayName("E41: a slot that was just taken is not confirmed")
    void aTakenSlotIsNotConfirmed() {
        upToSlots("mardi", "jeanne@example.fr");
        results.put(Desk.SCHEDULE, Map.of("success", false, "reason", "slot_taken", "error", "taken"));

        assertThat(say("1")).contains("vient d'être pris", "rappelez-nous").doesNotContain("confirmé");
        assertThat(stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("E42: an invalid choice is asked again once, then handed over")
    void anInvalidChoiceIsAskedAgainOnce() {
        upToSlots("mardi", "jeanne@example.fr");

        assertThat(say("celui du soir")).contains("1, 2 ou 3");
        assertThat(stage()).isEqualTo("WAIT_CONFIRM");
        assertThat(say("3")).as("only two were offered").contains("rappelez-nous");
        assertThat(stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("E43: after 15 minutes the visit begins anew")
    void aVisitExpires() {
        say("Je voudrais un rendez-vous");
        now = now.plus(Duration.ofMinutes(15));
        assertThat(say("Jeanne")).as("15 minutes are not over 15").contains("motif");
        now = now.plus(Duration.ofMinutes(15)).plusSeconds(1);

        assertThat(say("Une consultation")).contains("expiré");
        assertThat(stage()).isEqualTo("START");
        assertThat(say("rendez-vous")).contains("quel nom");
    }

    @Test
    void answersThatAreNoneAreHelpedOnceOrHandedOver() {
        say("rendez-vous");
        assertThat(say("je veux un rendez-vous")).contains("quel est votre nom");
        say("Jo");
        assertThat(say("un rendez-vous")).contains("En quelques mots");
        assertThat(say("rien")).contains("rappelez-nous");

        memory = Map.of();
        say("rendez-vous");
        assertThat(say("J")).contains("rappelez-nous");

        memory = Map.of();
        assertThat(upToSlots("demain", "plus tard"))
                .as("typed contacts are not asked again")
                .contains("rappelez-nous");
    }

    @Test
    @DisplayName("E47: a dictated e-mail is decoded and asked again once")
    void aDictatedEmailIsDecoded() {
        channel = Channel.VOICE;
        assertThat(upToSlots("mardi", "euh c'est mon adresse")).contains("Répétez");
        assertThat(say("c'est jeanne point martin arobase exemple point fr")).contains("un, deux ou trois");
        assertThat(Visit.of(memory).contact()).isEqualTo("jeanne.martin@exemple.fr");
    }

    @Test
    @DisplayName(
            "D35, E47: a dictated contact is read back when the calendar wants it; yes books, another one is checked anew")
    void aDictatedContactIsReadBack() {
        channel = Channel.VOICE;
        results.put(Desk.SCHEDULE, Map.of("reason", "contact_unconfirmed", "read_back", "06", "success", false));
        upToSlots("mardi", "0612345678");
        assertThat(say("deux")).isEqualTo("J'ai noté : 06. Est-ce exact ?");
        assertThat(say("non c'est le 06 12 34 56 79")).contains("Est-ce exact ?");
        assertThat(calls.getLast().arguments()).containsEntry("user_phone_number", "+33612345679");
        results.put(Desk.SCHEDULE, Map.of("success", true));
        assertThat(say("oui c'est ça")).contains("confirmé");
        assertThat(calls.getLast().arguments()).containsEntry("contact_confirmed", true);
    }

    @ParameterizedTest
    @CsvSource({
        "0612345678,+33612345678",
        "+33 7 12 34 56 78,+33712345678",
        "06.12.34.56.78,+33612345678",
        "Jeanne@Example.FR,jeanne@example.fr",
        "mon mail : a.b+c@x-y.co.uk merci,a.b+c@x-y.co.uk"
    })
    void contactsAreRead(String text, String contact) {
        upToSlots("mardi", text);

        assertThat(Visit.of(memory).contact()).isEqualTo(contact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"01 23 45 67 89", "0812345678", "jeanne@", "@example.fr", "06 12 34 56"})
    void whatIsNoContactIsNotTaken(String text) {
        upToSlots("mardi", text);

        assertThat(stage()).isEqualTo("TRANSFERRED");
    }

    @Test
    @DisplayName("E48: numbers in words count on the telephone, and only there")
    void spokenNumbersCountOnTheTelephone() {
        for (String words : List.of("le deuxième", "oui le numéro deux", "la seconde", "deux", "2")) {
            channel = Channel.VOICE;
            memory = Map.of();
            upToSlots("n'importe", "0612345678");
            assertThat(say(words)).as(words).contains("confirmé");
        }
        channel = Channel.WHATSAPP;
        memory = Map.of();
        upToSlots("n'importe", "0612345678");
        assertThat(say("le deuxième")).contains("1, 2 ou 3");
        assertThat(say("oui 2")).contains("confirmé");
    }

    @Test
    @DisplayName("E18: the same dialogue on every channel")
    void theSameDialogueOnTextChannels() {
        List<String> told = Stream.of(Channel.WEB, Channel.WHATSAPP, Channel.SMS)
                .map(one -> {
                    channel = one;
                    memory = Map.of();
                    return upToSlots("mardi", "a@b.fr") + say("1");
                })
                .distinct()
                .toList();

        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"une coupe s'il vous plaît, true", "une première visite, false"})
    void aCalendarOfSeveralServicesIsToldWhichOne(String motif, boolean named) {
        results.put(
                Desk.LIST_SLOTS,
                Map.of(
                        "success",
                        false,
                        "error",
                        "service is missing (expected: one of coupe, brushing, couleur; ask which)"));
        say("rendez-vous");
        say("Jeanne");
        say(motif);
        say("mardi");
        if (named) {
            answerTheSecondTime();
        }
        String answer = say("a@b.fr");
        if (!named) {
            assertThat(answer).isEqualTo("Pour quelle prestation : coupe, brushing, couleur ?");
            assertThat(say("je ne sais pas")).contains("Pour quelle prestation");
            answerAtOnce();
            answer = say("la coupe");
        }

        assertThat(answer).contains("1. mardi 3 mars 2026, 09:30");
        assertThat(calls.getLast().arguments()).containsEntry("service", "coupe");
    }

    private void answerAtOnce() {
        results.put(Desk.LIST_SLOTS, Map.of("success", true, "slots", List.of(Map.of()), "text", SLOTS));
    }

    private void answerTheSecondTime() {
        withService = Map.of("success", true, "slots", List.of(Map.of()), "text", SLOTS);
    }

    @Test
    void aCalendarThatDoesNotAnswerConfirmsNothing() {
        results.put(Desk.LIST_SLOTS, Map.of("success", false, "error", "no reply"));
        assertThat(upToSlots("mardi", "a@b.fr")).contains("agenda ne répond pas", "rien n'est réservé");

        memory = Map.of();
        results.put(
                Desk.LIST_SLOTS,
                Map.of("success", true, "slots", List.of(), "text", "Aucun créneau libre avant jeudi."));
        assertThat(upToSlots("mardi", "a@b.fr")).contains("Aucun créneau n'est libre");
    }

    @Test
    void withoutCalendarItOnlyAnswersQuestions() {
        tools = List.of(Desk.ANSWER_FAQ);

        assertThat(say("Je voudrais un rendez-vous")).contains("pas trouvé");
        assertThat(say("Je voudrais un rendez-vous")).contains("rappelez-nous");
    }
}
