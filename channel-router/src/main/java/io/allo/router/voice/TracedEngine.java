// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AnswerTimes;
import io.allo.router.conversation.AnsweredBy;
import io.allo.router.conversation.CallReport;
import io.allo.router.conversation.ChatModel;
import io.allo.router.conversation.Consent;
import io.allo.router.conversation.Contact;
import io.allo.router.conversation.ConversationEngine;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.conversation.ConversationLog;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.Opened;
import io.allo.router.conversation.PreparedAnswer;
import io.allo.router.conversation.ToolLoop;
import io.allo.router.conversation.UserTurn;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The engine as one call sees it: each step is a span under the call's, and runs on a fresh duplicated context of the call's
 * event loop, which Hibernate Reactive and the tracing of the REST clients need and a socket or timer does not give.
 */
final class TracedEngine implements ConversationEngine {
    private final ConversationEngine engine;
    private final io.vertx.core.Context loop;
    private final Tracer tracer;
    private final Supplier<Context> call;

    TracedEngine(ConversationEngine engine, io.vertx.core.Context loop, Tracer tracer, Supplier<Context> call) {
        this.engine = engine;
        this.loop = loop;
        this.tracer = tracer;
        this.call = call;
    }

    @Override
    public Uni<ContactResolution> resolve(Contact contact) {
        return step("resolve", () -> engine.resolve(contact));
    }

    @Override
    public Uni<Opened> open(Contact contact) {
        return step("open", () -> engine.open(contact));
    }

    @Override
    public Multi<AgentEvent> greet(ConversationKey key) {
        return turn("greet", () -> engine.greet(key));
    }

    @Override
    public Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn) {
        return turn("turn", () -> engine.userTurn(key, turn));
    }

    @Override
    public Uni<PreparedAnswer> prepare(ConversationKey key, UserTurn guess, Consumer<ChatModel.Event> watcher) {
        return step("prepare", () -> engine.prepare(key, guess, watcher));
    }

    @Override
    public Multi<AgentEvent> userTurn(ConversationKey key, UserTurn turn, PreparedAnswer prepared) {
        return turn("turn", () -> engine.userTurn(key, turn, prepared));
    }

    @Override
    public Uni<Void> interrupted(ConversationKey key, String heardText) {
        return step("interrupted", () -> engine.interrupted(key, heardText));
    }

    @Override
    public Uni<Void> said(ConversationKey key, String words) {
        return step("said", () -> engine.said(key, words));
    }

    @Override
    public Uni<Void> wrote(ConversationKey key, String id, ConversationLog.Role by, String words) {
        return step("wrote", () -> engine.wrote(key, id, by, words));
    }

    @Override
    public Uni<Void> learned(ConversationKey key, Map<String, Object> facts) {
        return step("learned", () -> engine.learned(key, facts));
    }

    @Override
    public Uni<Void> heard(ConversationKey key, UserTurn turn) {
        return step("heard", () -> engine.heard(key, turn));
    }

    @Override
    public Uni<ToolLoop.Done> runTool(ConversationKey key, int epoch, ChatModel.Message.ToolCall call) {
        return step("tool " + call.tool(), () -> engine.runTool(key, epoch, call));
    }

    @Override
    public Uni<Void> used(ConversationKey key, ModelUsage usage) {
        return step("used", () -> engine.used(key, usage));
    }

    @Override
    public Uni<Void> timed(ConversationKey key, AnswerTimes times) {
        return step("timed", () -> engine.timed(key, times));
    }

    @Override
    public Uni<Void> answeredBy(ConversationKey key, AnsweredBy who) {
        return step("answered by", () -> engine.answeredBy(key, who));
    }

    @Override
    public Uni<Void> consented(ConversationKey key, Consent consent) {
        return step("consented", () -> engine.consented(key, consent));
    }

    @Override
    public Uni<Void> end(ConversationKey key, EndReason reason) {
        return step("end", () -> engine.end(key, reason));
    }

    @Override
    public Uni<Void> reported(ConversationKey key, CallReport report) {
        return step("reported", () -> engine.reported(key, report));
    }

    @Override
    public Uni<Void> forget(ConversationKey key, String id) {
        return step("forget", () -> engine.forget(key, id));
    }

    @Override
    public Uni<List<ChatModel.Message>> transcript(ConversationKey key) {
        return step("transcript", () -> engine.transcript(key));
    }

    @Override
    public Uni<Boolean> isOpen(ConversationKey key) {
        return step("isOpen", () -> engine.isOpen(key));
    }

    private <T> Uni<T> step(String name, Supplier<Uni<T>> action) {
        return Uni.createFrom()
                .emitter(emitter -> onFreshContext(name, span -> {
                    try {
                        action.get()
                                .onTermination()
                                .invoke((item, failure, cancelled) -> end(span, failure))
                                .subscribe()
                                .with(emitter::complete, emitter::fail);
                    } catch (RuntimeException e) {
                        end(span, e);
                        emitter.fail(e);
                    }
                }));
    }

    private Multi<AgentEvent> turn(String name, Supplier<Multi<AgentEvent>> action) {
        return Multi.createFrom()
                .emitter(
                        emitter -> onFreshContext(name, span -> {
                            try {
                                action.get()
                                        .onTermination()
                                        .invoke((failure, cancelled) -> end(span, failure))
                                        .subscribe()
                                        .with(emitter::emit, emitter::fail, emitter::complete);
                            } catch (RuntimeException e) {
                                end(span, e);
                                emitter.fail(e);
                            }
                        }),
                        BackPressureStrategy.BUFFER);
    }

    private interface Step {
        void run(Span span);
    }

    /** The span stays current in its duplicated context, whatever is done there later; both go together. */
    @SuppressWarnings("MustBeClosedChecker")
    private void onFreshContext(String name, Step step) {
        io.vertx.core.Context fresh = VertxContext.createNewDuplicatedContext(loop);
        VertxContextSafetyToggle.setContextSafe(fresh, true);
        fresh.runOnContext(ignored -> {
            Context parent = call.get();
            Span span = tracer.spanBuilder(name).setParent(parent).startSpan();
            parent.with(span).makeCurrent();
            step.run(span);
        });
    }

    private static void end(Span span, Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR);
            span.recordException(failure);
        }
        span.end();
    }
}
