// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.audio.AudioLevel;
import io.allo.audio.G711;
import io.allo.gateway.call.NegotiatedAudio.Codec;

/** The two laws of G.711 by codec name; no other codec may be given. */
final class Companding {
    private Companding() {}

    static byte silence(Codec codec) {
        return codec == Codec.PCMU ? G711.ULAW_SILENCE : G711.ALAW_SILENCE;
    }

    /** The same array when both are the same law. */
    static byte[] transcode(byte[] payload, Codec from, Codec to) {
        if (from == to) {
            return payload;
        }
        return from == Codec.PCMU ? G711.ulawToAlaw(payload) : G711.alawToUlaw(payload);
    }

    static byte[] encode(short[] pcm, Codec codec) {
        return codec == Codec.PCMU ? G711.encodeUlaw(pcm) : G711.encodeAlaw(pcm);
    }

    static short[] decode(byte[] payload, Codec codec) {
        return codec == Codec.PCMU ? G711.decodeUlaw(payload) : G711.decodeAlaw(payload);
    }

    /** Level of G.711, -127 to 0. */
    static double dbov(byte[] payload, Codec codec) {
        return codec == Codec.PCMU ? AudioLevel.dbovOfUlaw(payload) : AudioLevel.dbovOfAlaw(payload);
    }

    static boolean voiced(byte[] payload, Codec codec) {
        return dbov(payload, codec) > AudioLevel.VOICED_DBOV;
    }

    /** Half as loud. */
    static byte[] faded(byte[] payload, Codec codec) {
        short[] pcm = decode(payload, codec);
        for (int i = 0; i < pcm.length; i++) {
            pcm[i] = (short) (pcm[i] / 2);
        }
        return encode(pcm, codec);
    }
}
