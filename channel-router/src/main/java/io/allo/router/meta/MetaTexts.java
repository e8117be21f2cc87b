// SPDX-License-Identifier: Apache-2.0
package io.allo.router.meta;

import java.util.List;

/** The few words that WhatsApp itself says, in the agent's first language. */
final class MetaTexts {
    private MetaTexts() {}

    static String mediaNotRead(List<String> languages) {
        return !languages.isEmpty() && languages.getFirst().startsWith("en")
                ? "Sorry, I cannot open photos, voice messages or files yet. Could you write it to me?"
                : "Désolé, je ne peux pas encore ouvrir les photos, les messages vocaux ou les fichiers. "
                        + "Pouvez-vous me l'écrire ?";
    }
}
