// SPDX-License-Identifier: Apache-2.0
package io.allo.router.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.events.ConversationEvent;
import io.allo.contracts.events.ConversationEvent.ConversationEnded;
import io.allo.router.history.ConversationHistory;
import io.allo.router.history.Outbox;
import io.allo.router.history.RecordedConversation;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.util.Optional;

/** What is told of an ended conversation, read from its record at the moment of telling: what was erased since is not told. */
@Singleton
class EndedCalls {
    private final Vertx vertx;
    private final ConversationHistory history;
    private final ObjectMapper mapper;

    EndedCalls(Vertx vertx, ConversationHistory history, ObjectMapper mapper) {
        this.vertx = vertx;
        this.history = history;
        this.mapper = mapper;
    }

    ConversationEnded event(Outbox.Message message) {
        try {
            return (ConversationEnded) mapper.readValue(message.payload(), ConversationEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not what we wrote", e);
        }
    }

    /** Empty when there is no record any more. The record is read in a session, which needs a context of its own. */
    Uni<Optional<CallReport>> report(ConversationEvent ended) {
        return record(ended).map(found -> found.map(CallReport::of));
    }

    /** Empty when there is none any more. */
    Uni<Optional<RecordedConversation>> record(ConversationEvent ended) {
        return Uni.createFrom().emitter(emitter -> {
            Context fresh = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(fresh, true);
            fresh.runOnContext(start -> history.one(ended.accountId(), ended.conversationId())
                    .subscribe()
                    .with(emitter::complete, emitter::fail));
        });
    }
}
