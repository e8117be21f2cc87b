// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * Words of the line itself, said when the agent has none: they need no engine and no model.
 *
 * @param listening after a takeover: go on
 * @param stillThere first words into a silence
 * @param chooseByKeys second words into a silence
 * @param silenceGoodbye last words into a silence
 * @param timeNotice how many seconds ({@code %d}) are left
 * @param timeUp the call reached its longest duration
 * @param trouble one turn failed, the call goes on
 * @param apology nothing works, the call ends
 * @param noTransfer a transfer was asked for that cannot be done
 * @param busy the caller was sent to somebody whose line is busy
 * @param nobodyThere … who does not answer
 * @param declined … who cannot take the call
 * @param notReached … who cannot be reached
 * @param consultation first words to a person who is asked to take a caller
 * @param consultationKeys last words to him: which keys to press
 * @param handedBack a colleague talked with the caller and is gone: the agent goes on
 * @param goodbye a colleague ends the call
 * @param keyAgain an entry by keys was not complete: before it is asked for again
 */
public record Prompts(
        String language,
        String listening,
        String stillThere,
        String chooseByKeys,
        String silenceGoodbye,
        String timeNotice,
        String timeUp,
        String trouble,
        String apology,
        String noTransfer,
        String busy,
        String nobodyThere,
        String declined,
        String notReached,
        String consultation,
        String consultationKeys,
        String handedBack,
        String goodbye,
        String keyAgain) {

    private static final long STEP_SECONDS = 10;

    private static final Prompts FRENCH = new Prompts(
            "fr",
            "Je vous écoute.",
            "Êtes-vous toujours là ?",
            "Je ne vous entends pas. Faites votre choix sur les touches de votre téléphone.",
            "Je n'ai pas de réponse. Je vous dis au revoir !",
            "Cet appel prendra fin dans environ %d secondes.",
            "Cet appel a atteint sa durée maximale. Merci et au revoir !",
            "Excusez-moi, un problème technique est survenu. Pouvez-vous recommencer ?",
            "Excusez-moi, un problème technique m'empêche de vous répondre. Rappelez-nous dans quelques minutes. Au revoir !",
            "Je suis désolé, je ne peux pas vous passer quelqu'un pour le moment.",
            "Je suis désolé, la ligne est occupée. Que puis-je faire d'autre pour vous ?",
            "Je suis désolé, personne ne répond. Que puis-je faire d'autre pour vous ?",
            "Je suis désolé, personne ne peut prendre votre appel pour le moment. Que puis-je faire d'autre pour vous ?",
            "Je suis désolé, le transfert n'a pas abouti. Que puis-je faire d'autre pour vous ?",
            "Bonjour, votre assistant vous transmet un appel.",
            "Appuyez sur 1 pour prendre l'appel, ou sur 2 pour le refuser.",
            "Vous êtes de nouveau avec l'assistant. Je vous écoute.",
            "Merci de votre appel, et au revoir !",
            "Je n'ai pas reçu assez de chiffres.");

    private static final Prompts ENGLISH = new Prompts(
            "en",
            "I am listening.",
            "Are you still there?",
            "I cannot hear you. Please choose with the keys of your telephone.",
            "There is no answer. Goodbye!",
            "This call will end in about %d seconds.",
            "This call has reached its longest duration. Thank you and goodbye!",
            "Sorry, there was a technical problem. Could you say that again?",
            "Sorry, a technical problem keeps me from answering you. Please call back in a few minutes. Goodbye!",
            "I am sorry, I cannot put you through to anyone right now.",
            "I am sorry, the line is busy. What else can I do for you?",
            "I am sorry, nobody answers. What else can I do for you?",
            "I am sorry, nobody can take your call right now. What else can I do for you?",
            "I am sorry, I could not put you through. What else can I do for you?",
            "Hello, your assistant has a caller for you.",
            "Press 1 to take the call, or 2 to decline.",
            "You are back with the assistant. I am listening.",
            "Thank you for calling. Goodbye!",
            "I did not get enough digits.");

    /** In this language, or in English. */
    public static Prompts in(String languageTag) {
        return Locale.forLanguageTag(languageTag).getLanguage().equals("fr") ? FRENCH : ENGLISH;
    }

    public static List<Prompts> all() {
        return List.of(FRENCH, ENGLISH);
    }

    /** Why a caller was not put through. */
    public String notTransferred(Outcome outcome) {
        return switch (outcome) {
            case BUSY -> busy;
            case NO_ANSWER -> nobodyThere;
            case DECLINED -> declined;
            case FORBIDDEN -> noTransfer;
            case TRANSFERRED, UNKNOWN_NUMBER, FAILED -> notReached;
        };
    }

    /** How long the call can still last. */
    public String timeShort(Duration left) {
        long rounded = Math.ceilDiv(left.toSeconds(), STEP_SECONDS) * STEP_SECONDS;
        return timeNotice.formatted(rounded);
    }

    /** Every sentence, for synthesis ahead of the first call. */
    public List<String> texts() {
        return List.of(
                listening,
                stillThere,
                chooseByKeys,
                silenceGoodbye,
                timeUp,
                trouble,
                apology,
                noTransfer,
                busy,
                nobodyThere,
                declined,
                notReached,
                consultation,
                consultationKeys,
                handedBack,
                goodbye,
                keyAgain);
    }
}
