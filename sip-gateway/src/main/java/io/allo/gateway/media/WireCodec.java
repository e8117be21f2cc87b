// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import io.allo.audio.G722;
import io.allo.gateway.call.NegotiatedAudio.Codec;

/**
 * Between a peer's payloads and G.711 at 8 kHz, one byte a sample, in the law that is asked for. Keeps the state of one stream
 * in both directions. One thread.
 */
sealed interface WireCodec {

    /** The audio of one packet; empty when the payload is broken. */
    byte[] decode(byte[] payload, Codec law);

    /**
     * What can still be told of packets that were lost just before this one, whose own turn is next.
     *
     * @param lost packets
     * @param samples that are missing
     * @return at most so many samples, the last before this packet; empty when the codec knows nothing of what was before
     */
    default byte[] recover(int lost, byte[] payload, int samples, Codec law) {
        return new byte[0];
    }

    /** One packet's payload; its audio is 10-60 ms long. */
    byte[] encode(byte[] audio, Codec law);

    static WireCodec of(Codec codec) {
        return switch (codec) {
            case PCMU, PCMA -> new Law(codec);
            case G722 -> new Wideband(new G722.Encoder(), new G722.Decoder());
            case OPUS -> new Opus();
        };
    }

    /** G.711 itself. */
    record Law(Codec codec) implements WireCodec {
        @Override
        public byte[] decode(byte[] payload, Codec law) {
            return Companding.transcode(payload, codec, law);
        }

        @Override
        public byte[] encode(byte[] audio, Codec law) {
            return Companding.transcode(audio, law, codec);
        }
    }

    /** G.722. */
    record Wideband(G722.Encoder encoder, G722.Decoder decoder) implements WireCodec {
        @Override
        public byte[] decode(byte[] payload, Codec law) {
            return Companding.encode(decoder.decode(payload), law);
        }

        @Override
        public byte[] encode(byte[] audio, Codec law) {
            return encoder.encode(Companding.decode(audio, law));
        }
    }

    /** Opus (RFC 6716), by Concentus. */
    final class Opus implements WireCodec {
        private final OpusSpeech speech = new OpusSpeech();

        @Override
        public byte[] decode(byte[] payload, Codec law) {
            return Companding.encode(speech.decode(payload), law);
        }

        @Override
        public byte[] recover(int lost, byte[] payload, int samples, Codec law) {
            return Companding.encode(speech.recover(lost, payload, samples), law);
        }

        @Override
        public byte[] encode(byte[] audio, Codec law) {
            return speech.encode(Companding.decode(audio, law));
        }
    }
}
