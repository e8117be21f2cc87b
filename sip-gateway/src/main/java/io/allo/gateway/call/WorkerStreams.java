// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import org.jspecify.annotations.Nullable;

/** Opens media sockets. */
public interface WorkerStreams {

    /** Returns at once; what becomes of it is told to the listener. */
    WorkerStream open(Worker worker, StreamStart start, WorkerStreamListener listener);

    /**
     * Content of the {@code start} message.
     *
     * @param epoch counts the workers of this call from 1
     * @param codec law of the audio in both directions, the same for all workers of a call
     * @param answered true at a takeover in mid-call
     */
    record StreamStart(
            CallRequest call,
            int epoch,
            NegotiatedAudio.Codec codec,
            boolean answered,
            @Nullable String traceparent) {}
}
