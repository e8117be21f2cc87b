// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import java.util.List;

/** Sounds that need no worker, as 20 ms payloads in the codec's law. */
public interface StoredSounds {

    /** Played when the phone had to be answered before the session was ready. */
    List<byte[]> greeting(NegotiatedAudio.Codec codec);

    /** Played to a caller who waits for a worker to be free. */
    default List<byte[]> allBusy(NegotiatedAudio.Codec codec) {
        return List.of();
    }

    /** Played to a caller whom nobody can take. */
    default List<byte[]> unavailable(NegotiatedAudio.Codec codec) {
        return List.of();
    }

    /** Played before the gateway ends a call because it stops. */
    default List<byte[]> farewell(NegotiatedAudio.Codec codec) {
        return List.of();
    }

    /** Played while a lost worker is replaced. */
    List<byte[]> comfortTone(NegotiatedAudio.Codec codec);

    /** One period of the tone that says "it rings there", pause included; repeated while a transfer is under way. */
    List<byte[]> ringback(NegotiatedAudio.Codec codec);
}
