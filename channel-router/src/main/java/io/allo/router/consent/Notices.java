// SPDX-License-Identifier: Apache-2.0
package io.allo.router.consent;

import io.allo.router.conversation.Opened;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words that the law wants to be said, in one language.
 *
 * @param iAm that an AI speaks, for this business ({@code %s})
 * @param iAmNobodys the same where the business has no name
 */
public record Notices(String iAm, String iAmNobodys) {
    private static final Notices FRENCH = new Notices(
            "Bonjour, je suis l'assistant virtuel de %s, une intelligence artificielle.",
            "Bonjour, je suis un assistant virtuel, une intelligence artificielle.");

    private static final Notices ENGLISH = new Notices(
            "Hello, I am the virtual assistant of %s, an artificial intelligence.",
            "Hello, I am a virtual assistant, an artificial intelligence.");

    /** In this language, or in English. */
    public static Notices in(String languageTag) {
        return Locale.forLanguageTag(languageTag).getLanguage().equals("fr") ? FRENCH : ENGLISH;
    }

    /** Regulation (EU) 2024/1689, article 50: a person is told that he talks to an AI. */
    public String iAm(Opened conversation) {
        String business = business(conversation);
        return business == null ? iAmNobodys : iAm.formatted(business);
    }

    /** A workflow's name is a slug, nothing to be read to anybody. */
    private static @Nullable String business(Opened conversation) {
        var facts = conversation.session().dialogue();
        if (facts != null
                && facts.businessName() != null
                && !facts.businessName().isBlank()) {
            return facts.businessName();
        }
        return conversation.agent().workflowId() == null ? conversation.agent().agentName() : null;
    }
}
