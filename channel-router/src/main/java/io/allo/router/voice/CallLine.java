// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnsweredBy;

/**
 * The telephone at the other end of the socket: our gateway, or a Twilio stream. Called from the call's mailbox; never
 * blocks and never throws, a message to a closed socket is dropped.
 */
public interface CallLine {

    /** Let it ring this long, counted from the INVITE. */
    void ring(double seconds);

    /** The first words are ready. */
    void answer();

    /** Who answered a call that we placed. */
    void answeredBy(AnsweredBy who);

    /** Refuse an unanswered call with a final SIP status. */
    void reject(int status, EndReason reason);

    void audio(AudioFrame frame);

    /** Reported back when all audio before it was heard, or cleared. */
    void mark(String name);

    /** Drop what is queued there. */
    void clear();

    /** Play nothing, keep what is queued there. */
    void pause();

    /** Go on where {@link #pause} stopped. */
    void resume();

    void hangup(EndReason reason);

    /**
     * Hand the caller to this number.
     *
     * @param mode which ways may be tried
     * @param agent by whose business, and by whose SIP account if it has one
     */
    void transfer(String target, Mode mode, ContactResolution agent);

    void heartbeat();

    /** This worker restarts soon. */
    void goAway();

    void close();

    /** Messages given to the socket that it has not handed to the kernel yet. */
    int unsent();

    /** What the far end can do beyond Twilio's protocol. */
    Abilities abilities();

    /**
     * @param heartbeats both sides beat, silence is death
     * @param reportsCleared {@code clear} is answered with what was heard
     * @param pauses playing can be stopped and resumed
     * @param transfers calls can be handed over
     */
    record Abilities(boolean heartbeats, boolean reportsCleared, boolean pauses, boolean transfers) {}
}
