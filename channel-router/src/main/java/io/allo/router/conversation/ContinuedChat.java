// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A WhatsApp call and the chat of the same person are one conversation: the call begins with what the chat knows, and the chat
 * goes on with what the call has added. Each keeps its own record. Pure functions.
 */
final class ContinuedChat {
    /** What names the one contact, and is never carried over. */
    static final Set<String> OWN = Set.of("conversation_id", "call_id", "channel", "caller_phone");

    private ContinuedChat() {}

    /** The chat's key; empty for a call that continues none, or of a caller who is not known. */
    static Optional<ConversationKey> keyOf(ContactResolution agent, @Nullable String caller) {
        if (caller == null || !Channel.WHATSAPP.wireName().equals(agent.continuesChannel())) {
            return Optional.empty();
        }
        return Optional.of(ConversationKey.ofWhatsApp(agent.accountId(), caller));
    }

    /** The call's first dialogue with the chat's words, order and context; what the call's own session says wins. */
    static Dialogue begin(Dialogue call, Dialogue chat) {
        Map<String, Object> context = new LinkedHashMap<>(call.context());
        chat.context().forEach((name, value) -> {
            if (!OWN.contains(name) && context.get(name) == null) {
                context.put(name, value);
            }
        });
        // A tool call under way belongs to the chat's own turn: run here too, it would happen twice.
        List<ChatModel.Message> messages = new ArrayList<>(chat.messages());
        messages.removeAll(chat.pendingCalls());
        return new Dialogue(context, messages, chat.memory(), null, List.of(), 0, 0);
    }

    /** The chat's dialogue with what the call has added. */
    static Dialogue end(Dialogue chat, Dialogue call) {
        Map<String, Object> context = new LinkedHashMap<>(chat.context());
        call.context().forEach((name, value) -> {
            if (!OWN.contains(name)) {
                context.put(name, value);
            }
        });
        Set<ChatModel.Message> known = new LinkedHashSet<>(chat.messages());
        List<ChatModel.Message> messages = new ArrayList<>(chat.messages());
        call.messages().stream().dropWhile(known::contains).forEach(messages::add);
        return new Dialogue(
                context, messages, call.memory(), chat.openTurn(), chat.answered(), chat.turns(), chat.toolCalls());
    }
}
