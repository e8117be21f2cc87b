// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.ConversationEngine.NotOpenException;
import io.allo.router.conversation.ConversationLog.Role;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * What reaches the record from outside of the engine's own turns: words that a {@link VoiceModel} heard and said, the tools it
 * asks for, words of the line itself, barge-in. Each is one step under the conversation's lease.
 */
final class SpokenTurns {
    private static final Logger LOG = Logger.getLogger(SpokenTurns.class);

    private final EnginePorts ports;
    private final ToolLoop tools;
    private final EngineSettings settings;
    private final Clock clock;
    private final Held held;

    /** Does something with an open conversation while nobody else does. */
    interface Held {
        <T> Uni<T> with(ConversationKey key, int epoch, BiFunction<Conversation, ContextStore.Lease, Uni<T>> action);
    }

    SpokenTurns(EnginePorts ports, ToolLoop tools, EngineSettings settings, Clock clock, Held held) {
        this.ports = ports;
        this.tools = tools;
        this.settings = settings;
        this.clock = clock;
        this.held = held;
    }

    Uni<Void> heard(ConversationKey key, UserTurn turn) {
        return held.with(key, turn.epoch(), (conversation, lease) -> {
            Dialogue dialogue = conversation.dialogue();
            if (dialogue.answerTo(turn.id()).isPresent()) {
                return Uni.createFrom().voidItem();
            }
            ports.log().turn(ConversationLog.Turn.heard(conversation, dialogue.turns(), turn));
            Dialogue.AnsweredTurn known =
                    new Dialogue.AnsweredTurn(turn.id(), "", new AgentEvent.Action.Listen(), null);
            Dialogue next = dialogue.append(new Message.User(turn.input(), turn.text()))
                    .countingTurn()
                    .closing(known)
                    .boundedTo(settings.maxMessages());
            return ports.store().save(conversation.with(next, clock.instant()), lease);
        });
    }

    Uni<Void> said(ConversationKey key, String words) {
        if (words.isBlank()) {
            return Uni.createFrom().voidItem();
        }
        return held.with(key, UserTurn.ANY_EPOCH, (conversation, lease) -> {
            Instant now = clock.instant();
            Dialogue dialogue = conversation.dialogue();
            ports.log()
                    .turn(new ConversationLog.Turn(
                            conversation, dialogue.turns(), Role.AGENT, null, words, now, null, null));
            Dialogue next = dialogue.append(new Message.Agent(words)).countingTurn();
            return ports.store().save(conversation.with(next, now).spoken(), lease);
        });
    }

    Uni<Void> wrote(ConversationKey key, String id, Role by, String words) {
        return held.with(key, UserTurn.ANY_EPOCH, (conversation, lease) -> {
            Dialogue dialogue = conversation.dialogue();
            if (dialogue.answerTo(id).isPresent()) {
                return Uni.createFrom().voidItem();
            }
            Instant now = clock.instant();
            ports.log()
                    .turn(new ConversationLog.Turn(conversation, dialogue.turns(), by, null, words, now, null, null));
            Dialogue next = dialogue.append(new Message.Agent(words))
                    .countingTurn()
                    .closing(new Dialogue.AnsweredTurn(id, words, new AgentEvent.Action.Listen(), null))
                    .boundedTo(settings.maxMessages());
            return ports.store().save(conversation.with(next, now), lease);
        });
    }

    Uni<Void> learned(ConversationKey key, Map<String, Object> facts) {
        return held.with(
                key,
                UserTurn.ANY_EPOCH,
                (conversation, lease) -> ports.store()
                        .save(conversation.with(conversation.dialogue().enriched(facts), clock.instant()), lease));
    }

    Uni<Void> consented(ConversationKey key, Consent consent) {
        return held.with(key, UserTurn.ANY_EPOCH, (conversation, lease) -> {
            Conversation decided = conversation.consenting(consent, clock.instant());
            ports.log().consented(decided, consent);
            return ports.store().save(decided, lease);
        });
    }

    Uni<Void> interrupted(ConversationKey key, String heardText) {
        return held.with(key, UserTurn.ANY_EPOCH, (conversation, lease) -> {
            Dialogue dialogue = conversation.dialogue();
            ports.log().interrupted(conversation, dialogue.turns() - 1, heardText);
            return ports.store().save(conversation.with(dialogue.heardOnly(heardText), clock.instant()), lease);
        });
    }

