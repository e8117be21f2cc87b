// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import java.util.List;
import java.util.Locale;

/**
 * Words of the line itself, said when the agent has none: they need no engine and no model.
 *
 * @param listening after a takeover: go on
 * @param stillThere first words into a silence
 * @param chooseByKeys second words into a silence
 * @param silenceGoodbye last words into a silence
 * @param timeUp the call reached its longest duration
 * @param trouble one turn failed, the call goes on
 * @param apology nothing works, the call ends
 * @param noTransfer a transfer was asked for that cannot be done
 */
public record Prompts(
        String language,
        String listening,
        String stillThere,
        String chooseByKeys,
        String silenceGoodbye,
        String timeUp,
        String trouble,
        String apology,
        String noTransfer) {

    private static final Prompts FRENCH = new Prompts(
            "fr",
            "Je vous écoute.",
            "Êtes-vous toujours là ?",
            "Je ne vous entends pas. Faites votre choix sur les touches de votre téléphone.",
            "Je n'ai pas de réponse. Je vous dis au revoir !",
            "Cet appel a atteint sa durée maximale. Merci et au revoir !",
            "Excusez-moi, un problème technique est survenu. Pouvez-vous recommencer ?",
            "Excusez-moi, un problème technique m'empêche de vous répondre. Rappelez-nous dans quelques minutes. Au revoir !",
            "Je suis désolé, je ne peux pas vous passer quelqu'un pour le moment.");

    private static final Prompts ENGLISH = new Prompts(
            "en",
            "I am listening.",
            "Are you still there?",
            "I cannot hear you. Please choose with the keys of your telephone.",
            "There is no answer. Goodbye!",
            "This call has reached its longest duration. Thank you and goodbye!",
            "Sorry, there was a technical problem. Could you say that again?",
            "Sorry, a technical problem keeps me from answering you. Please call back in a few minutes. Goodbye!",
            "I am sorry, I cannot put you through to anyone right now.");

    /** In this language, or in English. */
    public static Prompts in(String languageTag) {
        return Locale.forLanguageTag(languageTag).getLanguage().equals("fr") ? FRENCH : ENGLISH;
    }

    public static List<Prompts> all() {
        return List.of(FRENCH, ENGLISH);
    }

    /** Every sentence, for synthesis ahead of the first call. */
    public List<String> texts() {
        return List.of(listening, stillThere, chooseByKeys, silenceGoodbye, timeUp, trouble, apology, noTransfer);
    }
}
