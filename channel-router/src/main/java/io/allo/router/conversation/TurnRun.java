// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.EndReason;
import io.allo.router.conversation.AgentEvent.Action;
import io.allo.router.conversation.ChatModel.Message;
import io.allo.router.conversation.Dialogue.AnsweredTurn;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
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
    private static final Duration FIRST_SAVE_RETRY = Duration.ofMillis(100);
    private static final Duration LAST_SAVE_RETRY = Duration.ofSeconds(1);

    /** What a turn uses; the same for all. */
    record Parts(
            ContextStore store,
            ToolLoop tools,
            ChatModel model,
            ConversationLog log,
            HumanDesk human,
            EngineSettings settings,
            Clock clock) {
        TurnNotes notes() {
            return new TurnNotes(log, tools, clock);
        }
    }

    private final Parts parts;
    private final ContextStore.Lease lease;
    private final Consumer<AgentEvent> out;
    private final Instant arrived;
    private final StringBuilder said = new StringBuilder();

    private Conversation conversation;
    private Action action = new Action.Listen();
    private AgentEvent.@Nullable KeyEntry keyEntry;
    private @Nullable Instant firstWordsAt;
    private boolean silent;
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
        this.lease = lease;
        this.out = out;
        this.arrived = arrived;
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
                    parts.notes().heard(conversation, turn);
                })
                .chain(() -> parts.human().before(conversation, turn))
                .chain(word -> answer(turn.id(), word));
    }

    private Uni<Void> answer(String turnId, HumanDesk.Word word) {
        return switch (word) {
            case HumanDesk.Word.GoOn() ->
                respond()
                        .chain(() -> parts.human().after(conversation))
                        .invoke(added -> announce(added.orElse(null)))
                        .chain(() -> finish(turnId));
            case HumanDesk.Word.Say(var words) -> {
                announce(words);
                yield finish(turnId);
            }
            case HumanDesk.Word.Silent() -> close(turnId, "");
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
        List<Message> messages = conversation.dialogue().messages();
        int from = messages.size();
        while (from > 0 && !(messages.get(from - 1) instanceof Message.User)) {
            from--;
        }
        messages.subList(from, messages.size()).forEach(message -> {
            if (message instanceof Message.Agent agent) {
                say(agent.text());
            }
        });
    }

    private Uni<Void> respond() {
        if (conversation.setup().degraded()) {
            say(Apologies.DEGRADED.in(conversation.setup().language()));
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
        ChatModel.Request request = request(conversation, parts.clock().instant());
        if (!silent) {
            running = collector; // a silent round must run to its end: the model has to learn its tools' results
        }
        return Uni.createFrom()
                .deferred(() -> collector.collect(
                        parts.model(), request, parts.settings().modelTimeout()))
                .eventually(() -> running = null);
    }

    static ChatModel.Request request(Conversation conversation, Instant now) {
        Dialogue dialogue = conversation.dialogue();
        return new ChatModel.Request(
                conversation.setup().agent().languages(),
                conversation.key().channel(),
                conversation.setup().session(),
                dialogue.context(),
                dialogue.messages(),
                dialogue.memory(),
                now,
                conversation.setup().agent().speech().tuning().temperature());
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
        Uni<Boolean> saved = saveFirst ? saveKeys() : Uni.createFrom().item(true);
        return saved.chain(keysAreSafe -> Multi.createFrom()
                .iterable(calls)
                .onItem()
                .transformToUniAndConcatenate(call -> runCall(call, keysAreSafe))
                .collect()
                .asList()
                .map(answers -> answers.stream().allMatch(Boolean::booleanValue)));
    }

    /** Without a stored key a call could not be repeated safely, so it is not made. */
    private Uni<Boolean> saveKeys() {
        return save().replaceWith(true)
                .onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                .recoverWithItem(failure -> {
                    log(() -> LOG.warnf("tool keys could not be saved (%s)", failure));
                    return false;
                });
    }

    private Uni<Boolean> runCall(Message.ToolCall call, boolean keyIsSafe) {
        emit(new AgentEvent.ToolStarted(call.tool()));
        Instant begun = parts.clock().instant();
        Uni<ToolLoop.Done> run = keyIsSafe
                ? parts.tools().run(conversation, call)
                : Uni.createFrom().item(ToolLoop.unavailable(call.tool()));
        return run.map(done -> {
            update(conversation
                    .dialogue()
                    .append(new Message.ToolResult(call.id(), call.tool(), done.result()))
                    .enriched(done.contextUpdates()));
            parts.notes().called(conversation, call, done, begun);
            emit(done.finished(call.tool()));
            obey(done);
            return !done.flags().skipResponseCreate();
        });
    }

    private void obey(ToolLoop.Done done) {
        if (done.flags().triggersHangup()) {
            action = new Action.End(EndReason.AGENT_HANGUP);
        } else if (done.flags().triggersTransfer() && done.transfer() != null) {
            action = done.transfer();
            announce(done.announcement());
        } else {
            announce(done.announcement());
        }
    }

    /** Models repeat in their answer what they gave the tool to say: so they are not asked. */
    private void announce(@Nullable String words) {
        if (words != null) {
            say(said.isEmpty() ? words : " " + words);
            update(conversation.dialogue().append(new Message.Agent(words)));
        }
    }

    private void used(ModelUsage usage) {
        parts.notes().used(conversation, usage);
    }

    private void apologise() {
        String apology = Apologies.TURN_FAILED.in(conversation.setup().language());
        say(said.isEmpty() ? apology : " " + apology);
        update(conversation.dialogue().append(new Message.Agent(apology)));
    }

    private void say(String text) {
        if (firstWordsAt == null) {
            firstWordsAt = parts.clock().instant();
        }
        said.append(text);
        emit(new AgentEvent.Text(text));
    }

    private Uni<Void> finish(String turnId) {
        Instant now = parts.clock().instant();
        int number = conversation.dialogue().turns();
        update(conversation.dialogue().countingTurn());
        Instant begun = firstWordsAt == null ? now : firstWordsAt;
        Action.@Nullable End end = endsNow();
        if (end != null) {
            conversation = conversation.endedBecause(end.reason(), now);
        }
        // Recorded once it is saved: what a replica says that was cut off for too long counts nowhere.
        return close(turnId, said.toString()).invoke(() -> {
            parts.notes().said(conversation, number, said.toString(), arrived, begun);
            if (end != null) {
                parts.log().ended(conversation, end.reason(), now);
            }
        });
    }

    private Uni<Void> close(String turnId, String text) {
        update(conversation
                .dialogue()
                .closing(new AnsweredTurn(turnId, text, action, keyEntry))
                .boundedTo(parts.settings().maxMessages()));
        return saveAtLast().invoke(() -> out.accept(new AgentEvent.TurnEnded(text, action, keyEntry)));
    }

    /** On the phone the call ends when the last words were played; a text is delivered with its turn. */
    private Action.@Nullable End endsNow() {
        return conversation.key().channel() != Channel.VOICE && action instanceof Action.End end ? end : null;
    }

    /** What was said was said: a store that stays away costs the memory of this turn, not its answer. */
    private Uni<Void> saveAtLast() {
        return save().onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                .recoverWithItem(failure -> {
                    log(() -> LOG.errorf("a turn could not be saved (%s)", failure));
                    return null;
                });
    }

    private Uni<Void> save() {
        return Uni.createFrom()
                .deferred(() -> parts.store().save(conversation, lease))
                .onFailure(failure -> !(failure instanceof ContextStore.LeaseLostException))
                .retry()
                .withBackOff(FIRST_SAVE_RETRY, LAST_SAVE_RETRY)
                .atMost(3);
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
