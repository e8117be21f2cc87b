// SPDX-License-Identifier: Apache-2.0
package io.allo.router.consent;

import io.allo.contracts.session.PrivacySettings;
import io.allo.router.conversation.Opened;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The words that the law wants to be said, in one language.
 *
 * @param iAm that an AI speaks, for this business ({@code %s})
 * @param iAmNobodys the same where the business has no name
 * @param kept the call may be kept
 * @param mayItBeKept the same, asked for
 * @param keptUnlessRefused the same, and how to refuse
 */
public record Notices(String iAm, String iAmNobodys, String kept, String mayItBeKept, String keptUnlessRefused) {
    private static final Notices FRENCH = new Notices(
            "Bonjour, je suis l'assistant virtuel de %s, une intelligence artificielle.",
            "Bonjour, je suis un assistant virtuel, une intelligence artificielle.",
            "Cet appel peut être enregistré.",
            "Acceptez-vous que cet appel soit enregistré ? Appuyez sur 1 ou dites oui pour accepter, sur 2 ou dites non pour refuser.",
            "Cet appel peut être enregistré. Pour refuser, appuyez sur 2 ou dites non.");

    private static final Notices ENGLISH = new Notices(
            "Hello, I am the virtual assistant of %s, an artificial intelligence.",
            "Hello, I am a virtual assistant, an artificial intelligence.",
            "This call may be recorded.",
            "Do you agree that this call is recorded? Press 1 or say yes to agree, press 2 or say no to refuse.",
            "This call may be recorded. To refuse, press 2 or say no.");

    /** In this language, or in English. */
    public static Notices in(String languageTag) {
        return Locale.forLanguageTag(languageTag).getLanguage().equals("fr") ? FRENCH : ENGLISH;
    }

    /** What is said about the keeping of the call; nothing when nothing has to be. */
    public String about(PrivacySettings.Consent policy) {
        return switch (policy) {
            case OFF -> "";
            case ANNOUNCE -> kept;
            case OPT_IN -> mayItBeKept;
            case OPT_OUT -> keptUnlessRefused;
        };
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
