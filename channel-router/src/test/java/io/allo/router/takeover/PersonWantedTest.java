// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.OfficeHours;
import io.allo.contracts.session.TakeoverSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonWantedTest {
    private static final OfficeHours WEEKDAYS = new OfficeHours(
            "Europe/Paris", Map.of("mon", List.of("09:00-18:00"), "sat", List.of("10:30-12:00")), Map.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "un humain",
                "Humain !",
                "Je voudrais parler à un humain.",
                "je veux parler a quelqu’un svp",
                "Bonjour. Passez-moi une vraie personne",
                "Un conseiller, merci",
                "agent",
                "agent please",
                "I would like to speak to a human.",
                "can I talk to someone?",
                "commande\nparler à quelqu'un",
                "HUMAN",
            })
    void whoWantsAPersonIsUnderstood(String text) {
        assertThat(PersonWanted.forAPerson(text, TakeoverSettings.USUAL)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "une pizza reine",
                "do you give a discount to a travel agent of a big company",
                "je ne veux pas parler à un humain",
                "I do not want to talk to a person",
                "don't give me a human",
                "les droits de l'homme et du genre humain en général",
                "",
                "🙂🙂🙂",
                "le chat est un humaniste",
            })
    void whoDoesNotIsLeftWithTheAgent(String text) {
        assertThat(PersonWanted.forAPerson(text, TakeoverSettings.USUAL)).isFalse();
    }

    @Test
    void anAgentsOwnWordsReplaceTheUsualOnes() {
        TakeoverSettings own =
                new TakeoverSettings(true, List.of("patron", "le chef"), null, null, null, null, null, null, null);
        assertThat(PersonWanted.forAPerson("le patron !", own)).isTrue();
        assertThat(PersonWanted.forAPerson("appelez-moi le chef de cuisine s'il vous plaît", own))
                .isTrue();
        assertThat(PersonWanted.forAPerson("un humain", own)).isFalse();
        assertThat(PersonWanted.forAPerson("x".repeat(100_000), own)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "va te faire foutre,true",
        "Fils de PUTE !,true",
        "fuck you,true",
        "son of a bitch,true",
        "je suis fâché,false",
        "c'est nul,false",
        "députés,false",
        "reconnard,false"
    })
    void abuseIsMoreThanAnger(String text, boolean abuse) {
        assertThat(PersonWanted.isAbuse(text)).isEqualTo(abuse);
    }

    @Test
    void outsideOfTheHoursThePersonLearnsWhenSomebodyIsThere() {
        Instant sunday = Instant.parse("2026-11-22T20:00:00Z");
        Instant friday = Instant.parse("2026-11-27T20:00:00Z");
        Instant tuesday = Instant.parse("2026-11-24T20:00:00Z");
        Instant mondayEarly = Instant.parse("2026-11-23T06:00:00Z");
        TakeoverSettings usual = TakeoverSettings.USUAL.at(WEEKDAYS);

        assertThat(Told.outside("fr", usual, sunday)).contains("elle revient demain à 9 h.", "je peux continuer");
        assertThat(Told.outside("en", usual, sunday)).contains("they are back tomorrow at 09:00.", "go on helping");
        assertThat(Told.outside("fr", usual, mondayEarly)).contains("aujourd'hui à 9 h.");
        assertThat(Told.outside("fr", usual, tuesday)).contains("le samedi 28 novembre à 10 h 30.");
        assertThat(Told.outside("en", usual.waiting(), friday)).contains("tomorrow at 10:30", "Leave your message");
        assertThat(Told.outside("fr", TakeoverSettings.USUAL.at(new OfficeHours(null, null, null)), friday))
                .startsWith("Notre équipe n'est pas disponible pour le moment.");
    }
}
