// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.provider;

import java.util.Set;

/** The Graph API's error codes: what may be tried again, and what an operator can do about the others. */
public final class MetaErrors {
    /** The person was not written to because something was too fast or away; nothing was sent. */
    private static final Set<Integer> PASSING = Set.of(4, 80007, 130429, 131016, 131056);

    private MetaErrors() {}

    public static boolean passes(int code) {
        return PASSING.contains(code);
    }

    public static String advice(int code) {
        return switch (code) {
            case 0, 190 -> "the access token is not valid: set a new allo.meta.access-token";
            case 10, 200 -> "the token lacks whatsapp_business_messaging for this number";
            case 4, 80007, 130429 -> "too many messages: it is tried again, or ask Meta for more";
            case 100, 131009 -> "a value is not what Meta wants: see its message";
            case 131016 -> "Meta is overloaded: it is tried again";
            case 131021 -> "the person's number is ours";
            case 131026 -> "the person has no WhatsApp, an old one, or has not agreed to its terms";
            case 131047 -> "24 hours have passed since the person wrote: set allo.meta.template";
            case 131048 -> "Meta limits this number because people blocked it: look at its quality";
            case 131049 -> "Meta sends this person no more marketing now";
            case 131051 -> "this kind of message cannot be sent";
            case 131052, 131053 -> "the media could not be loaded";
            case 131056 -> "too many messages to this person: it is tried again";
            case 133010 -> "register the number in the WhatsApp manager";
            case 368 -> "Meta has blocked the account for a breach of its policy";
            default ->
                code >= 132000 && code <= 132016
                        ? "the template does not exist in this language, is paused, or takes other variables"
                        : "see Meta's list of Cloud API error codes";
        };
    }
}
