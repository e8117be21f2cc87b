// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Dialogue.AnsweredTurn;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One turn from the person's words to the agent's last: asks the model, runs the tools it calls, asks again with their
 * results. Its steps run one after the other under the conversation's lease; only {@link #cancel} comes from elsewhere.
 *
 * <pre>
 *   finish what a crash left ─▶ ask model ─▶ text ────────────────────────────▶ save ─▶ TurnEnded
 *                                  ▲    └──▶ tool calls ─▶ save keys ─▶ run ─┐
 *                                  └──────────────── results ◀───────────────┘
 * </pre>
 */
final class TurnRun {
    private static final Logger LOG = Logger.getLogger(TurnRun.class);
    private static final int LONGEST_TOOL_CALL_ID = 100;
    private static final String GREETING_TURN = "greeting";
    private static final String HANDED_OVER_TURN = "handoff-";

    /** What a turn uses. @param models the next agent's, when one takes over */
    record Parts(
            ContextStore store,
            ToolLoop tools,
            ChatModel model,
            Function<Conversation, ChatModel> models,
            ConversationLog log,
            HumanDesk human,
            EngineSettings settings,
            Clock clock) {
        TurnNotes notes() {
            return new TurnNotes(log, tools, clock);
        }
    }

    private final Parts parts;
    private final Consumer<AgentEvent> out;
    private final TurnWords words;

    private final TurnSaves saves;
    private Conversation conversation;
    private ChatModel model;
    private Action action = new Action.Listen();
    private AgentEvent.@Nullable KeyEntry keyEntry;
    private boolean silent;
    /** The line gives the floor to the next agent. */
    private boolean passedOn;

    private volatile boolean cancelled;
    private volatile ModelAnswer.@Nullable Collector running;

    TurnRun(
            Parts parts,
            Conversation conversation,
            ContextStore.Lease lease,
            Consumer<AgentEvent> out,
            Instant arrived) {
        this.parts = parts;
        this.conversation = conversation;
        this.model = parts.model();
        this.saves = new TurnSaves(parts.store(), lease);
        this.out = out;
        this.words = new TurnWords(parts.log(), parts.clock(), arrived);
    }

    /** The channel no longer listens (hang-up, barge-in): stop talking, finish what was begun. */
    void cancel() {
        cancelled = true;
        ModelAnswer.Collector current = running;
        if (current != null) {
            current.cut();
        }
    }

    /** The agent's first words. */
    Uni<Void> greet() {
        Dialogue dialogue = conversation.dialogue();
        if (CollectTool.interrupted(dialogue) && !dialogue.pendingCalls().isEmpty()) {
            String interrupted = Objects.requireNonNullElse(dialogue.openTurn(), GREETING_TURN);
            return runCalls(dialogue.pendingCalls(), false).chain(this::respond).chain(() -> finish(interrupted));
        }
        if (conversation.relay().due()) {
            return respond()
                    .chain(() -> finish(HANDED_OVER_TURN + conversation.relay().handoffs()));
        }
        if (dialogue.turns() > 0 || dialogue.openTurn() != null) {
            out.accept(new AgentEvent.TurnEnded("", action, dialogue.awaitedKeys()));
            return Uni.createFrom().voidItem();
        }
        String instruction = conversation.setup().session().greeting();
        update(dialogue.append(new Message.Greeting(instruction)).opening(GREETING_TURN));
        return respond().chain(() -> finish(GREETING_TURN));
    }

    /** The agent's answer to this turn. */
    Uni<Void> answer(UserTurn turn) {
        Optional<AnsweredTurn> before = conversation.dialogue().answerTo(turn.id());
        if (before.isPresent()) {
            repeat(before.get());
            return Uni.createFrom().voidItem();
        }
        boolean resumed = turn.id().equals(conversation.dialogue().openTurn());
        return runCalls(conversation.dialogue().pendingCalls(), false)
                .invoke(() -> {
                    if (resumed) {
                        sayAgain();
                    } else {
                        hear(turn);
                    }
                    if (!resumed || !conversation.relay().due()) {
                        parts.notes().heard(conversation, turn); // else the former agent's words follow it already
                    }
                })
                .chain(() -> parts.human().before(conversation, turn))
                .chain(word -> answer(turn, resumed, word));
    }

