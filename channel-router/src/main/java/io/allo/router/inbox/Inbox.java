// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.channel.InboundMessage;
import io.allo.router.channel.InboundMessage.Kind;
import io.allo.router.channel.OutboundMessage;
import io.allo.router.conversation.AgentEvent;
import io.allo.router.conversation.AgentEvent.TurnEnded;
import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.InboxEntry.Delivery;
import io.allo.router.inbox.InboxEntry.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.context.Context;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Accepts messages of text channels and has them answered, each once, in order per conversation. */
@ApplicationScoped
public class Inbox {
    private static final Logger LOG = Logger.getLogger(Inbox.class);

    /** What a person reads when a turn failed; the domain's own words. */
    public static final String APOLOGY = "Désolé, une erreur s'est produite.";

    /** How soon to look again for the answer of another replica. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final InboxRepository rows;
    private final Acceptance acceptance;
    private final InboxConfig config;
    private final TurnRunner runner;
    private final ReplyDelivery delivery;
    private final WholeMessage whole;
    private final UnreadMessage unread;
    private final RunningCalls calls;
    private final SenderLimits limits;
    private final List<TurnListener> listeners;
    private final MeterRegistry metrics;
    private final Map<Long, RunningTurn> running = new ConcurrentHashMap<>();
    private final TurnQueue queue;

    Inbox(
            InboxRepository rows,
            Acceptance acceptance,
            InboxConfig config,
            TurnRunner runner,
            ReplyDelivery delivery,
            WholeMessage whole,
            UnreadMessage unread,
            RunningCalls calls,
            SenderLimits limits,
            @All List<TurnListener> listeners,
            MeterRegistry metrics,
            Vertx vertx) {
        this.rows = rows;
        this.acceptance = acceptance;
        this.config = config;
        this.runner = runner;
        this.delivery = delivery;
        this.whole = whole;
        this.unread = unread;
        this.calls = calls;
        this.limits = limits;
        this.listeners = listeners;
        this.metrics = metrics;
        this.queue = new TurnQueue(rows, config.maxTurns(), vertx, turns());
        metrics.gauge("allo.inbox.turns.rate", queue, TurnQueue::rate);
        metrics.gauge("allo.inbox.in.work", running, Map::size);
    }

    /**
     * Keeps the message and starts the work on it. The item comes once the row is committed.
     *
     * @return fails with {@link ConversationFullException} when too many messages of this conversation wait
     */
    public Uni<Accepted> accept(InboundMessage message, String accountId) {
        ConversationKey key = new ConversationKey(accountId, message.channel(), message.sessionId());
        if (queue.waiting(key) >= config.maxWaiting()) {
            return Uni.createFrom().failure(new ConversationFullException());
        }
        // A client that goes away must not cancel between the commit and the beginning of the work.
        CompletableFuture<Accepted> accepted =
                insert(message, accountId, Context.current()).subscribe().asCompletionStage();
        return Uni.createFrom().completionStage(() -> accepted.copy());
    }

    private Uni<Accepted> insert(InboundMessage message, String accountId, Context trace) {
        long since = System.nanoTime();
        return Repeatable.surely(acceptance.keep(limits.judged(message, accountId), accountId))
                .flatMap(inserted -> {
                    queue.accepted(Duration.ofNanos(System.nanoTime() - since));
                    if (inserted.isPresent()) {
                        metrics.counter("allo.inbox.accepted", "provider", message.provider())
                                .increment();
                        RunningTurn turn = begin(inserted.get(), false, trace);
                        return Uni.createFrom().item(new Accepted(turn.entry(), false, turn::await));
                    }
                    metrics.counter("allo.inbox.duplicates", "provider", message.provider())
                            .increment();
                    return rows.find(accountId, message.provider(), message.messageId())
                            .map(Optional::orElseThrow)
                            .map(this::again);
                });
    }

    /** The messages of a conversation after row {@code after} with their answers, oldest first. */
    public Uni<List<InboxEntry>> transcript(ConversationKey key, long after, int limit) {
        return rows.transcript(key, after, limit);
    }

    /** A row, for those who follow it on another replica. */
    public Uni<Optional<InboxEntry>> find(long id) {
        return rows.find(id);
    }

    /** What this person last wrote to this number of ours. */
    public Uni<Optional<InboxEntry>> lastOf(ConversationKey key, String called) {
        return rows.lastOf(key, called);
    }

    /** The answer that closed the conversation, if one did. */
    public Uni<Optional<OutboundMessage>> closedBy(ConversationKey key) {
        return rows.closedBy(key).map(last -> last.map(InboxEntry::reply));
    }

