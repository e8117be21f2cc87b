// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import java.util.Map;
import java.util.Set;

/** Twilio's error codes in words of what an operator can do. */
final class TwilioErrors {
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final Set<Integer> PASSING = Set.of(20429, 30001, 63018);

    private static final Map<Integer, String> ADVICE = Map.ofEntries(
            Map.entry(20003, "Twilio refuses the credentials: check account SID and token or API key"),
            Map.entry(20404, "the Twilio account is unknown: check the account SID"),
            Map.entry(20429, "too many requests: sent again later"),
            Map.entry(21211, "not a phone number: correct it with the customer"),
            Map.entry(21408, "messages to this country are not enabled: enable it in Twilio's geo permissions"),
            Map.entry(21606, "the sending number cannot send messages: check the phone number of the configuration"),
            Map.entry(21610, "the customer has opted out by STOP: call instead, or ask for START"),
            Map.entry(21612, "this sender cannot reach this number: use another sending number"),
            Map.entry(21614, "not a mobile number: ask the customer for one"),
            Map.entry(21617, "the text is too long: shorten the business's or the service's name"),
            Map.entry(21659, "the sending number is not of this account: check the phone number of the configuration"),
            Map.entry(30003, "the telephone is off or out of reach"),
            Map.entry(30005, "the number is unknown to its network: correct it with the customer"),
            Map.entry(30007, "filtered by the network: register the sender"),
            Map.entry(63003, "the customer has no WhatsApp: choose sms"),
            Map.entry(63007, "the sending number is no WhatsApp sender: register it, or use the sandbox's"),
            Map.entry(63016, "outside WhatsApp's 24 hours: configure an approved template"),
            Map.entry(63018, "WhatsApp's rate limit: sent again later"),
            Map.entry(63024, "the customer cannot be reached on WhatsApp: choose sms"));

    private TwilioErrors() {}

    static String advice(int code, int status) {
        return ADVICE.getOrDefault(code, "refused by Twilio (status " + status + ", code " + code + ")");
    }

    /** Trying again can help, and nothing was sent. */
    static boolean isPassing(int code, int status) {
        return status == TOO_MANY || status == UNAVAILABLE || PASSING.contains(code);
    }
}
