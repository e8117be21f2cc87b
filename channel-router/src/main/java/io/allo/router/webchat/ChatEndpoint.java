// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.channel.InboundMessage;
import io.allo.router.inbox.Inbox;
import io.allo.router.inbox.InboxEntry;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.OnTextMessage;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** The widget's socket. Protocol: {@code docs/web-chat.md}. */
@WebSocket(path = "/chat/ws")
@ApplicationScoped
@RegisterForReflection(
        targets = {
            ClientMessage.class,
            ClientMessage.Start.class,
            ClientMessage.Resume.class,
            ClientMessage.Message.class,
            ClientMessage.Ping.class,
            ServerMessage.class,
            ServerMessage.Ready.class,
            ServerMessage.Ack.class,
            ServerMessage.History.class,
            ServerMessage.Entry.class,
            ServerMessage.Typing.class,
            ServerMessage.Delta.class,
            ServerMessage.Final.class,
            ServerMessage.Failure.class,
            ServerMessage.Pong.class
        })
public class ChatEndpoint {
    private static final Logger LOG = Logger.getLogger(ChatEndpoint.class);
    private static final int MAX_FRAME = 8_192;
    private static final int MESSAGE_TOO_BIG = 1009;
    private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private final WebChat chat;
    private final ChatHub hub;
    private final WebChatConfig config;
    private final ConnectionCount connections;
    private final ObjectMapper json;

    ChatEndpoint(WebChat chat, ChatHub hub, WebChatConfig config, ConnectionCount connections, ObjectMapper json) {
        this.chat = chat;
        this.hub = hub;
        this.config = config;
        this.connections = connections;
        this.json = json;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        connections.socketOpened();
        connection
                .userData()
                .put(
                        SocketFollower.KEY,
                        new SocketFollower(connection, json, new SendRate(config.maxMessages(), config.window())));
    }

