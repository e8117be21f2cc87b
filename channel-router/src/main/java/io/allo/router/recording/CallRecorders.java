// SPDX-License-Identifier: Apache-2.0
package io.allo.router.recording;

import io.allo.audio.CompandingLaw;

/** Begins recordings of calls. */
@FunctionalInterface
public interface CallRecorders {
    /** Nothing is recorded. */
    CallRecorders NONE = (call, law) -> BlockSink.NOWHERE;

    /** Returns at once; nothing is written before there is something to write. */
    BlockSink begin(Call call, CompandingLaw law);

    /** @param epoch of the media stream: each worker that had the call has its own part of the recording */
    record Call(String accountId, String conversationId, int epoch) {}
}
