// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnswerTimes;
import java.time.Duration;

/** What a call tells about itself. Called from the call's mailbox; never blocks or throws. */
public interface VoiceTelemetry {

    /** One frame from the caller. */
    void frameReceived();

    /** From the answer (ACK) to the first frame of speech on the socket. */
    void firstVoice(Duration afterAnswer);

    /** From a key, or a voice over the agent's, in the mailbox to the {@code clear} or {@code pause} on the socket. */
    void bargeIn(Duration delay);

    /** @param confirmed the caller has the floor; else the agent went on where it paused */
    void bargeInDecided(boolean confirmed);

    /** How long the caller waited for an answer of this agent. */
    void answered(ContactResolution agent, AnswerTimes times);

    /** An answer to words that may be the caller's last was begun, or this came of it. */
    void answerAhead(Ahead step);

    /** What happens to an answer made ahead of its turn: {@code STARTED}, and later one of the others. */
    enum Ahead {
        STARTED,
        USED,
        DISCARDED
    }

    void framesDropped(int frames);

    /** The call is over on this worker. */
    void ended(EndReason reason);
}
