// SPDX-License-Identifier: Apache-2.0
package io.allo.router.inbox;

import io.allo.router.conversation.ConversationKey;
import io.smallrye.mutiny.Uni;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * One turn after the other per conversation within this process, always the one with the smallest row id: rows of two
 * requests that came together may be submitted in the wrong order. Thread-safe; work starts on the thread that submits
 * it or that finished the turn before.
 */
final class ConversationLanes {
    private static final Logger LOG = Logger.getLogger(ConversationLanes.class);

    private final Map<ConversationKey, Lane> lanes = new ConcurrentHashMap<>();
    private final Function<RunningTurn, Uni<Boolean>> step;

    /** @param step works on a turn; true: done with it, false: ask again (then the smallest one may be another) */
    ConversationLanes(Function<RunningTurn, Uni<Boolean>> step) {
        this.step = step;
    }

    int waiting(ConversationKey key) {
        Lane lane = lanes.get(key);
        return lane == null ? 0 : lane.turns.size();
    }

    void submit(RunningTurn turn) {
        boolean[] idle = {false};
        Lane lane = lanes.compute(turn.entry().conversation(), (key, present) -> {
            idle[0] = present == null;
            Lane target = present == null ? new Lane(key) : present;
            target.turns.put(turn.entry().id(), turn);
            return target;
        });
        if (idle[0]) {
            lane.next();
        }
    }

    private final class Lane {
        private final ConversationKey key;
        private final ConcurrentSkipListMap<Long, RunningTurn> turns = new ConcurrentSkipListMap<>();

        Lane(ConversationKey key) {
            this.key = key;
        }

        void next() {
            // Under the map's lock, so that no turn is added to a lane that is being dropped.
            Lane alive = lanes.computeIfPresent(key, (_, lane) -> lane.turns.isEmpty() ? null : lane);
            if (alive != null) {
                RunningTurn turn = turns.firstEntry().getValue();
                Uni.createFrom()
                        .deferred(() -> step.apply(turn))
                        .subscribe()
                        .with(done -> after(turn, done), failure -> {
                            LOG.errorf(
                                    failure,
                                    "Message %d could not be worked on",
                                    turn.entry().id());
                            after(turn, true);
                        });
            }
        }

        private void after(RunningTurn turn, boolean done) {
            if (done) {
                turns.remove(turn.entry().id());
            }
            next();
        }
    }
}
