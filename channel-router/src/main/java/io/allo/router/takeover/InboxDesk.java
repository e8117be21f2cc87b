// SPDX-License-Identifier: Apache-2.0
package io.allo.router.takeover;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ContextStore;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.StaffMessages;
import io.allo.router.takeover.InboxQueries.Item;
import io.allo.router.takeover.Takeover.Reason;
import io.allo.router.takeover.Takeover.State;
import io.allo.router.takeover.TakeoverRepository.Opening;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What a person of the business does with a conversation. Everything is bound to one account. */
@Singleton
class InboxDesk {
    private static final Logger LOG = Logger.getLogger(InboxDesk.class);

    /** Where the agent finds what a colleague has said; models are shown it. */
    static final String COLLEAGUE = "colleague";

    private final TakeoverRepository takeovers;
    private final InboxQueries queries;
    private final StaffMessages messages;
    private final ConversationEngine engine;
    private final ContextStore store;
    private final Summaries summaries;

    InboxDesk(
            TakeoverRepository takeovers,
            InboxQueries queries,
            StaffMessages messages,
            ConversationEngine engine,
            ContextStore store,
            Summaries summaries) {
        this.takeovers = takeovers;
        this.queries = queries;
        this.messages = messages;
        this.engine = engine;
        this.store = store;
        this.summaries = summaries;
    }

