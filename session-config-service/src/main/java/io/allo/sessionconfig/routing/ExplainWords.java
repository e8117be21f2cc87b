// SPDX-License-Identifier: Apache-2.0
package io.allo.sessionconfig.routing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The sentences in which a decision is explained, in English and French. */
enum ExplainWords {
    AGENT("%s of business %s, model %s, voice %s", "%s, entreprise %s, modèle %s, voix %s"),
    RING(
            "configured %.2f s; the gateway rings no longer than its own limit",
            "%.2f s d’après les réglages ; la passerelle ne sonne pas plus longtemps que sa propre limite"),
    NO_ACCOUNT_NAMED(
            "the call names none: the called address alone decides",
            "l’appel n’en nomme aucun : seule l’adresse appelée décide"),
    OF_NO_BUSINESS("%s (id %d) belongs to no business", "%s (n° %d) n’appartient à aucune entreprise"),
    OF_BUSINESS("%s (id %d) of business %s", "%s (n° %d), entreprise %s"),
    DEFAULT_OF_BUSINESS("%s (id %d) of business %s, the default", "%s (n° %d), entreprise %s, compte par défaut"),
    ACCOUNT_UNKNOWN("id %d is unknown or switched off", "le n° %d est inconnu ou désactivé"),
    NUMBER("%s (region %s)", "%s (pays %s)"),
    NO_NUMBER(
            "no telephone number in region %s, compared as it came: %s",
            "pas un numéro de téléphone (pays %s), comparé tel quel : %s"),
    NOBODY(
            "no agent has this number, and no workflow answers this SIP account",
            "aucun agent n’a ce numéro, et aucun scénario ne répond sur ce compte SIP"),
    WORKFLOW_UNKNOWN(
            "workflow %d does not exist or has no voice-agent step",
            "le scénario %d n’existe pas ou n’a pas d’étape d’agent vocal"),
    NO_WORKFLOW("none: the called address belongs to an agent", "aucun : l’adresse appelée est celle d’un agent"),
    WORKFLOW("%s (id %d)", "%s (n° %d)");

    private final String english;
    private final String french;

    ExplainWords(String english, String french) {
        this.english = english;
        this.french = french;
    }

    /** @param language {@code fr}; English for every other one, and without */
    String in(@Nullable String language, Object... facts) {
        return "fr".equals(language)
                ? String.format(Locale.FRENCH, french, facts)
                : String.format(Locale.ROOT, english, facts);
    }
}
