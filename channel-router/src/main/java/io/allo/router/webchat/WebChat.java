// SPDX-License-Identifier: Apache-2.0
package io.allo.router.webchat;

import io.allo.contracts.session.ContactResolution;
import io.allo.router.channel.AgentDirectory;
import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.Accepted;
import io.allo.router.inbox.Inbox;
import io.allo.router.inbox.InboxEntry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What both ways into the web chat do: open, find again, write, follow. */
@ApplicationScoped
class WebChat {
    private static final Duration FOLLOW_EVERY = Duration.ofMillis(500);
    private static final Duration FOLLOW_FOR = Duration.ofMinutes(3);

    private final WebConversationRepository conversations;
    private final Inbox inbox;
    private final AgentDirectory agents;
    private final WebChatConfig config;

    WebChat(WebConversationRepository conversations, Inbox inbox, AgentDirectory agents, WebChatConfig config) {
        this.conversations = conversations;
        this.inbox = inbox;
        this.agents = agents;
        this.config = config;
    }

    /** Fails with {@code UnknownAddressException} when no agent has this token. */
    Uni<ContactResolution> agent(String token) {
        return agents.resolve(new Contact(Channel.WEB, token, null, "none"));
    }

    Uni<WebConversation> create(String agentToken, @Nullable String secret) {
        String id = UUID.randomUUID().toString();
        return agent(agentToken)
                .flatMap(agent -> conversations
                        .create(id, agent.accountId(), agentToken, secret)
                        .replaceWith(new WebConversation(id, agent.accountId(), agentToken, 0)));
    }

    /** The client names the conversation itself. Empty: another agent's or a widget's has this name. */
    Uni<Optional<WebConversation>> openOrCreate(String id, String agentToken) {
        return agent(agentToken)
                .flatMap(agent -> conversations.create(id, agent.accountId(), agentToken, null))
                .flatMap(_ -> conversations.openWithoutSecret(id))
                .map(found -> found.filter(open -> open.agentToken().equals(agentToken)));
    }

    Uni<Optional<WebConversation>> open(String id, String secret) {
        return conversations.open(id, secret);
    }

    Uni<Optional<WebConversation>> openWithoutSecret(String id) {
        return conversations.openWithoutSecret(id);
    }

    Uni<Void> streamed(WebConversation conversation, long through) {
        return conversations.streamed(conversation.id(), through);
    }

    /** Asks for the agent's first words; once per conversation. */
    Uni<Accepted> greet(WebConversation conversation) {
        return inbox.accept(
                message(conversation, conversation.id() + ":greeting", Kind.GREETING, ""), conversation.accountId());
    }

    /** @param id made by the client; the same id is the same message */
    Uni<Accepted> write(WebConversation conversation, String id, String text) {
        return inbox.accept(
                message(conversation, conversation.id() + ":" + id, Kind.TEXT, text), conversation.accountId());
    }

    Uni<ServerMessage.State> state(ConversationKey key) {
        return inbox.closedBy(key).map(last -> last.map(ChatHub::stateAfter).orElse(ServerMessage.State.OPEN));
    }

    Uni<List<InboxEntry>> transcript(WebConversation conversation, long after) {
        return inbox.transcript(conversation.key(), after, config.replayed());
    }

    /** Answers that another replica works on: this one hears of them only from the table. */
    void followElsewhere(List<InboxEntry> entries, Follower follower) {
        entries.stream()
                .filter(entry -> entry.reply() == null && !inbox.worksOn(entry.id()))
                .forEach(entry -> follow(entry.id(), Instant.now().plus(FOLLOW_FOR), follower));
    }

    private void follow(long id, Instant until, Follower follower) {
        Uni.createFrom()
                .voidItem()
                .onItem()
                .delayIt()
                .by(FOLLOW_EVERY)
                .flatMap(_ -> inbox.find(id))
                .subscribe()
                .with(
                        found -> found.ifPresent(entry -> {
                            if (entry.reply() != null) {
                                follower.send(ChatHub.finalOf(entry, entry.reply()));
                            } else if (Instant.now().isBefore(until)) {
                                follow(id, until, follower);
                            }
                        }),
                        _ -> follower.send(new ServerMessage.Failure("unavailable", null)));
    }

    private static InboundMessage message(WebConversation conversation, String messageId, Kind kind, String text) {
        return new InboundMessage(
                Channel.WEB,
                ChatHub.PROVIDER,
                messageId,
                conversation.agentToken(),
                conversation.id(),
                null,
                kind,
                text,
                Map.of(),
                Map.of(),
                Instant.now());
    }
}
