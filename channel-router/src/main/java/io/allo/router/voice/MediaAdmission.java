// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.smallrye.mutiny.Uni;

/** The shared memory of all workers about media sockets: which tokens were used, and which worker has which call. */
public interface MediaAdmission extends TakeoverLedger {

    /**
     * Uses the token up and notes the epoch, in one step. Fails when the memory cannot be reached.
     *
     * @param epoch epoch of this worker for the call
     * @param token the handshake's token, already verified
     */
    Uni<Verdict> admit(String callId, int epoch, String token);

    /** May the socket open? */
    enum Verdict {
        ADMITTED,
        /** The token has opened a socket before. */
        TOKEN_USED,
        /** A worker with a higher epoch has the call. */
        SUPERSEDED
    }
}
