// SPDX-License-Identifier: Apache-2.0
package io.allo.router.api;

import io.allo.contracts.EndReason;
import io.allo.router.console.ConsoleErasure;
import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ContextStore;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.history.ConversationErasure;
import io.allo.router.history.ConversationErasure.Found;
import io.allo.router.history.ConversationErasure.OfPerson;
import io.allo.router.inbox.Inbox;
import io.allo.router.takeover.TakeoverErasure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Erases a person on every channel that knows his number. His chats are ended first; a call that goes on, and a chat whose answer is
 * on its way, stay and are named. Blocking.
 */
@Singleton
class PersonErasure {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Duration RECORDED = Duration.ofSeconds(5);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

    private final ConversationErasure records;
    private final Erasure erasure;
    private final ConversationEngine engine;
    private final ContextStore store;
    private final Inbox inbox;
    private final TakeoverErasure takeovers;
    private final ConsoleErasure console;

    PersonErasure(
            ConversationErasure records,
            Erasure erasure,
            ConversationEngine engine,
            ContextStore store,
            Inbox inbox,
            TakeoverErasure takeovers,
            ConsoleErasure console) {
        this.records = records;
        this.erasure = erasure;
        this.engine = engine;
        this.store = store;
        this.inbox = inbox;
        this.takeovers = takeovers;
        this.console = console;
    }

    /** A conversation that is erased. */
    record One(String id, String channel) {}

    /**
     * What came of it.
     *
     * @param messages how many more messages were erased that belonged to no record
     * @param takeovers how many requests for a person of the business were erased that belonged to none of them
     * @param open ids of conversations that could not be erased now: ask again when they are over
     */
    record Report(List<One> erased, int messages, int takeovers, List<String> open) {}

    /** Idempotent. @param person E.164 number */
    Report erase(String accountId, String person) throws IOException {
        List<One> erased = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (OfPerson one : done(records.of(accountId, person))) {
            if (over(accountId, one) && erasure.erase(accountId, one.id()) == Erasure.Outcome.ERASED) {
                erased.add(new One(one.id(), one.channel()));
            } else {
                open.add(one.id());
            }
        }
        int messages = open.isEmpty() ? done(inbox.eraseSender(accountId, person)) : 0;
        int asked = open.isEmpty() ? done(takeovers.erasePerson(accountId, person)) : 0;
        done(console.erasePerson(accountId, person));
        done(store.forgetPlace(accountId, person));
        return new Report(erased, messages, asked, open);
    }

    private boolean over(String accountId, OfPerson one) {
        if (one.over()) {
            return true;
        }
        Channel channel = Channel.valueOf(one.channel().toUpperCase(Locale.ROOT));
        if (channel == Channel.VOICE) {
            return false;
        }
        done(engine.end(new ConversationKey(accountId, channel, one.sessionId()), EndReason.AGENT_HANGUP));
        // the record is written after the engine has said so
        Uni<Boolean> recorded = Uni.createFrom()
                .deferred(() -> records.find(accountId, one.id()))
                .map(found -> found.map(Found::endedAt).isPresent());
        Instant until = Instant.now().plus(RECORDED);
        return done(recorded.onItem()
                .delayIt()
                .by(LOOK_AGAIN)
                .repeat()
                .until(ended -> ended || Instant.now().isAfter(until))
                .collect()
                .last()
                .chain(() -> recorded));
    }

    private static <T> T done(Uni<T> step) {
        return step.await().atMost(LIMIT);
    }
}
