// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

/** Opens the audio side of a call. */
public interface MediaLegFactory {

    /** Binds a free RTP/RTCP port pair. @throws NoMediaPortException when none is free: answer 503 with Retry-After */
    MediaLeg open(CallId callId, MediaLegListener listener);

    /** All port pairs are in use or resting. */
    final class NoMediaPortException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public NoMediaPortException(int firstPort, int lastPort) {
            super("no free RTP port pair in " + firstPort + "-" + lastPort);
        }
    }
}
