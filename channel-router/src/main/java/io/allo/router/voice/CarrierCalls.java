// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.smallrye.mutiny.Uni;
import org.jspecify.annotations.Nullable;

/**
 * Changes a call whose media socket carries no commands because another telephone company holds it (Twilio). Port; implemented by
 * {@code twiliovoice}.
 */
public interface CarrierCalls {

    /** Are there credentials? Without them calls can neither be transferred nor ended but by closing the socket. */
    boolean available();

    /**
     * Connects the caller with this number; the media socket is closed by the carrier, and opened again when nobody answers.
     *
     * @param callId the carrier's id of the call
     * @param epoch of the media stream that leaves it
     * @param target E.164
     */
    Uni<Void> transfer(String callId, int epoch, String target);

    /** Ends it. A call that is over already is a success. */
    Uni<Void> hangUp(String callId);

    /**
     * Did the carrier itself open this socket?
     *
     * @param uri path and query of the handshake
     * @param host its authority, used where no public address is configured
     * @param signature the carrier's header, null when absent
     */
    boolean opened(String uri, String host, @Nullable String signature);
}
