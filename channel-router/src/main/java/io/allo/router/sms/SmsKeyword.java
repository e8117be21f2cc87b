// SPDX-License-Identifier: Apache-2.0
package io.allo.router.sms;

import io.allo.contracts.text.PlainText;
import io.allo.router.twilio.FormBody;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The words with which a person stops and starts SMS; each only when it is all that he wrote. Not CANCEL and not INFO: they answer
 * questions too, and where Twilio itself takes them it says so ({@code OptOutType}).
 */
enum SmsKeyword {
    STOP(Set.of(
            "STOP",
            "STOPALL",
            "STOP ALL",
            "UNSUBSCRIBE",
            "OPTOUT",
            "REVOKE",
            "END",
            "QUIT",
            "ARRET",
            "DESABONNER",
            "DESABONNEMENT")),
    START(Set.of("START", "UNSTOP", "DEMARRER", "REPRENDRE")),
    HELP(Set.of("HELP", "AIDE"));

    /** Twilio answers these itself and sends nothing of ours to whoever has sent them. */
    private static final Set<String> TWILIOS_OWN =
            Set.of("STOP", "STOPALL", "UNSUBSCRIBE", "OPTOUT", "REVOKE", "END", "QUIT", "START", "UNSTOP");

    private final Set<String> words;

    SmsKeyword(Set<String> words) {
        this.words = words;
    }

    static Optional<SmsKeyword> in(FormBody form) {
        String told = form.value("OptOutType").strip().toUpperCase(Locale.ROOT);
        String word = told.isEmpty() ? word(form) : told;
        for (SmsKeyword keyword : values()) {
            if (keyword.words.contains(word)) {
                return Optional.of(keyword);
            }
        }
        return Optional.empty();
    }

    /** True when Twilio has answered it already. */
    static boolean answeredByTwilio(FormBody form) {
        return !form.value("OptOutType").isBlank() || TWILIOS_OWN.contains(word(form));
    }

    private static String word(FormBody form) {
        String bare = PlainText.of(form.value("Body").strip()).replaceAll("[.!]+$", "");
        return bare.toUpperCase(Locale.ROOT);
    }
}
