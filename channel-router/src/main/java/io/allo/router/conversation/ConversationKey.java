// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static java.util.Objects.requireNonNull;

/**
 * The key of everything stored about a conversation: one person may write to several businesses.
 *
 * @param accountId account that owns the called address
 * @param channel channel
 * @param id public session id: call id, {@code wa_+33…}, {@code sms_+33…}, or the web client's conversation id
 */
public record ConversationKey(String accountId, Channel channel, String id) {
    public ConversationKey {
        requireNonNull(accountId, "accountId");
        requireNonNull(channel, "channel");
        requireNonNull(id, "id");
    }

    /**
     * The chat of a person on WhatsApp.
     *
     * @param number E.164
     */
    public static ConversationKey ofWhatsApp(String accountId, String number) {
        return new ConversationKey(accountId, Channel.WHATSAPP, whatsAppId(number));
    }

    /** Public session id of a person's chat on WhatsApp. */
    public static String whatsAppId(String number) {
        return "wa_" + number;
    }

    /** {@code account:channel:id}. */
    @Override
    public String toString() {
        return accountId + ":" + channel.wireName() + ":" + id;
    }
}
