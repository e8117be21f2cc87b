// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage.CallState;
import io.allo.contracts.media.StreamMessage.Start;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes streams of a telephone company, or of our gateway, that are no agent's calls. Port; implemented by {@code console}. */
public interface OtherStreams {

    /**
     * A stream begins. Returns at once; on the socket's event loop. Empty: it is not theirs, or not authentic.
     *
     * @param far the other end
     */
    Optional<OtherStream> open(Start start, Far far);

    /** What can be said to the other end. Methods return at once, on any thread. */
    interface Far {
        /** What the line says, G.711 µ-law, of any length; played in order. */
        void audio(byte[] ulaw);

        /** A person's voice as it comes, G.711 µ-law. Where the far end can, it is laid over what the line says, and never falls behind. */
        default void voice(byte[] ulaw) {
            audio(ulaw);
        }

        /** Ends the stream, and the call where it is our gateway's. */
        void close();
    }

    /** One stream. On the socket's event loop. */
    interface OtherStream {
        /** @param track {@code inbound} or {@code outbound} */
        void audio(String track, byte[] ulaw);

        /** Our gateway's call is in this state now. @param state of {@link CallState} */
        default void state(String state) {}

        /** Our gateway's call is over; {@link #closed} follows. @param reason null: the other end has hung up */
        default void ended(@Nullable EndReason reason) {}

        /** Nothing more comes; a call of our gateway may go on in another stream. Once. */
        void closed();
    }
}
