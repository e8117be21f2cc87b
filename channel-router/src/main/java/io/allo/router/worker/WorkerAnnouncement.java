// SPDX-License-Identifier: Apache-2.0
package io.allo.router.worker;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Set;

/** Where workers are announced, as {@code WorkerRegistry} of the contracts describes it. Fails when it cannot be reached. */
public interface WorkerAnnouncement {

    /** One heartbeat: the worker is there, its calls hold their slots, ended calls have left theirs. One step. */
    Uni<Void> beat(Worker worker, Instant now, Set<String> liveCalls, Set<String> endedCalls);

    /** The worker is gone. */
    Uni<Void> remove(String workerId);

    /**
     * @param wsUrl base of the media sockets; the call id follows as a path segment
     * @param draining takes no new call
     */
    record Worker(String id, String host, int port, String wsUrl, int maxCalls, boolean draining) {}
}
