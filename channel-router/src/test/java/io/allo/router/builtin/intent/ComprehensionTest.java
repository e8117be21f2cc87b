// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.intent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComprehensionTest {
    private static final List<String> BOTH = List.of("fr", "en");

    @ParameterizedTest(name = "{1}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
            Bonjour                                     | GREETING
            bonjour, je voudrais commander              | ORDER
            je voudrais passer une comande              | ORDER
            je voudrais annuler ma commande             | CANCEL_ORDER
            où en est ma commande ?                     | ORDER_STATUS
            ma commande est prête ?                     | ORDER_STATUS
            quels sont vos horaires                     | OPENING_HOURS
            vous fermez à quelle heure ?                | OPENING_HOURS
            je voudrais laisser un message              | MESSAGE
            vous pouvez me rappeler ?                   | CALLBACK
            je veux parler à quelqu'un                  | HUMAN
            je veux un humain !                         | HUMAN
            réserver une table pour deux                | RESERVATION
            en livraison                                | DELIVERY
            je viens la chercher                        | PICKUP
            à emporter                                  | PICKUP
            c'est tout                                  | FINISH
            oui                                         | YES
            oui s'il vous plaît                         | YES
            d'accord                                    | YES
            non merci                                   | NO
            corriger                                    | CORRECT
            laissez tomber                              | ABORT
            merci beaucoup au revoir                    | GOODBYE
            in english please                           | SPEAK_ENGLISH
            I'd like to order                           | ORDER
            please cancel my order                      | CANCEL_ORDER
            I'd like to cancel my order                 | CANCEL_ORDER
            where is my order?                          | ORDER_STATUS
            when do you close                           | OPENING_HOURS
            can I speak to a human                      | HUMAN
            for delivery                                | DELIVERY
            I'll pick it up                             | PICKUP
            that's all                                  | FINISH
            yes please                                  | YES
            no thanks                                   | NO
            """)
    void findsTheIntentWhateverTheLanguageOfTheConversation(String text, Intent intent) {
        assertThat(Comprehension.understand(text, "fr", BOTH).top()).as(text).contains(intent);
        assertThat(Comprehension.understand(text, "en", BOTH).top()).as(text).contains(intent);
    }

    @ParameterizedTest
    @CsvSource({"oui mais sans oignons", "non plutôt oui", "yes but without onions", "oui ou non"})
    void consentIsNeverReadFromAMixedAnswer(String text) {
        assertThat(Comprehension.understand(text, "fr", BOTH).has(Intent.YES)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Hello,fr,en",
        "I would like a pizza,fr,en",
        "je voudrais une pizza,en,fr",
        "Bonjour,en,fr",
        "pizza margherita,fr,fr",
        "menu,fr,fr",
        "3,en,en",
        "ok,en,en"
    })
    void theLanguageChangesOnlyWhenItIsClear(String text, String current, String expected) {
        assertThat(Comprehension.languageOf(Words.of(text), current, BOTH)).isEqualTo(expected);
    }
}
