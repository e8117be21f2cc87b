// SPDX-License-Identifier: Apache-2.0
package io.allo.router.conversation;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Somebody got in touch.
 *
 * @param channel channel
 * @param called address that was called: E.164, SIP user part, or the widget's public token
 * @param caller E.164 number of the person, null when unknown (web, anonymous call)
 * @param sessionId the channel's public session id
 */
public record Contact(
        Channel channel, String called, @Nullable String caller, String sessionId) {
    public Contact {
        requireNonNull(channel, "channel");
        requireNonNull(called, "called");
        requireNonNull(sessionId, "sessionId");
    }
}
