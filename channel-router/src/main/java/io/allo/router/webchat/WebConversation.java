// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import java.util.UUID;

/**
 * A conversation of the web chat.
 *
 * @param id unguessable, made here
 * @param agentToken web token of the agent
 * @param streamedThrough the last row whose answer went out as a server-sent event
 */
record WebConversation(UUID id, String accountId, String agentToken, long streamedThrough) {

    ConversationKey key() {
        return new ConversationKey(accountId, Channel.WEB, id.toString());
    }
}
