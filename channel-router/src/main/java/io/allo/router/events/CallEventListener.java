// SPDX-License-Identifier: Apache-2.0
package io.allo.router.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.router.history.CallFacts;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * Stores what the gateway tells about calls. Idempotent. What cannot be read or is refused by the database goes to the
 * dead-letter topic; while the database is away the reader waits.
 */
@ApplicationScoped
@RegisterForReflection(
        targets = {
            CallEvent.class,
            CallEvent.CallOffered.class,
            CallEvent.CallRinging.class,
            CallEvent.CallAnswered.class,
            CallEvent.CallAnsweredBy.class,
            CallEvent.CallRejected.class,
            CallEvent.TransferStarted.class,
            CallEvent.TransferEnded.class,
            CallEvent.CallEnded.class,
            EndReason.class,
            EndReason.Category.class
        })
class CallEventListener {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final CallFacts facts;
    private final ObjectMapper mapper;

    CallEventListener(CallFacts facts, ObjectMapper mapper) {
        this.facts = facts;
        this.mapper = mapper;
    }

    @Incoming("call-events")
    Uni<Void> on(String json) {
        return Uni.createFrom()
                .item(() -> parse(json))
                .chain(event -> facts.store(event)
                        .onFailure(failure -> !(failure instanceof PgException))
                        .retry()
                        .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                        .indefinitely());
    }

    private CallEvent parse(String json) {
        try {
            return mapper.readValue(json, CallEvent.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a call event", e);
        }
    }
}