    /** The account has no such conversation. */
    static final class UnknownException extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /** It cannot be done now; the message says why. */
    static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ConflictException(String message) {
            super(message);
        }
    }

    Uni<List<InboxItem>> page(
            String accountId, @Nullable String state, @Nullable String channel, Instant before, int limit) {
        return queries.page(accountId, state, channel, before, limit)
                .map(items -> items.stream().map(Item::shown).toList());
    }

    Uni<InboxItem> one(String accountId, String id) {
        return item(accountId, id).map(Item::shown);
    }

    Uni<List<InboxItem.Message>> messages(String accountId, String id, Instant before, int limit) {
        return item(accountId, id)
                .chain(item -> thread(accountId, item)
                        .chain(thread -> queries.messages(item, accountId, personOf(thread, item), before, limit)));
    }

    private static @Nullable String personOf(String thread, Item item) {
        return thread.startsWith("p:") ? item.shown().person() : null;
    }

    private Uni<Item> item(String accountId, String id) {
        return queries.one(accountId, id).map(found -> found.orElseThrow(UnknownException::new));
    }

    /** From now on this one answers. */
    Uni<InboxItem> take(String accountId, Actor actor, String id, boolean force) {
        return item(accountId, id).chain(item -> {
            if (channel(item) == Channel.VOICE) {
                throw new ConflictException("a call cannot be held in writing: close a call back when it is done");
            }
            return thread(accountId, item)
                    .chain(thread -> takeovers.take(
                            new Opening(
                                    accountId,
                                    thread,
                                    id,
                                    item.shown().language(),
                                    State.HELD,
                                    Reason.STAFF,
                                    null,
                                    null,
                                    null,
                                    null,
                                    true),
                            actor,
                            force))
                    .chain(taken -> taken.isPresent() ? one(accountId, id) : heldByAnother(accountId, id));
        });
    }

    private Uni<InboxItem> heldByAnother(String accountId, String id) {
        return one(accountId, id).map(now -> {
            throw new ConflictException(
                    now.holder() == null
                            ? "try again"
                            : "held by " + now.holder().name());
        });
    }

    /** The thread that is open, or that a takeover of this conversation would be. */
    private Uni<String> thread(String accountId, Item item) {
        boolean silent =
                item.shown().state().equals("waiting") || item.shown().state().equals("held");
        if (silent && item.thread() != null) {
            return Uni.createFrom().item(item.thread());
        }
        return store.find(key(accountId, item))
                .map(found -> found.filter(open -> open.id().equals(item.shown().id()))
                        .map(Threads::of)
                        .orElseGet(() -> Threads.ofPlace(item.shown().channel(), item.sessionId())));
    }

    /** Goes out on the person's own channel. @return what was written, with the state of its delivery */
    Uni<InboxItem.Message> reply(String accountId, Actor actor, String id, InboxReply reply) {
        return item(accountId, id)
                .chain(item -> holding(accountId, actor, item)
                        .chain(takeover -> target(accountId, item, takeover, reply.channel()))
                        .chain(target -> write(accountId, actor, target, reply)));
    }

    private Uni<Takeover> holding(String accountId, Actor actor, Item item) {
        return thread(accountId, item)
                .chain(thread -> takeovers.silent(accountId, List.of(thread)))
                .map(found -> found.filter(open -> actor.id().equals(open.holder()))
                        .orElseThrow(() -> new ConflictException(found.map(Takeover::holderName)
                                .map(name -> "held by " + name)
                                .orElse("take the conversation first"))));
    }

    private Uni<Item> target(String accountId, Item item, Takeover takeover, @Nullable String channel) {
        String person = item.shown().person();
        if (!takeover.thread().startsWith("p:") || person == null) {
            if (channel != null && !channel.equals(item.shown().channel())) {
                throw new ConflictException(
                        "the person is only known on channel " + item.shown().channel());
            }
            return Uni.createFrom().item(item);
        }
        return queries.written(accountId, person, channel)
                .map(found -> found.stream()
                        .findFirst()
                        .orElseThrow(() -> new ConflictException("the person has never written on this channel")));
    }

    private Uni<InboxItem.Message> write(String accountId, Actor actor, Item target, InboxReply reply) {
        String conversation = target.shown().id();
        String messageId =
                "staff:" + UUID.nameUUIDFromBytes((conversation + "/" + reply.key()).getBytes(StandardCharsets.UTF_8));
        return messages.write(key(accountId, target), new StaffMessages.Written(messageId, reply.text(), actor.name()))
                .onFailure(StaffMessages.RefusedException.class)
                .transform(refused -> new ConflictException(refused.getMessage()))
                .call(accepted -> queries.keep(
                        accountId, conversation, reply.key(), accepted.entry().id(), actor, reply.text()))
                .call(accepted -> accepted.duplicate()
                        ? Uni.createFrom().voidItem()
                        : takeovers.replied(accountId, conversation, actor))
                .map(accepted -> new InboxItem.Message(
                        reply.key(),
                        conversation,
                        target.shown().channel(),
                        "human",
                        actor.name(),
                        accepted.entry().text(),
                        accepted.entry().receivedAt(),
                        accepted.entry().delivery() == null
                                ? "pending"
                                : accepted.entry().delivery().name().toLowerCase(Locale.ROOT)));
    }

    /** The agent goes on, and knows what was said. @return the summary that it gets */
    Uni<String> handBack(String accountId, Actor actor, String id, boolean force) {
        return item(accountId, id)
                .chain(item -> silent(accountId, item)
                        .chain(takeover -> store.find(key(accountId, item))
                                .chain(open -> summaries.of(takeover, open))
                                .call(summary -> learn(accountId, item, summary))
                                .call(() -> end(accountId, id, takeover, actor, force, "handed-back"))));
    }

    /** Before the agent may go on: its next turn has the summary. */
    private Uni<Void> learn(String accountId, Item item, String summary) {
        return engine.learned(key(accountId, item), Map.of(COLLEAGUE, summary))
                .onFailure(ConversationEngine.NotOpenException.class)
                .recoverWithNull();
    }

    /** Nobody goes on: it is over for the agent too, whose next word to this person begins anew. */
    Uni<Void> close(String accountId, Actor actor, String id, boolean force) {
        return item(accountId, id)
                .chain(item -> thread(accountId, item)
                        .chain(thread -> takeovers.silent(accountId, List.of(thread)))
                        .chain(found ->
                                found.isPresent() ? Uni.createFrom().item(found) : takeovers.leftOver(accountId, id))
                        .chain(found -> found.isPresent()
                                ? end(accountId, id, found.get(), actor, force, "closed")
                                : Uni.createFrom().voidItem())
                        .chain(() ->
                                channel(item) == Channel.VOICE || item.shown().endedAt() != null
                                        ? Uni.createFrom().voidItem()
                                        : engine.end(key(accountId, item), EndReason.AGENT_HANGUP)))
                .invoke(() -> LOG.infof("conversation %s was closed in the inbox", id));
    }

    private Uni<Takeover> silent(String accountId, Item item) {
        return thread(accountId, item)
                .chain(thread -> takeovers.silent(accountId, List.of(thread)))
                .map(found -> found.orElseThrow(() -> new ConflictException("the agent answers already")));
    }

    private Uni<Void> end(String accountId, String id, Takeover takeover, Actor actor, boolean force, String how) {
        return takeovers
                .end(takeover, actor, force, how)
                .chain(ended -> ended.isPresent()
                        ? Uni.createFrom().voidItem()
                        : heldByAnother(accountId, id).replaceWithVoid());
    }

    Uni<Void> seen(String accountId, String id) {
        return item(accountId, id)
                .chain(item -> thread(accountId, item))
                .chain(thread -> takeovers.seen(accountId, List.of(thread)));
    }

    private static ConversationKey key(String accountId, Item item) {
        return new ConversationKey(accountId, channel(item), item.sessionId());
    }

    private static Channel channel(Item item) {
        return Channel.valueOf(item.shown().channel().toUpperCase(Locale.ROOT));
    }
}
