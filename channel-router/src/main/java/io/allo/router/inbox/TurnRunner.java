// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.contracts.EndReason;
import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.UserTurn;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets the engine answer one message. */
@ApplicationScoped
class TurnRunner {
    private final ConversationEngine engine;
    private final InboxConfig config;
    private final Vertx vertx;

    TurnRunner(ConversationEngine engine, InboxConfig config, Vertx vertx) {
        this.engine = engine;
        this.config = config;
        this.vertx = vertx;
    }

    /** The end of the turn. {@code events} sees each event first, the end included. */
    Uni<TurnEnded> run(InboxEntry entry, Consumer<AgentEvent> events) {
        return onFreshContext(() -> engine.open(entry.contact()))
                .onItem()
                .transformToMulti(opened -> turn(opened, entry))
                .onItem()
                .invoke(events)
                .collect()
                .last()
                .ifNoItem()
                .after(config.turnTimeout())
                .fail()
                .map(TurnRunner::ended);
    }

    /** What the channel owes the engine once the answer is delivered. */
    Uni<Void> close(InboxEntry entry, TurnEnded turn) {
        return switch (turn.action()) {
            case AgentEvent.Action.Listen() -> Uni.createFrom().voidItem();
            case AgentEvent.Action.End(var reason) -> engine.end(entry.conversation(), reason);
            case AgentEvent.Action.Transfer(var _) -> engine.end(entry.conversation(), EndReason.TRANSFERRED);
        };
    }

    private Multi<AgentEvent> turn(Opened opened, InboxEntry entry) {
        if (entry.kind() == Kind.GREETING) {
            return engine.greet(opened.key());
        }
        // The provider's id: a turn that a dead replica began is the same turn for the engine.
        return engine.userTurn(
                opened.key(), new UserTurn(entry.messageId(), UserTurn.Input.TEXT, entry.text(), entry.receivedAt()));
    }

    /** Turns follow one another on whatever thread ended the one before; the engine gets its own context each time. */
    private <T> Uni<T> onFreshContext(Supplier<Uni<T>> action) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = VertxContext.createNewDuplicatedContext(vertx.getOrCreateContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(
                    _ -> Uni.createFrom().deferred(action::get).subscribe().with(emitter::complete, emitter::fail));
        });
    }

    private static TurnEnded ended(AgentEvent last) {
        if (last instanceof TurnEnded turn) {
            return turn;
        }
        throw new IllegalStateException("the turn's stream stopped without an end");
    }
}
