// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.media;

import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;

/**
 * One frame of audio on the media socket, one WebSocket binary message.
 *
 * <pre>
 *  byte 0      1       2-3        4-7            8-11           12 …
 *  +--------+-------+----------+--------------+--------------+-----------------+
 *  | kind=1 | flags | sequence | item         | offsetMs     | G.711 payload   |
 *  +--------+-------+----------+--------------+--------------+-----------------+
 * </pre>
 *
 * <p>Uplink (gateway to router): {@code item} is 0, {@code offsetMs} is the time since the stream started. Downlink:
 * {@code item} numbers the utterance that the frame belongs to, {@code offsetMs} is the frame's place in it. All integers
 * big-endian. The payload is in the encoding announced in {@code start.mediaFormat}, 8 kHz mono, usually 160 bytes (20 ms).
 *
 * @param sequence counts frames of one direction, wraps at 65536
 * @param item utterance number, 0 on the uplink
 * @param offsetMs milliseconds
 * @param concealed true when the gateway invented the payload for a lost packet or a silent line
 * @param payload G.711 bytes; owned by the receiver
 */
public record AudioFrame(int sequence, int item, int offsetMs, boolean concealed, byte[] payload) {
    public static final byte KIND_AUDIO = 1;
    public static final int HEADER_BYTES = 12;
    /** Item of a sound on the downlink that is nobody's words: a tone while the caller waits. */
    public static final int TONE_ITEM = Integer.MAX_VALUE;

    /** Longest accepted payload: 200 ms. */
    public static final int MAX_PAYLOAD_BYTES = 1600;

    private static final byte FLAG_CONCEALED = 1;

    public AudioFrame {
        requireNonNull(payload, "payload");
        if (payload.length > MAX_PAYLOAD_BYTES) {
            throw new IllegalArgumentException(
                    "audio frame of " + payload.length + " bytes, expected at most " + MAX_PAYLOAD_BYTES);
        }
    }

    /** The message's bytes. */
    public byte[] encode() {
        ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + payload.length);
        out.put(KIND_AUDIO).put(concealed ? FLAG_CONCEALED : 0).putShort((short) sequence);
        out.putInt(item).putInt(offsetMs).put(payload);
        return out.array();
    }

    /** Reads a message. @throws IllegalArgumentException when it is too short, too long or of an unknown kind */
    public static AudioFrame decode(byte[] message) {
        if (message.length < HEADER_BYTES) {
            throw new IllegalArgumentException(
                    "audio frame of " + message.length + " bytes, expected at least " + HEADER_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(message);
        byte kind = in.get();
        if (kind != KIND_AUDIO) {
            throw new IllegalArgumentException("frame kind " + kind + ", expected " + KIND_AUDIO);
        }
        byte flags = in.get();
        int sequence = Short.toUnsignedInt(in.getShort());
        int item = in.getInt();
        int offsetMs = in.getInt();
        byte[] payload = new byte[in.remaining()];
        in.get(payload);
        return new AudioFrame(sequence, item, offsetMs, (flags & FLAG_CONCEALED) != 0, payload);
    }
}