    /**
     * Erases the messages of a conversation that is over, and their answers. That they came remains, so that one that comes again is
     * not answered again.
     *
     * @param after null: from the first on
     * @return false: one of them is not finished, or its answer is on its way; nothing was erased then
     */
    public Uni<Boolean> erase(ConversationKey key, @Nullable Instant after, Instant until) {
        return rows.erase(key, after, until);
    }

    /** Erases what this person wrote to the account and is left anywhere, for example what no agent ever answered. How many. */
    public Uni<Integer> eraseSender(String accountId, String sender) {
        return rows.eraseSender(accountId, sender);
    }

    /** True while this replica works on row {@code id}: its listeners then hear of the answer. */
    public boolean worksOn(long id) {
        return running.containsKey(id);
    }

    /** Works on a row taken over from a replica that died. */
    void recover(InboxEntry entry) {
        metrics.counter("allo.inbox.recovered", "provider", entry.provider()).increment();
        LOG.infof("Message %d was abandoned (attempt %d): taken over", entry.id(), entry.attempts());
        begin(entry, true, Context.root());
    }

    /** What waits for its turn here. */
    TurnQueue queue() {
        return queue;
    }

    /** Rows in work here; their leases must be renewed. */
    Collection<Long> inWork() {
        return running.keySet();
    }

    private RunningTurn begin(InboxEntry entry, boolean claimed, Context trace) {
        RunningTurn turn = new RunningTurn(entry, claimed, trace);
        running.put(entry.id(), turn);
        queue.submit(turn);
        return turn;
    }

    private Accepted again(InboxEntry entry) {
        RunningTurn turn = running.get(entry.id());
        return new Accepted(
                entry,
                true,
                turn != null
                        ? turn::await
                        : patience -> follow(entry.id(), Instant.now().plus(patience)));
    }

    /** The same answer for a message that was answered before or is being answered by another replica. */
    private Uni<Optional<OutboundMessage>> follow(long id, Instant until) {
        return rows.find(id).flatMap(found -> {
            if (found.isEmpty() || found.get().state().finished()) {
                return Uni.createFrom()
                        .item(found.filter(entry -> entry.delivery() == Delivery.DIRECT)
                                .map(InboxEntry::reply));
            }
            if (Instant.now().isAfter(until)) {
                return Uni.createFrom().item(Optional.empty());
            }
            return Uni.createFrom().voidItem().onItem().delayIt().by(LOOK_AGAIN).flatMap(_ -> follow(id, until));
        });
    }

    private TurnQueue.Work turns() {
        return new TurnQueue.Work() {
            @Override
            public Uni<Void> work(RunningTurn turn, InboxEntry claimed) {
                return Inbox.this.work(turn, claimed);
            }

            @Override
            public void broken(RunningTurn turn, Throwable failure) {
                Inbox.this.broken(turn, failure);
            }

            @Override
            public void over(RunningTurn turn) {
                running.remove(turn.entry().id());
            }
        };
    }

    /** The row is there: who has another way to the person lets him wait for it, since an apology now would be a second answer. */
    private void broken(RunningTurn turn, Throwable failure) {
        if (delivery.pushes(turn.entry().provider())) {
            turn.answered(Optional.empty());
        } else {
            turn.failed(failure);
        }
    }

    private Uni<Void> work(RunningTurn turn, InboxEntry entry) {
        if (entry.attempts() > config.maxAttempts()) {
            LOG.errorf("Message %d was begun %d times: given up", entry.id(), entry.attempts() - 1);
            return finish(turn, entry, State.FAILED, instead(entry)).replaceWithVoid();
        }
        Optional<OutboundMessage> tooMany = SenderLimits.answer(entry);
        if (tooMany.isPresent()) {
            return finish(turn, entry, State.ANSWERED, tooMany.get()).replaceWithVoid();
        }
        return whole.of(entry)
                .invoke(asked -> asked.joined().forEach(this::joined))
                .flatMap(asked -> takenByCall(asked)
                        .flatMap(taken ->
                                taken.map(words -> say(turn, entry, words)).orElseGet(() -> answer(turn, asked))));
    }

    private void joined(long id) {
        RunningTurn turn = running.get(id);
        if (turn != null) {
            turn.join();
        }
    }

    private Uni<Optional<String>> takenByCall(WholeMessage.Asked asked) {
        return asked.entry().kind() == Kind.TEXT
                ? calls.take(asked.entry(), asked.used())
                : Uni.createFrom().item(Optional.empty());
    }

    private Uni<Void> answer(RunningTurn turn, WholeMessage.Asked asked) {
        InboxEntry entry = asked.entry();
        return entry.kind() == Kind.TEXT && entry.text().isBlank()
                ? unread.answerTo(entry).flatMap(words -> say(turn, entry, words))
                : run(turn, asked);
    }

