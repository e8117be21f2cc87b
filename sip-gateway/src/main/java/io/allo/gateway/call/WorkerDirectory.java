// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Finds workers. Any thread; answers come on any thread and never fail: trouble is an empty answer. */
public interface WorkerDirectory {

    /** Reserves a slot for the call at a worker that is not in {@code excluded}; empty when none is free. */
    CompletionStage<Optional<Worker>> reserve(CallId call, int epoch, Set<String> excluded);

    /** Does any worker live, be it full? */
    default boolean isAnyAlive() {
        return true;
    }

    /** Was there none for so long that calls should go elsewhere? */
    default boolean isDeserted() {
        return false;
    }

    /** Where calls wait while every worker is full. */
    default WaitingRoom waitingRoom() {
        return WaitingRoom.NONE;
    }

    /** Gives a reservation back, in the background. */
    void release(Worker worker, CallId call);
}
