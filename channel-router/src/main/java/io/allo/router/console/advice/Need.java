// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.Locale;

/** What is not known yet, and how to ask for it. Priority 1 is critical, 3 can wait. */
public enum Need {
    PROBLEM_DESCRIPTION(
            1,
            "Pouvez-vous décrire le problème que vous rencontrez sur place ?",
            "Can you describe the problem that you see on the site?"),
    ERROR_DETAILS(
            1, "Quel message ou code d'erreur s'affiche exactement ?", "Which message or error code is shown exactly?"),
    SPECIFIC_DETAILS(
            2,
            "De quel équipement s'agit-il (caméra, enregistreur, centrale…) et que voyez-vous exactement ?",
            "Which device is it (camera, recorder, panel…) and what do you see exactly?"),
    PRODUCT_VERSION(
            2,
            "Quel est le modèle de l'appareil, et la version de son logiciel ?",
            "Which model is the device, and which version is its software?"),
    FEATURE_NAME(2, "De quelle fonction s'agit-il exactement ?", "Which function is it about exactly?"),
    REPRODUCTION_STEPS(
            3, "Que faisiez-vous juste avant que cela se produise ?", "What did you do right before it happened?"),
    WHEN_STARTED(3, "Depuis quand le problème se produit-il ?", "Since when does the problem occur?");

    private final int priority;
    private final String french;
    private final String english;

    Need(int priority, String french, String english) {
        this.priority = priority;
        this.french = french;
        this.english = english;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    Question question(Tongue tongue) {
        return new Question(tongue == Tongue.FR ? french : english, priority);
    }
}