    Uni<Void> used(ConversationKey key, ModelUsage usage) {
        return ports.store()
                .find(key)
                .invoke(found ->
                        found.ifPresent(conversation -> ports.log().used(conversation, usage, clock.instant())))
                .replaceWithVoid();
    }

    Uni<Void> timed(ConversationKey key, AnswerTimes times) {
        return ports.store()
                .find(key)
                .invoke(found -> found.ifPresent(conversation -> {
                    int answer = conversation.dialogue().lastAgentTurn();
                    if (answer >= 0) {
                        ports.log().timed(conversation, answer, times);
                    }
                }))
                .replaceWithVoid();
    }

    Uni<ToolLoop.Done> runTool(ConversationKey key, int epoch, Message.ToolCall asked) {
        if (asked.tool().equals(Handoffs.NAME) && !ports.keypad().isLive(key)) {
            return Uni.createFrom().item(Handoffs.notHere());
        }
        return asked.tool().equals(CollectTool.NAME) ? collect(key, epoch, asked) : execute(key, epoch, asked);
    }

    /** The caller takes his time: meanwhile others may have the lease. */
    private Uni<ToolLoop.Done> collect(ConversationKey key, int epoch, Message.ToolCall asked) {
        return held.<Asked>with(key, epoch, (conversation, lease) -> {
                    Asked begun = Asked.of(conversation, asked, clock.instant());
                    return ports.store().save(begun.conversation(), lease).replaceWith(begun);
                })
                .chain(begun -> {
                    Instant from = clock.instant();
                    return tools.run(begun.conversation(), begun.call())
                            .call(done -> held.with(
                                            key, epoch, (now, lease) -> done(now, begun.call(), done, from, lease))
                                    .onFailure(NotOpenException.class)
                                    .recoverWithNull());
                });
    }

    /** A call on its way, under the name by which it is known from here on. */
    private record Asked(Conversation conversation, Message.ToolCall call) {
        static Asked of(Conversation before, Message.ToolCall asked, Instant now) {
            Dialogue counted = before.dialogue().countingToolCall();
            Message.ToolCall call = new Message.ToolCall(
                    TurnRun.uniqueId(counted.toolCalls(), asked.id()), asked.tool(), asked.arguments());
            return new Asked(before.with(counted.append(call), now), call);
        }
    }

    private Uni<ToolLoop.Done> execute(ConversationKey key, int epoch, Message.ToolCall asked) {
        return held.with(key, epoch, (conversation, lease) -> {
            Asked begun = Asked.of(conversation, asked, clock.instant());
            return ports.store()
                    .save(begun.conversation(), lease)
                    .chain(() -> run(begun, lease))
                    .onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                    .recoverWithItem(failure -> {
                        LOG.warnf("call %s: a tool's key could not be saved (%s)", conversation.id(), failure);
                        return ToolLoop.unavailable(asked.tool());
                    });
        });
    }

    private Uni<ToolLoop.Done> run(Asked begun, ContextStore.Lease lease) {
        Instant from = clock.instant();
        return tools.run(begun.conversation(), begun.call())
                .chain(done -> done(begun.conversation(), begun.call(), done, from, lease));
    }

    private Uni<ToolLoop.Done> done(
            Conversation begun, Message.ToolCall call, ToolLoop.Done done, Instant from, ContextStore.Lease lease) {
        Instant now = clock.instant();
        ports.log()
                .toolCall(new ConversationLog.ToolCall(
                        begun,
                        TurnNotes.callNumber(call.id()),
                        call.id(),
                        call.tool(),
                        tools.recordable(begun, call),
                        done.result(),
                        done.outcome(),
                        from,
                        Duration.between(from, now),
                        done.extraCost()));
        Dialogue next = begun.dialogue()
                .behind(call)
                .append(new Message.ToolResult(call.id(), call.tool(), done.result()))
                .enriched(done.contextUpdates());
        return ports.store()
                .save(handedOver(begun.with(next, now), done, now), lease)
                .onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                .recoverWithNull()
                .replaceWith(done);
    }

    private Conversation handedOver(Conversation former, ToolLoop.Done done, Instant now) {
        if (done.handover() == null) {
            return former;
        }
        Conversation after = done.handover().applyTo(former, now);
        ports.log().handedOver(after, former.setup().agent().agentId(), now);
        return after;
    }
}
