// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.conversation.ConversationKey;
import io.allo.router.inbox.HeldTurns.Found;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;

/**
 * From an accepted message to the beginning of its turn: in the order of its conversation, when the machine has CPU for it, and once no
 * other replica works on an earlier one. Thread-safe.
 */
final class TurnQueue {
    private final InboxRepository rows;
    private final Work work;
    private final TurnGate gate;
    private final HeldTurns held;
    private final ConversationLanes lanes = new ConversationLanes(this::step);

    /** What is done when it is a turn's time. */
    interface Work {
        Uni<Void> work(RunningTurn turn, InboxEntry claimed);

        /** Its row could not be claimed, or the work failed. */
        void broken(RunningTurn turn, Throwable failure);

        /** Nothing more is done for it, whatever became of it. */
        void over(RunningTurn turn);
    }

    TurnQueue(InboxRepository rows, int mostAtOnce, Vertx vertx, Work work) {
        this.rows = rows;
        this.work = work;
        this.gate = new TurnGate(mostAtOnce, System::nanoTime, (ms, then) -> vertx.setTimer(ms, _ -> then.run()));
        this.held = new HeldTurns(rows::look, System::nanoTime);
    }

    void submit(RunningTurn turn) {
        lanes.submit(turn);
    }

    int waiting(ConversationKey key) {
        return lanes.waiting(key);
    }

    double rate() {
        return gate.rate();
    }

    /** A message was accepted in this time. */
    void accepted(Duration took) {
        gate.accepted(took);
    }

    /** Every 50 ms: how late a timer was. Less is begun then. */
    void tick(Duration lateness) {
        gate.tick(lateness);
        held.tick();
    }

    /** Every 200 ms: the share of the machine's CPU that was in use, 0 to 1. */
    void busy(double share) {
        gate.busy(share);
    }

    /** Something stood so long before an event loop came to it. */
    void waited(Duration before) {
        gate.waited(before);
    }

    /** One step of the first waiting turn of a conversation: true when done with it. */
    private Uni<Boolean> step(RunningTurn turn) {
        return (turn.joined() ? answeredElsewhere(turn) : turn.held() ? looked(turn) : begun(turn))
                .onFailure()
                .invoke(failure -> work.broken(turn, failure))
                .onTermination()
                .invoke((done, failure, _) -> {
                    if (failure != null || Boolean.TRUE.equals(done)) {
                        work.over(turn);
                    }
                });
    }

    private Uni<Boolean> begun(RunningTurn turn) {
        return gate.pass(() -> claim(turn).flatMap(claimed -> {
                    if (claimed.isPresent()) {
                        return work.work(turn, claimed.get()).replaceWith(true);
                    }
                    gate.spared();
                    return Uni.createFrom().item(false);
                }))
                .flatMap(done -> done ? Uni.createFrom().item(true) : looked(turn));
    }

    private Uni<Optional<InboxEntry>> claim(RunningTurn turn) {
        return turn.claimed()
                ? Uni.createFrom().item(Optional.of(turn.entry()))
                : rows.claim(turn.entry().id());
    }

    private Uni<Boolean> looked(RunningTurn turn) {
        return held.next(turn.entry().id()).flatMap(found -> {
            turn.held(found == Found.HELD);
            return found == Found.GONE
                    ? answeredElsewhere(turn)
                    : Uni.createFrom().item(false);
        });
    }

    private static Uni<Boolean> answeredElsewhere(RunningTurn turn) {
        turn.answered(Optional.empty());
        return Uni.createFrom().item(true);
    }
}
