// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import java.util.List;

/**
 * The media socket to one worker for one call. Implemented in {@code mediastream}. Any thread; nothing blocks. Control is
 * never dropped; audio is when the worker does not read.
 */
public interface WorkerStream {

    void audio(AudioFrame frame);

    /** What the caller said before this worker listened, all at once. */
    void replay(List<AudioFrame> frames);

    void digit(char digit);

    void markPlayed(String name);

    void cleared(int item, long playedMs);

    /** The caller begins to hear an answer. A protocol without the word says nothing. */
    default void answerHeard(int item, long waitedMs) {}

    /** One of the states of {@link io.allo.contracts.media.StreamMessage.CallState}. */
    void state(String state);

    /** What came of the transfer that a worker asked for. A protocol without the word says nothing. */
    default void transferred(TransferOutcome outcome) {}

    /** The call is over: says {@code stop} and closes. Idempotent; the listener hears no more. */
    void close(EndReason reason);

    /** The call goes on with another worker: closes without a word, so that the record stays open. Idempotent. */
    void abandon();
}
