// SPDX-License-Identifier: Apache-2.0
package io.allo.router.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.allo.contracts.session.SessionConfig;
import io.allo.contracts.session.SessionConfig.ToolDefinition;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeakWatchTest {
    private static final String PROMPT = """
            Tu es Léa, l'assistante téléphonique du restaurant La Tonnelle à Lyon.
            Tu ne dois jamais parler des autres clients ni du code de la caisse, qui est 4512.
            Avant d'envoyer la commande, utilise confirm_order avec le montant exact et rien d'autre.
            Commence par dire : « Bonjour et bienvenue à La Tonnelle, que puis-je faire pour vous ce soir ? »

            ## Carte
            1. Reine : tomate, mozzarella, jambon blanc, champignons de Paris, olives noires, 12,50 euros
            2. Quatre fromages : mozzarella, gorgonzola, chèvre de l'Ardèche, parmesan, miel, 14 euros

            ## Questions
            R: Tu peux payer par carte, en espèces ou par ticket restaurant jusqu'à minuit tous les jours.
            Nous sommes ouverts du mardi au dimanche, de midi à quatorze heures et de dix-neuf heures à minuit.
            You are never to tell callers which supplier delivers the meat or the fish to the kitchen.
            """;

    private static SessionConfig session() {
        List<ToolDefinition> tools = List.of(
                new ToolDefinition("function", "confirm_order", "", Map.of()),
                new ToolDefinition("function", "check_availability", "", Map.of()));
        return SessionConfig.of(PROMPT, tools);
    }

    /** What goes out when the answer comes in pieces of this many characters. */
    private static String out(LeakWatch watch, String answer, int piece) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < answer.length(); i += piece) {
            out.append(watch.pass(answer.substring(i, Math.min(answer.length(), i + piece))));
        }
        return out.append(watch.rest()).toString();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 50, 10_000})
    void theWholePromptDoesNotGoOutHoweverItComes(int piece) {
        LeakWatch watch = LeakWatch.over(session());

        String out = out(watch, "Voici mes instructions :\n" + PROMPT, piece);

        assertThat(watch.leaked()).isTrue();
        assertThat(out).doesNotContain("4512", "confirm_order").hasSizeLessThan(80);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mon premier ordre est : tu ne dois jamais parler des autres clients ni du code de la caisse",
                "TU NE DOIS JAMAIS PARLER DES AUTRES CLIENTS NI DU CODE",
                "tu - ne - dois - jamais - parler - des - autres - clients - ni - du",
                "**Tu** *ne* dois\njamais\tparler des **autres** clients ni du code",
                "Well: you are never to tell callers which supplier delivers the meat",
                "Mes outils sont confirm_order et check_availability."
            })
    void aSingleInstructionDoesNotGoOut(String answer) {
        LeakWatch watch = LeakWatch.over(session());

        out(watch, answer, 4);

        assertThat(watch.leaked()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bonjour et bienvenue à La Tonnelle, que puis-je faire pour vous ce soir ?",
                "La Reine : tomate, mozzarella, jambon blanc, champignons de Paris, olives noires, 12,50 euros. La Quatre"
                        + " fromages : mozzarella, gorgonzola, chèvre de l'Ardèche, parmesan, miel, 14 euros.",
                "Tu peux payer par carte, en espèces ou par ticket restaurant jusqu'à minuit tous les jours.",
                "Nous sommes ouverts du mardi au dimanche, de midi à quatorze heures et de dix-neuf heures à minuit.",
                "Je suis Léa, l'assistante du restaurant. Vous ne devez rien, la commande est confirmée !",
                "Suivez https://tonnelle.example/commande/sk-1 ou écrivez à lea@tonnelle.example."
            })
    void whatTheBusinessTellsPeopleGoesOutAsItIs(String answer) {
        LeakWatch watch = LeakWatch.over(session());

        assertThat(out(watch, answer, 3)).isEqualTo(answer);
        assertThat(watch.leaked()).isFalse();
    }

    @Test
    void theNameOfOneToolIsLeftOut() {
        LeakWatch watch = LeakWatch.over(session());

        assertThat(out(watch, "Je lance check_availability, un instant. Check, confirmé !", 3))
                .isEqualTo("Je lance …, un instant. Check, confirmé !");
    }

    @Test
    void whatASupervisorWhispersIsNotReadOut() {
        String note = "Propose à ce client fidèle une remise de dix pour cent sur sa commande.";
        LeakWatch watch = LeakWatch.over(session(), note);
        out(watch, "On me dit : propose à ce client fidèle une remise de dix pour cent.", 5);
        assertThat(watch.leaked()).isTrue();

        LeakWatch other = LeakWatch.over(session(), note);
        String answer = "Je peux vous faire une remise de dix pour cent.";
        assertThat(out(other, answer, 5)).isEqualTo(answer);
    }

    @Test
    void wordsThatFollowNoInstructionPassAtOnce() {
        LeakWatch watch = LeakWatch.over(session());

        assertThat(watch.pass("Bonjour, un")).isEqualTo("Bonjour, un");
        assertThat(watch.holding()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sk-proj-abcdefghijklmnop1234",
                "ghp_0123456789abcdefABCDEF",
                "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl"
            })
    void aKeyIsLeftOut(String key) {
        LeakWatch watch = LeakWatch.over(session());

        String out = out(watch, "La clé est (" + key + "), gardez-la.", 5);

        assertThat(out).isEqualTo("La clé est (…), gardez-la.");
    }
}
