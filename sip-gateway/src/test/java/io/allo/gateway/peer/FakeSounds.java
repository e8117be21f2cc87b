// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.StoredSounds;
import java.util.List;

/** One recognisable frame each. */
public final class FakeSounds implements StoredSounds {
    public static final byte GREETING = 11;
    public static final byte TONE = 22;
    public static final byte ALL_BUSY = 44;
    public static final byte UNAVAILABLE = 55;
    public static final byte GOODBYE = 66;
    public static final byte RINGBACK = 33;

    @Override
    public List<byte[]> greeting(Codec codec) {
        return List.of(new byte[] {GREETING});
    }

    @Override
    public List<byte[]> allBusy(Codec codec) {
        return List.of(new byte[] {ALL_BUSY});
    }

    @Override
    public List<byte[]> unavailable(Codec codec) {
        return List.of(new byte[] {UNAVAILABLE});
    }

    @Override
    public List<byte[]> farewell(Codec codec) {
        return List.of(new byte[] {GOODBYE});
    }

    @Override
    public List<byte[]> comfortTone(Codec codec) {
        return List.of(new byte[] {TONE});
    }

    @Override
    public List<byte[]> ringback(Codec codec) {
        return List.of(new byte[] {RINGBACK});
    }
}