    @OnTextMessage
    @NonBlocking
    Uni<Void> message(String frame, WebSocketConnection connection) {
        SocketFollower follower = connection.userData().get(SocketFollower.KEY);
        if (frame.length() > MAX_FRAME) {
            follower.close(new CloseReason(MESSAGE_TOO_BIG, "message too big"));
            return Uni.createFrom().voidItem();
        }
        ClientMessage message;
        try {
            message = json.readValue(frame, ClientMessage.class);
        } catch (JsonProcessingException e) {
            return refuse(follower, "bad-message", null);
        }
        if (message == null
                || (!(message instanceof ClientMessage.Ping) && !follower.rate().allows(Instant.now()))) {
            return refuse(follower, message == null ? "bad-message" : "rate-limited", idOf(message));
        }
        return handle(message, follower, connection)
                .onFailure(Inbox.ConversationFullException.class)
                .recoverWithUni(() -> refuse(follower, "rate-limited", idOf(message)))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.error("A chat message could not be taken", failure);
                    return refuse(follower, "unavailable", idOf(message));
                });
    }

    @OnClose
    @NonBlocking
    void close(WebSocketConnection connection) {
        connections.socketClosed();
        SocketFollower follower = connection.userData().get(SocketFollower.KEY);
        if (follower != null) {
            leave(follower);
        }
    }

    @OnError
    @NonBlocking
    void error(Throwable failure, WebSocketConnection connection) {
        LOG.debugf("Chat socket %s: %s", connection.id(), failure.getMessage());
    }

    private Uni<Void> handle(ClientMessage message, SocketFollower follower, WebSocketConnection connection) {
        return switch (message) {
            case ClientMessage.Start() -> start(follower, agentToken(connection));
            case ClientMessage.Resume resume -> resume(follower, resume, agentToken(connection));
            case ClientMessage.Message text -> write(follower, text);
            case ClientMessage.Ping() -> {
                follower.send(new ServerMessage.Pong());
                yield Uni.createFrom().voidItem();
            }
        };
    }

    private Uni<Void> start(SocketFollower follower, String agentToken) {
        String secret = ResumeSecret.create();
        return chat.create(agentToken, secret)
                .flatMap(conversation -> ready(follower, conversation, secret, ServerMessage.State.OPEN)
                        .flatMap(_ -> chat.greet(conversation)))
                .replaceWithVoid();
    }

    private Uni<Void> resume(SocketFollower follower, ClientMessage.Resume resume, String agentToken) {
        String id = resume.conversationId();
        if (id == null || !WebConversation.isId(id) || resume.secret() == null) {
            return refuse(follower, "unknown-conversation", null);
        }
        return chat.open(id, resume.secret()).flatMap(found -> {
            if (found.isEmpty() || !found.get().agentToken().equals(agentToken)) {
                return refuse(follower, "unknown-conversation", null);
            }
            WebConversation conversation = found.get();
            return chat.state(conversation.key())
                    .flatMap(state -> ready(follower, conversation, null, state))
                    .flatMap(_ -> chat.transcript(conversation, resume.after()))
                    .invoke(entries -> replay(follower, entries))
                    .replaceWithVoid();
        });
    }

    /** Joins before the transcript is read: what is answered in between comes twice rather than never. */
    private Uni<Void> ready(
            SocketFollower follower, WebConversation conversation, @Nullable String secret, ServerMessage.State state) {
        return chat.agent(conversation.agentToken())
                .invoke(agent -> {
                    leave(follower);
                    follower.send(new ServerMessage.Ready(
                            conversation.id(), secret, agent.agentName(), state, config.maxCharacters()));
                    if (hub.join(conversation.key(), follower, config.maxFollowers())) {
                        follower.follow(conversation);
                    } else {
                        follower.send(new ServerMessage.Failure("too-many-windows", null));
                    }
                })
                .replaceWithVoid();
    }

    private void replay(SocketFollower follower, List<InboxEntry> entries) {
        follower.send(new ServerMessage.History(
                entries.stream().map(ChatEndpoint::entry).toList()));
        chat.followElsewhere(entries, follower);
    }

    private Uni<Void> write(SocketFollower follower, ClientMessage.Message message) {
        WebConversation conversation = follower.conversation();
        String text = message.text() == null ? "" : message.text().strip();
        if (conversation == null) {
            return refuse(follower, "no-conversation", idOf(message));
        }
        if (message.id() == null || !CLIENT_ID.matcher(message.id()).matches() || text.isEmpty()) {
            return refuse(follower, "bad-message", idOf(message));
        }
        if (text.codePointCount(0, text.length()) > config.maxCharacters()) {
            return refuse(follower, "too-long", message.id());
        }
        return chat.state(conversation.key())
                .flatMap(state -> state == ServerMessage.State.OPEN
                        ? accept(follower, conversation, message.id(), text)
                        : refuse(follower, "closed", message.id()));
    }

    private Uni<Void> accept(SocketFollower follower, WebConversation conversation, String id, String text) {
        return chat.write(conversation, id, text)
                .invoke(accepted -> {
                    follower.send(new ServerMessage.Ack(id, accepted.entry().id()));
                    if (!accepted.duplicate()) {
                        tellOtherWindows(follower, conversation, accepted.entry());
                    }
                    if (accepted.entry().reply() != null) {
                        follower.send(ChatHub.finalOf(
                                accepted.entry(), accepted.entry().reply()));
                    } else {
                        chat.followElsewhere(List.of(accepted.entry()), follower);
                    }
                })
                .replaceWithVoid();
    }

    private void tellOtherWindows(SocketFollower sender, WebConversation conversation, InboxEntry entry) {
        ServerMessage message = new ServerMessage.History(List.of(entry(entry)));
        hub.followers(conversation.key()).stream()
                .filter(other -> other != sender)
                .forEach(other -> other.send(message));
    }

    private void leave(SocketFollower follower) {
        WebConversation conversation = follower.conversation();
        if (conversation != null) {
            hub.leave(conversation.key(), follower);
            follower.follow(null);
        }
    }

    private static Uni<Void> refuse(SocketFollower follower, String code, @Nullable String id) {
        follower.send(new ServerMessage.Failure(code, id));
        return Uni.createFrom().voidItem();
    }

    private static ServerMessage.Entry entry(InboxEntry entry) {
        return new ServerMessage.Entry(
                ChatHub.id(entry),
                entry.id(),
                entry.text().isEmpty() || entry.kind() == InboundMessage.Kind.STAFF ? null : entry.text(),
                entry.receivedAt(),
                entry.reply() == null ? null : entry.reply().text(),
                entry.reply() == null ? ServerMessage.State.OPEN : ChatHub.stateAfter(entry.reply()));
    }

    private static @Nullable String idOf(@Nullable ClientMessage message) {
        return message instanceof ClientMessage.Message text
                        && text.id() != null
                        && CLIENT_ID.matcher(text.id()).matches()
                ? text.id()
                : null;
    }

    private static String agentToken(WebSocketConnection connection) {
        // The upgrade check has seen to it that there is one.
        return new QueryStringDecoder("?" + connection.handshakeRequest().query())
                .parameters()
                .get("agent")
                .getFirst();
    }
}
