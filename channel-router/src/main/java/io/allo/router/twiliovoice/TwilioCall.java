// SPDX-License-Identifier: Apache-2.0
package io.allo.router.twiliovoice;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.twilio.FormBody;

/**
 * A call as Twilio's webhooks tell it.
 *
 * @param sid {@code CA…}; the call id of the conversation
 * @param from caller, E.164; empty when he withholds it
 * @param to called number, E.164
 */
record TwilioCall(String sid, String from, String to) {

    static TwilioCall of(FormBody form) {
        return new TwilioCall(form.value("CallSid"), form.value("From"), form.value("To"));
    }

    boolean valid() {
        return sid.matches("[A-Za-z0-9]{2,64}") && !to.isEmpty() && to.length() <= 256 && from.length() <= 256;
    }

    Contact contact(int epoch) {
        return new Contact(Channel.VOICE, to, from.isBlank() ? null : from, sid, epoch);
    }
}
