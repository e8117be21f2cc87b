// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.smallrye.mutiny.Uni;

/** Which worker has a call: the one that was given the highest epoch. */
public interface TakeoverLedger {

    /** True when a worker with a higher epoch has this call. */
    Uni<Boolean> takenOver(String callId, int epoch);
}
