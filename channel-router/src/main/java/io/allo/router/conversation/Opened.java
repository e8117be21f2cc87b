// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import io.allo.router.conversation.Conversation.Setup;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that is ready for its first turn.
 *
 * @param conversationId id in records, events and tool calls (on the phone: the call id)
 * @param degraded true when the session fetch failed: apologetic session, no tools
 * @param consent what the caller decided about the keeping of his call, null while nothing was
 * @param fresh true when this contact opened it, false when it went on where it was
 * @param before what it brings along where it went on
 */
public record Opened(
        ConversationKey key,
        String conversationId,
        ContactResolution agent,
        SessionConfig session,
        boolean degraded,
        @Nullable Consent consent,
        boolean fresh,
        Before before) {

    /**
     * The part of a conversation that somebody else held.
     *
     * @param secretKeys the caller was keying something secret in when the worker before was lost: the next keys may be of it
     * @param lasted since its beginning
     * @param quiet since something last happened in it
     * @param owesAnswer the agent was given the floor by another one and has not spoken yet
     */
    public record Before(boolean secretKeys, Duration lasted, Duration quiet, boolean owesAnswer) {
        public static final Before NOTHING = new Before(false, Duration.ZERO, Duration.ZERO);

        /** The same agent goes on. */
        public Before(boolean secretKeys, Duration lasted, Duration quiet) {
            this(secretKeys, lasted, quiet, false);
        }

        /** A running call whose next agent has the floor. */
        public static final Before HANDED_OVER = new Before(false, Duration.ZERO, Duration.ZERO, true);
    }

    static Opened of(Conversation conversation, boolean fresh, Before before) {
        Setup setup = conversation.setup();
        return new Opened(
                conversation.key(),
                conversation.id(),
                setup.agent(),
                setup.session(),
                setup.degraded(),
                conversation.consent(),
                fresh,
                before);
    }

    /** A stored conversation that goes on where it was. */
    static Opened goingOn(Conversation stored, Instant now) {
        Before before = new Before(
                CollectTool.interrupted(stored.dialogue()),
                Duration.between(stored.startedAt(), now),
                Duration.between(stored.lastAt(), now),
                stored.relay().due());
        return of(stored, false, before);
    }

    /** The same; who already talked goes on where he was. */
    public Opened again(boolean talked) {
        Before now = new Before(before.secretKeys, before.lasted, Duration.ZERO, before.owesAnswer && !talked);
        return new Opened(key, conversationId, agent, session, degraded, consent, fresh && !talked, now);
    }
}
