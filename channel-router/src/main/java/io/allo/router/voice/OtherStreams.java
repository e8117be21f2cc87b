// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.media.StreamMessage.Start;
import java.util.Optional;

/** Takes a telephone company's streams that are no agent's calls. Port; implemented by {@code console}. */
public interface OtherStreams {

    /**
     * A stream begins. Returns at once; on the socket's event loop. Empty: it is not theirs, or not authentic.
     *
     * @param far the other end
     */
    Optional<OtherStream> open(Start start, Far far);

    /** What can be said to the other end. Methods return at once, on any thread. */
    interface Far {
        /** G.711 µ-law, of any length; played in order. */
        void audio(byte[] ulaw);

        /** Ends the stream. */
        void close();
    }

    /** One stream. On the socket's event loop. */
    interface OtherStream {
        /** @param track {@code inbound} or {@code outbound} */
        void audio(String track, byte[] ulaw);

        /** Nothing more comes. Once. */
        void closed();
    }
}
