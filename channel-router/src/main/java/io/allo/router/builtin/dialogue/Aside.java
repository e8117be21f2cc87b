// SPDX-License-Identifier: Apache-2.0
package io.allo.router.builtin.dialogue;

import io.allo.router.builtin.intent.Heard;
import io.allo.router.builtin.intent.Intent;
import io.allo.router.builtin.reading.AddressReader;
import io.allo.router.builtin.reading.NameReader;
import java.util.regex.Pattern;

/** Tells what is no name and no address although one was asked for: "pardon ?", "et vos horaires ?". */
final class Aside {
    private static final Pattern NAMES_ITSELF =
            Pattern.compile("(?i)(?:c['’]est|it['’]?s|m['’]appelle|\\b(?:name|nom|prénom)\\b|\\d)");

    private Aside() {}

    /** True when the sentence asks or says something of its own, whatever the question in hand was. */
    static boolean isOne(Focus focus, Heard heard) {
        if (focus instanceof Focus.Contact.AskingMessage
                || focus instanceof Focus.AnyTool
                || heard.words().isEmpty()) {
            return false;
        }
        boolean aside = heard.top()
                .filter(top -> switch (top) {
                    case REPEAT, HOW_ARE_YOU, ARE_YOU_A_ROBOT, HUMAN, OPENING_HOURS, LOCATION -> true;
                    case SPEAK_FRENCH, SPEAK_ENGLISH, PRICE, RECAP, ALLERGENS, INGREDIENTS -> true;
                    case WAIT -> !NAMES_ITSELF.matcher(heard.text()).find();
                    default -> false;
                })
                .isPresent();
        boolean asks = heard.text().strip().endsWith("?") && heard.words().size() > 2;
        return (aside || asks)
                && AddressReader.find(heard.text()).isEmpty()
                && NameReader.introduced(heard.text()).isEmpty();
    }

    /** Politeness that a time or items may stand beside: they are meant. */
    static boolean isSoft(Intent intent) {
        return switch (intent) {
            case REPEAT, WAIT, HOW_ARE_YOU, GOODBYE, MESSAGE, CALLBACK -> true;
            default -> false;
        };
    }
}