    private Uni<Void> answer(UserTurn turn, boolean resumed, HumanDesk.Word word) {
        return switch (word) {
            case HumanDesk.Word.GoOn() ->
                (resumed ? Uni.createFrom().voidItem() : handOverByWords(turn))
                        .chain(this::respond)
                        .chain(() -> parts.human().after(conversation))
                        .invoke(added -> announce(added.orElse(null)))
                        .chain(() -> finish(turn.id()));
            case HumanDesk.Word.Say(var said) -> {
                announce(said);
                yield finish(turn.id());
            }
            case HumanDesk.Word.Silent() -> close(turn.id(), "");
        };
    }

    private void repeat(AnsweredTurn answer) {
        if (!answer.text().isEmpty()) {
            out.accept(new AgentEvent.Text(answer.text()));
        }
        out.accept(new AgentEvent.TurnEnded(answer.text(), answer.action(), answer.keyEntry()));
    }

    private void hear(UserTurn turn) {
        update(conversation
                .dialogue()
                .append(new Message.User(turn.input(), turn.text()))
                .opening(turn.id())
                .countingTurn());
    }

    /** What a replica said before it died was perhaps not delivered. */
    private void sayAgain() {
        conversation.dialogue().saidSinceHeard().forEach(this::say);
    }

    /** What a keyword asks for is a tool call like the model's; where it is refused the agent answers as if there were none. */
    private Uni<Void> handOverByWords(UserTurn turn) {
        Optional<Map<String, Object>> asked = Handoffs.byWords(conversation, turn.text());
        if (asked.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        List<Message> before = conversation.dialogue().messages();
        int handoffs = conversation.relay().handoffs();
        Dialogue counted = conversation.dialogue().countingToolCall();
        Message.ToolCall call =
                new Message.ToolCall(uniqueId(counted.toolCalls(), "keyword"), Handoffs.NAME, asked.get());
        update(counted.append(call));
        return runCalls(List.of(call), true)
                .invoke(() -> {
                    if (conversation.relay().handoffs() == handoffs) {
                        update(conversation.dialogue().withMessages(before));
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> respond() {
        if (passedOn) {
            return Uni.createFrom().voidItem();
        }
        if (conversation.setup().degraded()) {
            say(Apologies.DEGRADED.in(conversation.language()));
            action = new Action.End(EndReason.FAILED);
            return Uni.createFrom().voidItem();
        }
        return round(1);
    }

    private Uni<Void> round(int number) {
        if (number > parts.settings().maxToolRounds()) {
            log(() -> LOG.warnf("the model asked for tools %d times in one turn", number - 1));
            apologise();
            return Uni.createFrom().voidItem();
        }
        silent = cancelled;
        return askModel().onItemOrFailure().transformToUni((answer, failure) -> {
            if (failure != null) {
                log(() -> LOG.warn("the model failed", failure));
                apologise();
                return Uni.createFrom().voidItem();
            }
            return follow(answer, number);
        });
    }

    private Uni<ModelAnswer> askModel() {
        ModelAnswer.Collector collector = new ModelAnswer.Collector(
                this::say, this::used, parts.settings().maxTurnCharacters());
        ChatModel.Request request = conversation.request(parts.clock().instant());
        if (!silent) {
            running = collector; // a silent round must run to its end: the model has to learn its tools' results
        }
        return Uni.createFrom()
                .deferred(
                        () -> collector.collect(model, request, parts.settings().modelTimeout()))
                .eventually(() -> running = null);
    }

    private Uni<Void> follow(ModelAnswer answer, int number) {
        Dialogue next = conversation.dialogue();
        if (!answer.text().isBlank()) {
            next = next.append(new Message.Agent(answer.text()));
        }
        if (answer.memory() != null) {
            next = next.remembering(answer.memory());
        }
        keyEntry = answer.keyEntry();
        if (answer.calls().isEmpty()) {
            update(next);
            return Uni.createFrom().voidItem();
        }
        for (ChatModel.Event.ToolCall call : answer.calls()) {
            next = next.countingToolCall();
            String id = uniqueId(next.toolCalls(), call.id());
            next = next.append(new Message.ToolCall(id, call.tool(), call.arguments()));
        }
        update(next);
        return runCalls(conversation.dialogue().pendingCalls(), true)
                .chain(askAgain ->
                        askAgain ? round(number + 1) : Uni.createFrom().voidItem());
    }

    /** Models number their calls anew with each session, but the executor does one key once. */
    static String uniqueId(int count, String id) {
        String unique = count + "-" + id;
        return unique.substring(0, Math.min(unique.length(), LONGEST_TOOL_CALL_ID));
    }

    /** Runs the calls one after the other: a later one may need the context that an earlier one left. */
    private Uni<Boolean> runCalls(List<Message.ToolCall> calls, boolean saveFirst) {
        if (calls.isEmpty()) {
            return Uni.createFrom().item(true);
        }
        Uni<Boolean> saved =
                saveFirst ? saves.keys(conversation) : Uni.createFrom().item(true);
        return saved.chain(keysAreSafe -> Multi.createFrom()
                .iterable(calls)
                .onItem()
                .transformToUniAndConcatenate(call -> runCall(call, keysAreSafe))
                .collect()
                .asList()
                .map(answers -> answers.stream().allMatch(Boolean::booleanValue)));
    }

    private Uni<Boolean> runCall(Message.ToolCall call, boolean keyIsSafe) {
        if (!conversation.dialogue().pendingCalls().contains(call)) {
            return Uni.createFrom().item(true); // of the former agent: the next one has not asked for it
        }
        emit(new AgentEvent.ToolStarted(call.tool()));
        Instant begun = parts.clock().instant();
        Uni<ToolLoop.Done> run = keyIsSafe
                ? parts.tools().run(conversation, call)
                : Uni.createFrom().item(ToolLoop.unavailable(call.tool()));
        return run.chain(done -> {
            update(conversation
                    .dialogue()
                    .append(new Message.ToolResult(call.id(), call.tool(), done.result()))
                    .enriched(done.contextUpdates()));
            parts.notes().called(conversation, call, done, begun);
            emit(done.finished(call.tool()));
            obey(done);
            Uni<Void> safe = done.handover() == null ? Uni.createFrom().voidItem() : saves.atLast(conversation);
            return safe.replaceWith(!done.flags().skipResponseCreate());
        });
    }

    private void obey(ToolLoop.Done done) {
        if (done.flags().triggersHangup()) {
            action = new Action.End(EndReason.AGENT_HANGUP);
        } else if (done.flags().triggersTransfer() && done.transfer() != null) {
            action = done.transfer();
            announce(done.announcement());
        } else if (done.handover() != null) {
            handOver(done.handover());
            passedOn = done.flags().skipResponseCreate();
        } else {
            announce(done.announcement());
        }
    }

    /** What was said until here the former agent has said. */
    private void handOver(Handover next) {
        String announcement = next.announcement(conversation);
        if (announcement != null) {
            say(words.apart(announcement));
        }
        Instant now = parts.clock().instant();
        if (!words.isRecorded()) {
            words.record(conversation, now);
            update(conversation.dialogue().countingTurn());
        }
        String former = conversation.setup().agent().agentId();
        conversation = next.applyTo(conversation, now);
        model = parts.models().apply(conversation);
        keyEntry = null;
        parts.log().handedOver(conversation, former, now);
        emit(new AgentEvent.HandedOver(next));
    }

    /** Models repeat in their answer what they gave the tool to say: so they are not asked. */
    private void announce(@Nullable String announcement) {
        if (announcement != null) {
            say(words.apart(announcement));
            update(conversation.dialogue().append(new Message.Agent(announcement)));
        }
    }

    private void used(ModelUsage usage) {
        parts.notes().used(conversation, usage);
    }

    private void apologise() {
        String apology = Apologies.TURN_FAILED.in(conversation.language());
        say(words.apart(apology));
        update(conversation.dialogue().append(new Message.Agent(apology)));
    }

    private void say(String text) {
        emit(new AgentEvent.Text(words.add(text)));
    }

    private Uni<Void> finish(String turnId) {
        Instant now = parts.clock().instant();
        Conversation spoken = conversation;
        if (!passedOn) {
            conversation = conversation.spoken();
            update(conversation.dialogue().countingTurn());
        }
        EndReason end = conversation.endsWith(action);
        if (end != null) {
            conversation = conversation.endedBecause(end, now);
        }
        // Recorded once it is saved: what a replica says that was cut off for too long counts nowhere.
        return close(turnId, words.text()).invoke(() -> {
            if (!passedOn) {
                words.record(spoken, now);
            }
            if (end != null) {
                parts.log().ended(conversation, end, now);
            }
        });
    }

    private Uni<Void> close(String turnId, String text) {
        update(conversation
                .dialogue()
                .closing(new AnsweredTurn(turnId, text, action, keyEntry))
                .boundedTo(parts.settings().maxMessages()));
        return saves.atLast(conversation).invoke(() -> out.accept(new AgentEvent.TurnEnded(text, action, keyEntry)));
    }

    private void update(Dialogue next) {
        conversation = conversation.with(next, parts.clock().instant());
    }

    private void emit(AgentEvent event) {
        if (!cancelled) {
            out.accept(event);
        }
    }

    private void log(Runnable line) {
        ConversationScope.run(conversation, line);
    }
}