    private Uni<Void> say(RunningTurn turn, InboxEntry entry, String words) {
        return finish(turn, entry, State.ANSWERED, OutboundMessage.say(entry.sessionId(), words))
                .replaceWithVoid();
    }

    private Uni<Void> run(RunningTurn turn, WholeMessage.Asked asked) {
        InboxEntry entry = asked.entry();
        Consumer<AgentEvent> events = event -> forListener(entry, listener -> listener.onEvent(entry, event));
        return runner.run(asked, turn, events)
                .onItemOrFailure()
                .transformToUni((ended, failure) ->
                        failure == null ? answered(turn, asked, ended) : failed(turn, entry, failure));
    }

    private Uni<Void> answered(RunningTurn turn, WholeMessage.Asked asked, TurnEnded ended) {
        InboxEntry entry = asked.entry();
        return unread.noteTo(asked)
                .flatMap(note -> finish(
                        turn,
                        entry,
                        State.ANSWERED,
                        OutboundMessage.of(entry.sessionId(), ended).and(note)))
                .flatMap(ours -> ours ? close(entry, ended) : Uni.createFrom().voidItem());
    }

    private Uni<Void> close(InboxEntry entry, TurnEnded ended) {
        return runner.close(entry, ended).onFailure().recoverWithUni(failure -> {
            LOG.errorf(failure, "After message %d: the conversation could not be closed", entry.id());
            return Uni.createFrom().voidItem();
        });
    }

    private Uni<Void> failed(RunningTurn turn, InboxEntry entry, Throwable failure) {
        LOG.errorf(failure, "Message %d of %s could not be answered", entry.id(), entry.provider());
        return finish(turn, entry, State.FAILED, instead(entry)).replaceWithVoid();
    }

    /** What is sent when all fails: what somebody else wrote goes out though it was not remembered. */
    private static OutboundMessage instead(InboxEntry entry) {
        return OutboundMessage.say(entry.sessionId(), entry.kind() == Kind.STAFF ? entry.text() : APOLOGY);
    }

    /** Stores the answer and sees to its delivery; false when another replica had taken the row. */
    private Uni<Boolean> finish(RunningTurn turn, InboxEntry entry, State state, OutboundMessage reply) {
        boolean awaited = turn.closeForWaiters();
        boolean push = !awaited && delivery.pushes(entry.provider()) && !reply.silent();
        long since = System.nanoTime();
        return Repeatable.surely(rows.finish(
                        entry.id(), state, reply, push ? Delivery.SENDING : Delivery.DIRECT, turn.onePerson()))
                .onFailure()
                .invoke(() -> {
                    if (push) {
                        delivery.notBegun(entry.id());
                    }
                })
                .flatMap(stored -> {
                    boolean ours = stored.isPresent();
                    OutboundMessage said = stored.map(InboxEntry::reply).orElse(reply);
                    boolean dropped = state == State.ANSWERED && said.silent() && !reply.silent();
                    metrics.timer("allo.inbox.answered", "provider", entry.provider(), "state", state.wireName())
                            .record(Duration.between(entry.receivedAt(), Instant.now()));
                    turn.answered(ours ? Optional.of(said) : Optional.empty());
                    if (ours) {
                        forListener(entry, listener -> listener.onAnswered(entry, said));
                    }
                    // Awaited before the next message of the conversation, so that answers are read in order.
                    if (dropped) {
                        return runner.unsaid(entry).replaceWith(false);
                    }
                    return ours && push
                            ? delivery.send(stored.get(), since).replaceWith(true)
                            : unlessTaken(turn, entry, ours && !said.silent()).replaceWith(ours);
                });
    }

    /** The clients to whom the answer was promised may have gone while it was being stored. */
    private Uni<Void> unlessTaken(RunningTurn turn, InboxEntry entry, boolean hasWords) {
        return hasWords && turn.everybodyLeft() && delivery.pushes(entry.provider())
                ? delivery.sendAfterAll(entry.id())
                : Uni.createFrom().voidItem();
    }

    private void forListener(InboxEntry entry, Consumer<TurnListener> action) {
        for (TurnListener listener : listeners) {
            if (listener.provider().equals(entry.provider())) {
                try {
                    action.accept(listener);
                } catch (RuntimeException e) {
                    // Showing is not answering: the turn goes on.
                    LOG.errorf(e, "Message %d: its answer could not be shown while it came", entry.id());
                }
            }
        }
    }

    /** Too many messages of one conversation wait for their turn. */
    public static final class ConversationFullException extends RuntimeException {
        private static final long serialVersionUID = 1;

        ConversationFullException() {
            super("too many messages of this conversation wait for an answer");
        }
    }
}
