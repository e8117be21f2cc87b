// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import java.time.Duration;

/**
 * Times of the media socket.
 *
 * @param patience for connection and handshake
 * @param deadAfter silence of the worker that means its death
 */
public record MediaSocketSettings(
        String serviceKey, Duration patience, Duration heartbeat, Duration deadAfter, Duration tokenLife) {

    @Override
    public String toString() {
        return "MediaSocketSettings";
    }
}
