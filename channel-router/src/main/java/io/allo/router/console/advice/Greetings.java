// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.advice;

import java.util.regex.Pattern;

/** Words that say nothing about a problem. */
final class Greetings {
    private static final Pattern BARE = Pattern.compile(
            " (?:(?:bonjour|bonsoir|salut|coucou|allo|oui allo|hello|hi|hey|good (?:morning|afternoon|evening)"
                    + "|monsieur|madame|a l aide|aide(?: moi)?|aidez moi|au secours|help(?: me)?|s il vous plait|svp|please|besoin d aide|j ai besoin d aide"
                    + "|i need help|(?:j ai )?un probleme|problem|merci|thanks?|thank you|ca va|how are you) )+");

    private Greetings() {}

    /** A greeting or a bare call for help. */
    static boolean isBare(String text) {
        return BARE.matcher(Words.plain(text)).matches();
    }
}
