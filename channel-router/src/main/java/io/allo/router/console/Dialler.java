// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console;

import io.smallrye.mutiny.Uni;
import java.util.Optional;

/** Places and ends calls. */
interface Dialler {
    ConsoleConfig.Dialling kind();

    /** What it needs is configured. */
    boolean available();

    /** The telephone is about to ring. Fails with {@link RefusedException}. */
    Uni<ConsoleSession.Call> place(ConsoleSession session, String number);

    /** The call is known to the session now. */
    default void placed(ConsoleSession session) {}

    /** The call is over, how long it lasted in seconds where that is known. A call that was over already counts. */
    Uni<Optional<Integer>> hangUp(ConsoleSession session, String callSid);

    /** How it stands, where whoever carries it is asked. */
    default Uni<Optional<ConsoleSession.Call>> look(ConsoleSession session, String callSid) {
        return Uni.createFrom().item(Optional.empty());
    }

    /** The call was not placed, or not ended; the message is for whoever asked. */
    final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message, null, false, false);
        }
    }
}
