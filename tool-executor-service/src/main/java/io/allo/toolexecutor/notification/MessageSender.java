// SPDX-License-Identifier: Apache-2.0
package io.allo.toolexecutor.notification;

import io.smallrye.mutiny.Uni;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Hands one message to whoever carries it. */
interface MessageSender {
    /** {@code twilio}, {@code mail}, …: under which what becomes of a message is reported. */
    String provider();

    /** Whether it is the one for this message. Nothing is written that nobody could send. */
    boolean isFor(Outgoing message);

    /** Never fails. @param id the same at each attempt */
    Uni<Result> send(UUID id, Outgoing message);

    /** What came of it. */
    sealed interface Result {
        /** @param providerId its name there */
        record Sent(@Nullable String providerId) implements Result {}

        /** It was certainly not taken, and may be later. */
        record Later(int code, String reason) implements Result {}

        /**
         * It will not be taken, or it is unknown whether it was: once more could be a second message.
         *
         * @param reason with what an operator can do
         */
        record Never(int code, String reason) implements Result {}
    }
}
