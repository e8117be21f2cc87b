// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.session;

import org.jspecify.annotations.Nullable;

/**
 * {@code POST /internal/contacts/resolve}: who takes a contact on this channel at this address? Account and agent come from
 * the called address and the SIP account, never from the sender.
 *
 * @param channel {@code voice whatsapp sms web}
 * @param called number (E.164) or user part that was called, written to, or the web widget's public token
 * @param caller E.164 number of the person, null when unknown
 * @param sipAccountId SIP account that the call came in by; null when there is none
 * @param workflowId workflow that is to talk whatever was called (an outbound call); null = find it by account and number
 */
public record ContactRequest(
        String channel,
        String called,
        @Nullable String caller,
        @Nullable Integer sipAccountId,
        @Nullable Integer workflowId) {

    /** A contact without a SIP account. */
    public ContactRequest(String channel, String called, @Nullable String caller) {
        this(channel, called, caller, null, null);
    }
}
