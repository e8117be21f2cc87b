// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;

/** What a worker says, in order. Called on the socket's event loop: implementations only enqueue or hand on. */
public interface WorkerStreamListener {

    /** The worker accepted the handshake, and {@code start} is on its way. */
    void opened();

    void message(StreamMessage message);

    void audio(AudioFrame frame);

    /** The socket could not be opened, or was lost: refused, closed, silent for 2 s, or a protocol error. Said once. */
    void lost(String why);
}
