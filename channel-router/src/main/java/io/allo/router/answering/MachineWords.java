// SPDX-License-Identifier: Apache-2.0
package io.allo.router.answering;

import java.util.Locale;
import java.util.regex.Pattern;

/** What only answering machines say, in French and English. */
final class MachineWords {
    private static final Pattern WORDS = Pattern.compile("\\b(?:r[ée]pondeur|messagerie|bo[iî]te vocale"
            + "|laissez(?:[- ](?:moi|nous))?(?: donc)? (?:un|votre|vos) message|apr[èe]s le (?:bip|signal|top)"
            + "|(?:n'est|ne suis|ne sommes) pas (?:disponibles?|joignables?)|ne (?:peux|pouvons|peut) pas (?:vous )?r[ée]pondre"
            + "|voice ?mail|answering machine|leave (?:me |us )?(?:a|your) (?:message|name)|after the (?:beep|tone)"
            + "|(?:can(?:'t|not)|unable to) (?:come to the phone|take your call|answer)|(?:is|am|are) not available"
            + "|at the tone)\\b");

    private MachineWords() {}

    static boolean in(String words) {
        return WORDS.matcher(words.toLowerCase(Locale.ROOT).replace('’', '\'')).find();
    }
}
