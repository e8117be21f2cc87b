// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Somebody got in touch.
 *
 * @param channel channel
 * @param called address that was called: E.164, SIP user part, or the widget's public token
 * @param caller number of the person as the channel knows it, null when unknown (web, anonymous call); the engine makes it
 *     E.164 in the account's region
 * @param sessionId the channel's public session id
 * @param epoch on the phone the epoch of the media stream's {@code start}; 1 everywhere else
 * @param sipAccountId SIP account that a call came in by, null when there is none
 * @param workflowId workflow that is to talk whatever was called, null when the called address decides
 */
public record Contact(
        Channel channel,
        String called,
        @Nullable String caller,
        String sessionId,
        int epoch,
        @Nullable Integer sipAccountId,
        @Nullable Integer workflowId) {
    private static final int FIRST_EPOCH = 1;

    public Contact(Channel channel, String called, @Nullable String caller, String sessionId) {
        this(channel, called, caller, sessionId, FIRST_EPOCH);
    }

    /** A contact by no SIP account. */
    public Contact(Channel channel, String called, @Nullable String caller, String sessionId, int epoch) {
        this(channel, called, caller, sessionId, epoch, null, null);
    }

    public Contact {
        requireNonNull(channel, "channel");
        requireNonNull(called, "called");
        requireNonNull(sessionId, "sessionId");
    }
}
