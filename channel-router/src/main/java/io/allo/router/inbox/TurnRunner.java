// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationEngine.BlockedCallerException;
import io.allo.router.conversation.ConversationEngine.UnknownAddressException;
import io.allo.router.conversation.ConversationLog.Role;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets the engine answer one message. */
@ApplicationScoped
class TurnRunner {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(300);
    private static final Duration LAST_PAUSE = Duration.ofSeconds(2);
    private static final int TRIES = 3;

    private final ConversationEngine engine;
    private final InboxConfig config;
    private final Vertx vertx;
    private final Tracer tracer;

    TurnRunner(ConversationEngine engine, InboxConfig config, Vertx vertx, Tracer tracer) {
        this.engine = engine;
        this.config = config;
        this.vertx = vertx;
        this.tracer = tracer;
    }

    /**
     * The end of the turn.
     *
     * @param turn is told what the agent is like
     * @param events sees each event first, the end included
     */
    Uni<TurnEnded> run(WholeMessage.Asked asked, RunningTurn turn, Consumer<AgentEvent> events) {
        InboxEntry entry = asked.entry();
        return onFreshContext(
                        entry,
                        turn.trace(),
                        () -> engine.open(entry.contact(), entry.accountId())
                                .invoke(opened ->
                                        turn.opened(opened.agent().privacy().onePerson()))
                                .call(opened -> listened(opened, asked.used()))
                                .onItem()
                                .transformToMulti(opened -> turn(opened, entry))
                                .onItem()
                                .invoke(events)
                                .collect()
                                .last())
                .onFailure(TurnRunner::passes)
                .retry()
                .withBackOff(FIRST_PAUSE, LAST_PAUSE)
                .atMost(TRIES)
                .ifNoItem()
                .after(config.turnTimeout())
                .fail()
                .map(TurnRunner::ended);
    }

    /**
     * Redis, or whoever knows the agents, was away for a moment, or the lock was lost to another turn: what was done under it stands, and
     * the same turn goes on where it was.
     */
    private static boolean passes(Throwable failure) {
        return !(failure instanceof UnknownAddressException || failure instanceof BlockedCallerException);
    }

    /** What the channel owes the engine once the answer is delivered. */
    Uni<Void> close(InboxEntry entry, TurnEnded turn) {
        return switch (turn.action()) {
            case AgentEvent.Action.Listen() -> Uni.createFrom().voidItem();
            case AgentEvent.Action.End(var reason) -> engine.end(entry.conversation(), reason);
            case AgentEvent.Action.Transfer _ -> engine.end(entry.conversation(), EndReason.TRANSFERRED);
        };
    }

    private Uni<Void> listened(Opened opened, List<ModelUsage> used) {
        return Multi.createFrom()
                .iterable(used)
                .onItem()
                .transformToUniAndConcatenate(usage -> engine.used(opened.key(), usage))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    /** The person has not got the answer: the conversation must not be remembered as if. */
    Uni<Void> unsaid(InboxEntry entry) {
        return engine.interrupted(entry.conversation(), "").onFailure().recoverWithNull();
    }

    private Multi<AgentEvent> turn(Opened opened, InboxEntry entry) {
        return switch (entry.kind()) {
            case GREETING -> engine.greet(opened.key());
            case STAFF -> written(opened, entry);
            // The provider's id: a turn that a dead replica began is the same turn for the engine.
            case TEXT ->
                engine.userTurn(
                        opened.key(),
                        new UserTurn(entry.messageId(), UserTurn.Input.TEXT, entry.text(), entry.receivedAt()));
        };
    }

    private Multi<AgentEvent> written(Opened opened, InboxEntry entry) {
        Role by = entry.metadata().containsKey(InboxEntry.WRITTEN_BY) ? Role.HUMAN : Role.AGENT;
        return engine.wrote(opened.key(), entry.messageId(), by, entry.text())
                .onItem()
                .transformToMulti(_ ->
                        Multi.createFrom().item(new TurnEnded(entry.text(), new AgentEvent.Action.Listen(), null)));
    }

    /**
     * Turns follow one another on whatever thread ended the one before; the engine gets its own context each time, in which the
     * turn's span stays current until both are forgotten.
     */
    @SuppressWarnings("MustBeClosedChecker")
    private <T> Uni<T> onFreshContext(InboxEntry entry, Context trace, Supplier<Uni<T>> action) {
        return Uni.createFrom().emitter(emitter -> {
            io.vertx.core.Context fresh = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(fresh, true);
            fresh.runOnContext(_ -> {
                Span span = tracer.spanBuilder("turn " + entry.channel().wireName())
                        .setParent(trace)
                        .startSpan();
                trace.with(span).makeCurrent();
                Cancellable running = Uni.createFrom()
                        .deferred(action::get)
                        .onTermination()
                        .invoke((_, failure, _) -> end(span, failure))
                        .subscribe()
                        .with(emitter::complete, emitter::fail);
                emitter.onTermination(running::cancel);
            });
        });
    }

    private static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR);
            span.recordException(failure);
        }
        span.end();
    }

    private static TurnEnded ended(AgentEvent last) {
        if (last instanceof TurnEnded turn) {
            return turn;
        }
        throw new IllegalStateException("the turn's stream stopped without an end");
    }
}
