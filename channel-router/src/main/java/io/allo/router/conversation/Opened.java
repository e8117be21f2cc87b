// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import io.allo.contracts.session.ContactResolution;
import io.allo.contracts.session.SessionConfig;
import org.jspecify.annotations.Nullable;

/**
 * A conversation that is ready for its first turn.
 *
 * @param conversationId id in records, events and tool calls (on the phone: the call id)
 * @param degraded true when the session fetch failed: apologetic session, no tools
 * @param consent what the caller decided about the keeping of his call, null while nothing was
 * @param fresh true when this contact opened it, false when it went on where it was
 * @param secretKeys the caller was keying something secret in when the worker before was lost: the next keys may be of it
 */
public record Opened(
        ConversationKey key,
        String conversationId,
        ContactResolution agent,
        SessionConfig session,
        boolean degraded,
        @Nullable Consent consent,
        boolean fresh,
        boolean secretKeys) {

    /** The caller was keying nothing in. */
    public Opened(
            ConversationKey key,
            String conversationId,
            ContactResolution agent,
            SessionConfig session,
            boolean degraded,
            @Nullable Consent consent,
            boolean fresh) {
        this(key, conversationId, agent, session, degraded, consent, fresh, false);
    }

    /** The same; who already talked goes on where he was. */
    public Opened again(boolean talked) {
        return new Opened(key, conversationId, agent, session, degraded, consent, fresh && !talked, secretKeys);
    }
}
