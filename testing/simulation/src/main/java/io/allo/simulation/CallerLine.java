// SPDX-License-Identifier: Apache-2.0
package io.allo.simulation;

import io.allo.audio.AudioLevel;
import io.allo.audio.G711;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * RTP (RFC 3550) of one simulated caller: G.711 in packets of 20 ms from the answer to the end, silence where nothing is said,
 * keys as telephone events (RFC 4733). Two threads of its own; safe from any thread.
 */
final class CallerLine implements AutoCloseable {
    private static final String KEYS = "0123456789*#ABCD";
    private static final int SAMPLES = 160;
    private static final long PACKET_NANOS = Duration.ofMillis(20).toNanos();
    private static final int HEADER = 12;
    private static final int KEY_PACKETS = 5;
    private static final int KEY_ENDS = 3;
    private static final int GAP_PACKETS = 5;
    private static final int VOLUME = 10;

    private final DatagramSocket socket;
    private final AgentEar ear;
    private final Random chance = new Random(1);
    private final int ssrc = new Random().nextInt();
    private final Deque<Out> waiting = new ArrayDeque<>();
    private boolean alaw = true;
    private int eventType = -1;
    private double loss;
    private @Nullable InetSocketAddress peer;
    private int sequence;
    private int timestamp;
    private int eventStart;

    /** One packet to come. */
    private sealed interface Out {
        record Audio(short[] pcm, boolean voiced) implements Out {}

        record Key(int event, boolean first, boolean end, int duration) implements Out {}
    }

    CallerLine(InetAddress local, AgentEar ear) throws SocketException {
        this.socket = new DatagramSocket(new InetSocketAddress(local, 0));
        this.ear = ear;
    }

    int port() {
        return socket.getLocalPort();
    }

    /** The call is answered. @param keys payload type of telephone events, -1 for none */
    synchronized void open(InetSocketAddress far, boolean law, int keys) {
        peer = far;
        alaw = law;
        eventType = keys;
        Thread.ofPlatform().daemon().name("caller-sends").start(this::send);
        Thread.ofPlatform().daemon().name("caller-hears").start(this::hear);
    }

    /** 8 kHz; queued behind what waits. */
    synchronized void play(short[] pcm) {
        for (int from = 0; from < pcm.length; from += SAMPLES) {
            short[] frame = Arrays.copyOf(Arrays.copyOfRange(pcm, from, Math.min(pcm.length, from + SAMPLES)), SAMPLES);
            waiting.add(new Out.Audio(frame, AudioLevel.voiced(frame)));
        }
    }

    /** 100 ms each, 100 ms between them. */
    synchronized void press(String keys) {
        if (eventType < 0) {
            throw new ScenarioFailure("keys: the other side agreed on no telephone events");
        }
        for (char key : keys.toCharArray()) {
            int event = KEYS.indexOf(key);
            for (int i = 1; i <= KEY_PACKETS; i++) {
                waiting.add(new Out.Key(event, i == 1, false, i * SAMPLES));
            }
            for (int i = 0; i < KEY_ENDS; i++) {
                waiting.add(new Out.Key(event, false, true, KEY_PACKETS * SAMPLES));
            }
            play(new short[GAP_PACKETS * SAMPLES]);
        }
    }

    synchronized void loss(double percent) {
        loss = percent / 100;
    }

    /** Returns when all that was queued has left. */
    synchronized void awaitSent() throws InterruptedException {
        while (!waiting.isEmpty() && !socket.isClosed()) {
            wait(100);
        }
    }

    private void send() {
        long due = System.nanoTime();
        while (!socket.isClosed()) {
            try {
                sendNext();
            } catch (IOException e) {
                // The other side's port may be closed for a moment: RTP goes on.
            }
            due += PACKET_NANOS;
            LockSupport.parkNanos(due - System.nanoTime());
        }
    }

    private synchronized void sendNext() throws IOException {
        Out next = waiting.poll();
        byte[] packet = switch (next) {
            case Out.Key key -> key(key);
            case Out.Audio audio -> audio(audio.pcm());
            case null -> audio(new short[SAMPLES]);
        };
        timestamp += SAMPLES;
        if (waiting.isEmpty()) {
            notifyAll();
        }
        if (peer != null && chance.nextDouble() >= loss) {
            socket.send(new DatagramPacket(packet, packet.length, peer));
        }
        if (next instanceof Out.Audio audio && audio.voiced()) {
            ear.spoke(System.nanoTime());
        }
    }

    private byte[] audio(short[] pcm) {
        byte[] payload = alaw ? G711.encodeAlaw(pcm) : G711.encodeUlaw(pcm);
        return packet(false, alaw ? 8 : 0, timestamp, payload);
    }

    private byte[] key(Out.Key key) {
        if (key.first()) {
            eventStart = timestamp;
        }
        byte[] payload = ByteBuffer.allocate(4)
                .put((byte) key.event())
                .put((byte) ((key.end() ? 0x80 : 0) | VOLUME))
                .putShort((short) key.duration())
                .array();
        return packet(key.first(), eventType, eventStart, payload);
    }

    private byte[] packet(boolean marker, int type, int time, byte[] payload) {
        return ByteBuffer.allocate(HEADER + payload.length)
                .put((byte) 0x80)
                .put((byte) ((marker ? 0x80 : 0) | type))
                .putShort((short) sequence++)
                .putInt(time)
                .putInt(ssrc)
                .put(payload)
                .array();
    }

    private void hear() {
        byte[] buffer = new byte[2048];
        DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
        while (!socket.isClosed()) {
            try {
                datagram.setLength(buffer.length);
                socket.receive(datagram);
            } catch (IOException e) {
                continue;
            }
            int type = buffer[1] & 0x7F;
            int from = HEADER + 4 * (buffer[0] & 0x0F);
            if (datagram.getLength() <= from || (buffer[0] & 0xF0) != 0x80 || (type != 0 && type != 8)) {
                continue; // RTCP, extensions and other types are not expected of whom we offered two laws
            }
            byte[] payload = Arrays.copyOfRange(buffer, from, datagram.getLength());
            ear.hears(type == 8 ? AudioLevel.dbovOfAlaw(payload) : AudioLevel.dbovOfUlaw(payload), System.nanoTime());
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
