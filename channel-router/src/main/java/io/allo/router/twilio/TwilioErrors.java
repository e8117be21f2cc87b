// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twilio;

/** What an operator can do about a code of Twilio's messages. */
public final class TwilioErrors {
    /** The person has sent STOP to this number. */
    public static final String OPTED_OUT = "21610";

    private TwilioErrors() {}

    public static String advice(String code) {
        return switch (code) {
            case "20003" -> "check ALLO_TWILIO_ACCOUNT_SID and ALLO_TWILIO_AUTH_TOKEN";
            case "20404" -> "the account does not know this resource: check ALLO_TWILIO_ACCOUNT_SID";
            case "20429", "63018" -> "too many messages a second: it is tried again, or ask Twilio for more";
            case "21211", "21614", "63024" -> "the person's number cannot get messages";
            case "21408" -> "allow the country in Twilio's geographic permissions";
            case OPTED_OUT -> "the person has sent STOP and must send START first";
            case "21617" -> "the message is too long";
            case "30003", "30005" -> "the telephone is off or the number is not in use";
            case "30007" -> "the carrier takes it for spam: register the sender or change the words";
            case "63003", "63007" ->
                "the sender is no WhatsApp sender of this account: register it, in the sandbox join first";
            case "63016" -> "24 hours have passed since the person wrote: set allo.whatsapp.template-sid";
            case "63032" -> "WhatsApp does not deliver to this person now";
            default -> "see https://www.twilio.com/docs/api/errors/" + (code.matches("[0-9]{5}") ? code : "");
        };
    }
}
