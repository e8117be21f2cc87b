// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.util.Locale;

/**
 * The few sentences that must come out even when the model, the session or a server is away, in the agent's language. Channels
 * may use them too when {@link ConversationEngine} itself fails.
 */
public enum Apologies {
    /** The session could not be fetched. The conversation ends after it. */
    DEGRADED(
            "Je suis désolé, un problème technique m'empêche de vous répondre pour le moment. Veuillez nous recontacter dans"
                    + " quelques minutes. Au revoir.",
            "I am sorry, a technical problem keeps me from helping you right now. Please contact us again in a few minutes."
                    + " Goodbye."),
    /** This turn failed; the conversation goes on. */
    TURN_FAILED(
            "Je suis désolé, j'ai rencontré un problème technique. Pouvez-vous répéter, s'il vous plaît ?",
            "I am sorry, I ran into a technical problem. Could you say that again, please?"),
    /** The model was about to tell what nobody is to know. */
    CONFIDENTIAL(
            "Je ne peux pas vous donner cette information. Comment puis-je vous aider ?",
            "I cannot give you that information. How can I help you?"),
    /** The engine cannot be reached at all. */
    UNREACHABLE(
            "Je suis désolé, notre service est momentanément indisponible. Veuillez réessayer dans quelques minutes.",
            "I am sorry, our service is unavailable for a moment. Please try again in a few minutes.");

    /** Language of an agent that names none, and of whoever could not be resolved. */
    public static final String DEFAULT_LANGUAGE = "fr";

    private final String french;
    private final String english;

    Apologies(String french, String english) {
        this.french = french;
        this.english = english;
    }

    /** @param language BCP 47 tag; anything but French is answered in English */
    public String in(String language) {
        return language.toLowerCase(Locale.ROOT).startsWith("fr") ? french : english;
    }
}
