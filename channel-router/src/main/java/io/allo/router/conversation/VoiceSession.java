// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An open session of a {@link VoiceModel}. Methods return at once, never throw and do nothing once the session is lost; one
 * thread at a time.
 */
public interface VoiceSession {

    /** Audio from the caller, in order, without gaps: silence too, because the model's detector counts audio time. */
    void hear(byte[] g711);

    /** Something the person gave otherwise (keys), or what to begin with: enters the conversation as his words; an answer follows. */
    void user(String text);

    /** The model is to know this from its next answer on; nobody said it, and no answer follows. */
    void note(String text);

    /** The model is to speak now. @param instruction only for this answer; null: just go on */
    void respond(@Nullable String instruction);

    /** A tool's result; {@link #respond} when all of an answer's calls have theirs. */
    void toolResult(String callId, Map<String, Object> result);

    /** The answer that is being made is not wanted any more. */
    void cancel();

    /** Of this item the caller heard only so much. */
    void heardOnly(String item, long playedMs);

    /** Ends the session; no event follows. */
    void close();
}
