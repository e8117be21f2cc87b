// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What kind of trouble it is, told by words in French and English. The order is the order in which they are looked for. */
public enum Issue {
    LOGIN_PROBLEM(
            "problème de connexion",
            "login problem",
            "mot de passe|identifiants?|se connecter|me connecter|authentification|code d acces|compte bloque|log ?in|sign in|password|credentials"
                    + "|locked out|authenticat\\w*"),
    PERFORMANCE_ISSUE(
            "lenteur",
            "performance issue",
            "lente?s?|lenteurs?|ralenti\\w*|saccad\\w*|latence|fige\\w*|gel[ee]e?s?|freeze\\w*|slow\\w*|lag\\w*|latency|stutter\\w*"
                    + "|rame"),
    ERROR(
            "panne ou message d'erreur",
            "error",
            "erreurs?|en panne|pannes?|defaut|defaillan\\w*|bloque\\w*|plante\\w*|coupe\\w*|hors ligne|deconnecte\\w*|ecran noir|image noire"
                    + "|(?:ne )?\\w+ (?:plus|pas)(?: du tout)?|aucune (?:image|video|connexion|alimentation)|pas d (?:image|alimentation)"
                    + "|perte de \\w+|perdu|errors?|fail\\w*|broken|crash\\w*|offline|disconnect\\w*|black screen|no (?:image|video|picture|signal|power)"
                    + "|(?:does|do|is|will|can|are|did|won|doesn|isn|don) (?:not|t) \\w+|cannot|stopped|bugs?|issues? with"),
    FEATURE_REQUEST(
            "demande de fonction",
            "feature request",
            "est il possible de|serait il possible|je voudrais ajouter|nouvelle fonction\\w*|j aimerais pouvoir|feature request|is it possible to"
                    + "|would like to add|new feature|could you add"),
    BILLING(
            "facturation",
            "billing",
            "factur\\w*|paiements?|abonnements?|rembours\\w*|tarifs?|invoices?|billing|payments?|refunds?|subscriptions?|charged");

    private final String french;
    private final String english;
    private final Pattern words;

    Issue(String french, String english, String words) {
        this.french = french;
        this.english = english;
        this.words = Pattern.compile(" (?:" + words + ")(?= )");
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** For people. */
    public String title(Tongue tongue) {
        return tongue == Tongue.FR ? french : english;
    }

    /** Found in this text. @param plain see {@link Words#plain} */
    static Optional<Issue> in(String plain) {
        return Arrays.stream(values())
                .filter(issue -> issue.words.matcher(plain).find())
                .findFirst();
    }
}
