// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationKey;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of the web chat.
 *
 * @param id made here and unguessable, or as the client of {@code POST /chat} named it
 * @param agentToken web token of the agent
 * @param streamedThrough the last row whose answer went out as a server-sent event
 */
record WebConversation(String id, String accountId, String agentToken, long streamedThrough) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** May a conversation have this id? */
    static boolean isId(@Nullable String id) {
        return id != null && ID.matcher(id).matches();
    }

    /** The same, with at least this row gone out. */
    WebConversation streamedTo(long row) {
        return row <= streamedThrough ? this : new WebConversation(id, accountId, agentToken, row);
    }

    ConversationKey key() {
        return new ConversationKey(accountId, Channel.WEB, id);
    }
}
