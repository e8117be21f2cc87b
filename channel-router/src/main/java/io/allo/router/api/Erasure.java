// SPDX-License-Identifier: Apache-2.0
package io.allo.router.api;

import io.allo.router.conversation.Channel;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.history.ConversationErasure;
import io.allo.router.history.ConversationErasure.Found;
import io.allo.router.inbox.Inbox;
import io.allo.router.recording.Recordings;
import io.allo.router.takeover.TakeoverErasure;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * Erases a conversation that is over wherever it is kept: messages in the inbox, context in Redis, takeovers, recording, record. The record, by
 * which the others are found, is the last, so that whoever was interrupted may begin again. Blocking.
 */
@Singleton
class Erasure {
    private static final Logger LOG = Logger.getLogger(Erasure.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final ConversationErasure record;
    private final Inbox inbox;
    private final ConversationEngine engine;
    private final Recordings recordings;
    private final TakeoverErasure takeovers;

    Erasure(
            ConversationErasure record,
            Inbox inbox,
            ConversationEngine engine,
            Recordings recordings,
            TakeoverErasure takeovers) {
        this.record = record;
        this.inbox = inbox;
        this.engine = engine;
        this.recordings = recordings;
        this.takeovers = takeovers;
    }

    /** What came of it. */
    enum Outcome {
        ERASED,
        UNKNOWN,
        /** It still goes on, or its last answer is on its way. */
        OPEN
    }

    /** Idempotent. */
    Outcome erase(String accountId, String id) throws IOException {
        Found found = done(record.find(accountId, id)).orElse(null);
        if (found == null) {
            return Outcome.UNKNOWN;
        }
        Instant endedAt = found.endedAt();
        if (endedAt == null) {
            return Outcome.OPEN;
        }
        Channel channel = Channel.valueOf(found.channel().toUpperCase(Locale.ROOT));
        ConversationKey key = new ConversationKey(accountId, channel, found.sessionId());
        if (channel != Channel.VOICE && !done(inbox.erase(key, found.after(), endedAt))) {
            return Outcome.OPEN;
        }
        done(engine.forget(key, id));
        done(takeovers.erase(accountId, id));
        recordings.erase(accountId, id);
        done(record.erase(accountId, id));
        LOG.infof("conversation %s was erased by account %s", id, accountId);
        return Outcome.ERASED;
    }

    private static <T> T done(Uni<T> step) {
        return step.await().atMost(LIMIT);
    }
}
