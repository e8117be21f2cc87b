// SPDX-License-Identifier: Apache-2.0
package io.allo.benchmarks;

import io.allo.audio.AudioLevel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One caller's audio: says his sentence, listens, says it again; now and then he presses a key while the agent speaks instead. Knows no
 * SIP: packets go where they come from. One thread, but {@link #keyTruncated}.
 */
final class RtpCaller {
    private static final int FRAME = 160;
    private static final int HEADER = 12;
    private static final int PCMA = 8;
    private static final int EVENTS = 101;
    private static final byte SILENCE = (byte) 0xD5;
    /** Greeting first. */
    private static final int FIRST_WORDS_AFTER = 250;

    private static final int STAMP_EVERY = 10;
    /** Every so many turns a key instead of a sentence. */
    private static final int KEY_EVERY = 4;
    /** The key comes so long after the answer's begin. */
    private static final long KEY_AFTER_NANOS = 400_000_000;
    /** An agent who fell silent for so long is silent. */
    private static final long SILENT_NANOS = 300_000_000;

    private static final long GONE_NANOS = 1_000_000_000;

    private final int number;
    private final DatagramChannel channel;
    private final byte[] sentence;
    private final int cycleFrames;
    private final Figures figures;
    private @Nullable SocketAddress peer;
    private long heardAt;
    private int lastSequence = -1;
    private int frame;
    private int sequence;
    private int turns;
    private long spokenUntil;
    private long answeredAt;
    private long lastVoiced;
    private volatile long keyAt;
    private boolean keyed;
    private int keyPackets;
    private int keyTimestamp;
    /** What he keyed is answered: he listens for one turn. */
    private boolean listens;

    /** @param cycleFrames from one sentence to the next */
    RtpCaller(int number, int port, byte[] sentence, int cycleFrames, Figures figures) throws IOException {
        this.number = number;
        this.sentence = sentence;
        this.cycleFrames = cycleFrames;
        this.figures = figures;
        this.channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress("127.0.0.1", port));
        channel.configureBlocking(false);
    }

    DatagramChannel channel() {
        return channel;
    }

    void receive(ByteBuffer buffer) throws IOException {
        SocketAddress from;
        while ((from = channel.receive(buffer.clear())) != null) {
            buffer.flip();
            if (buffer.remaining() >= HEADER + FRAME) {
                heard(buffer, from, System.nanoTime());
            }
        }
    }

    private void heard(ByteBuffer packet, SocketAddress from, long now) {
        if (now - heardAt > GONE_NANOS) {
            newCall(from);
        } else {
            figures.gaps.add(now - heardAt);
            int step = (Short.toUnsignedInt(packet.getShort(2)) - lastSequence) & 0xFFFF;
            figures.lost.add(step > 1 && step < 1000 ? step - 1 : 0);
        }
        figures.received.increment();
        lastSequence = Short.toUnsignedInt(packet.getShort(2));
        heardAt = now;
        packet.position(HEADER);
        if (Stamp.in(packet)) {
            figures.down.add(Stamp.nanos(packet));
        }
        byte[] audio = new byte[packet.remaining()];
        packet.get(audio);
        if (AudioLevel.dbovOfAlaw(audio) > AudioLevel.VOICED_DBOV) {
            voiced(now);
        }
    }

    private void newCall(SocketAddress from) {
        peer = from;
        frame = -FIRST_WORDS_AFTER - number * 7 % cycleFrames;
        turns = 0;
        spokenUntil = 0;
        answeredAt = 0;
        keyAt = 0;
        lastSequence = -1;
        listens = false;
        keyed = false;
    }

    private void voiced(long now) {
        lastVoiced = now;
        if (spokenUntil != 0) {
            figures.voiceToVoice.add(now - spokenUntil);
            figures.turns.increment();
            spokenUntil = 0;
            answeredAt = now;
        }
    }

    /** Every 20 ms. */
    void tick(long now) throws IOException {
        if (peer == null || now - heardAt > GONE_NANOS) {
            peer = null;
            return;
        }
        pressed(now);
        int at = frame++;
        int place = Math.floorMod(at, cycleFrames);
        byte[] audio = new byte[FRAME];
        int from = place * FRAME;
        if (at < 0 || from >= sentence.length) {
            Arrays.fill(audio, SILENCE);
        } else {
            speak(audio, from, place, now);
        }
        send(PCMA, audio, frame * FRAME);
    }

    private void speak(byte[] audio, int from, int place, long now) {
        if (place == 0) {
            figures.unanswered.add(spokenUntil == 0 ? 0 : 1);
            spokenUntil = 0;
            answeredAt = 0;
            listens = turns > 0 && turns % KEY_EVERY == 0 && !listens;
            keyed = !listens && ++turns % KEY_EVERY == 0;
        }
        if (listens) {
            Arrays.fill(audio, SILENCE);
            return;
        }
        System.arraycopy(sentence, from, audio, 0, FRAME);
        if (place % STAMP_EVERY == STAMP_EVERY / 2) {
            Stamp.into(audio, number);
        }
        if (from + FRAME >= sentence.length) {
            spokenUntil = now;
        }
    }

    /** Keys in mid-answer, and how long it takes until the agent is silent. */
    private void pressed(long now) throws IOException {
        if (keyed && answeredAt != 0 && now - answeredAt > KEY_AFTER_NANOS) {
            keyed = false;
            keyAt = now;
            keyPackets = 5;
            keyTimestamp = frame * FRAME;
        }
        if (keyPackets > 0) {
            int duration = (6 - keyPackets) * FRAME;
            boolean end = --keyPackets == 0;
            ByteBuffer event = ByteBuffer.allocate(4)
                    .put((byte) 7)
                    .put((byte) (end ? 0x8A : 10))
                    .putShort((short) duration);
            send(EVENTS, event.array(), keyTimestamp);
        }
        if (keyAt != 0 && now - lastVoiced > SILENT_NANOS) {
            figures.keyToSilence.add(Math.max(0, lastVoiced - keyAt));
            keyAt = 0;
        }
    }

    /** Any thread. */
    void keyTruncated(long now) {
        long pressed = keyAt;
        if (pressed != 0) {
            figures.keyToTruncate.add(now - pressed);
        }
    }

    private void send(int type, byte[] payload, int timestamp) throws IOException {
        ByteBuffer packet = ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) 0x80)
                .put((byte) type)
                .putShort((short) sequence++)
                .putInt(timestamp)
                .putInt(0xA110_0000 + number)
                .put(payload);
        channel.send(packet.flip(), peer);
    }
}
