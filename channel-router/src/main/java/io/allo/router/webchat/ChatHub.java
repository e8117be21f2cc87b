// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.InboxEntry;
import io.allo.router.inbox.TurnListener;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArraySet;

/**
 * Who follows which conversation on this replica. An answer is sent to its followers while it comes; whoever joins in the
 * middle gets what was said so far. Thread-safe.
 */
@ApplicationScoped
class ChatHub implements TurnListener {
    static final String PROVIDER = "web";

    private final Map<ConversationKey, Room> rooms = new ConcurrentHashMap<>();

    @Override
    public String provider() {
        return PROVIDER;
    }

    /** False when too many follow it already. */
    boolean join(ConversationKey key, Follower follower, int maxFollowers) {
        boolean[] joined = {false};
        Room room = rooms.compute(key, (_, present) -> {
            Room target = present == null ? new Room() : present;
            joined[0] = target.followers.size() < maxFollowers && target.followers.add(follower);
            return target;
        });
        if (joined[0]) {
            room.catchUp(follower);
        }
        return joined[0];
    }

    void leave(ConversationKey key, Follower follower) {
        rooms.computeIfPresent(key, (_, room) -> {
            room.followers.remove(follower);
            return room.isIdle() ? null : room;
        });
    }

    Collection<Follower> followers(ConversationKey key) {
        Room room = rooms.get(key);
        return room == null ? Set.of() : room.followers;
    }

    /** Does anybody follow anything here? */
    boolean isFollowed() {
        return !rooms.isEmpty();
    }

    @Override
    public void onEvent(InboxEntry entry, AgentEvent event) {
        Room room = rooms.computeIfAbsent(entry.conversation(), _ -> new Room());
        switch (event) {
            case AgentEvent.Text(var delta) -> room.say(id(entry), delta);
            case AgentEvent.ToolStarted(var _) -> room.toAll(new ServerMessage.Typing(id(entry)));
            case AgentEvent.ToolFinished _, AgentEvent.HandedOver _ -> {}
            case AgentEvent.TurnEnded(var _, var _, var _) -> {} // the stored answer follows
        }
    }

    @Override
    public void onAnswered(InboxEntry entry, OutboundMessage reply) {
        rooms.computeIfPresent(entry.conversation(), (_, room) -> {
            room.end(id(entry), finalOf(entry, reply));
            return room.isIdle() ? null : room;
        });
    }

    /** The id under which the client knows a message. */
    static String id(InboxEntry entry) {
        return entry.kind() == Kind.GREETING
                ? "greeting"
                : entry.messageId().substring(entry.messageId().indexOf(':') + 1);
    }

    static ServerMessage.Final finalOf(InboxEntry entry, OutboundMessage reply) {
        return new ServerMessage.Final(id(entry), entry.id(), reply.text(), stateAfter(reply));
    }

    static ServerMessage.State stateAfter(OutboundMessage reply) {
        return switch (reply.action()) {
            case SAY -> ServerMessage.State.OPEN;
            case TRANSFER -> ServerMessage.State.TRANSFERRED;
            case END_CALL -> ServerMessage.State.ENDED;
        };
    }

    private static final class Room {
        private final Set<Follower> followers = new CopyOnWriteArraySet<>();
        private final Map<String, StringBuilder> said = new LinkedHashMap<>();

        synchronized void catchUp(Follower follower) {
            said.forEach((id, text) -> follower.send(new ServerMessage.Delta(id, 0, text.toString())));
        }

        synchronized void say(String id, String delta) {
            StringBuilder text = said.computeIfAbsent(id, _ -> new StringBuilder());
            int offset = text.length();
            text.append(delta);
            toAll(new ServerMessage.Delta(id, offset, delta));
        }

        synchronized void end(String id, ServerMessage message) {
            said.remove(id);
            toAll(message);
        }

        void toAll(ServerMessage message) {
            followers.forEach(follower -> follower.send(message));
        }

        synchronized boolean isIdle() {
            return followers.isEmpty() && said.isEmpty();
        }
    }
}
