// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A name server on a raw socket: knows a few records, keeps the questions, and is silent about names that it should swallow. */
public final class StubDns implements AutoCloseable {
    private static final int A = 1;
    private static final int SRV = 33;
    private static final int NAPTR = 35;
    private static final int NXDOMAIN = 3;

    private final DatagramSocket socket;
    private final Map<String, List<Stored>> records = new ConcurrentHashMap<>();
    private final List<String> questions = new CopyOnWriteArrayList<>();

    private volatile int life = 60;

    private record Stored(int life, byte[] data) {}

    public StubDns() {
        try {
            socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofPlatform().daemon().name("stub-dns").start(this::serve);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    /** {@code type name}, in the order of their coming. */
    public List<String> questions() {
        return List.copyOf(questions);
    }

    /** Seconds that the records which follow may be kept. */
    public StubDns life(int seconds) {
        life = seconds;
        return this;
    }

    public StubDns a(String name, String... addresses) {
        for (String address : addresses) {
            put(A, name, InetAddress.ofLiteral(address).getAddress());
        }
        return this;
    }

    public StubDns srv(String name, int priority, int weight, int port, String target) {
        put(SRV, name, bytes(out -> {
            out.writeShort(priority);
            out.writeShort(weight);
            out.writeShort(port);
            name(out, target);
        }));
        return this;
    }

    public StubDns naptr(String name, int order, String service, String replacement) {
        put(NAPTR, name, bytes(out -> {
            out.writeShort(order);
            out.writeShort(10);
            text(out, "s");
            text(out, service);
            text(out, "");
            name(out, replacement);
        }));
        return this;
    }

    private void put(int type, String name, byte[] data) {
        records.computeIfAbsent(type + " " + name, _ -> new CopyOnWriteArrayList<>())
                .add(new Stored(life, data));
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writing.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        out.writeByte(text.length());
        out.write(text.getBytes(US_ASCII));
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        for (String label : name.split("\\.")) {
            text(out, label);
        }
        out.writeByte(0);
    }

    private void serve() {
        byte[] buffer = new byte[1500];
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
                byte[] answer = answer(ByteBuffer.wrap(Arrays.copyOf(packet.getData(), packet.getLength())));
                if (answer.length > 0) {
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                return;
            }
        }
    }

    private byte[] answer(ByteBuffer query) {
        int id = query.getShort();
        query.position(12);
        List<String> labels = new ArrayList<>();
        for (int length = query.get(); length > 0; length = query.get()) {
            byte[] label = new byte[length];
            query.get(label);
            labels.add(new String(label, US_ASCII));
        }
        int type = query.getShort();
        String name = String.join(".", labels).toLowerCase(Locale.ROOT);
        questions.add(type + " " + name);
        if (name.contains("swallowed")) {
            return new byte[0];
        }
        List<Stored> found = records.getOrDefault(type + " " + name, List.of());
        boolean known = records.keySet().stream().anyMatch(key -> key.endsWith(" " + name));
        return bytes(out -> {
            out.writeShort(id);
            out.writeShort(0x8180 | (known ? 0 : NXDOMAIN));
            out.writeShort(1);
            out.writeShort(found.size());
            out.writeShort(0);
            out.writeShort(0);
            name(out, name);
            out.writeShort(type);
            out.writeShort(1);
            for (Stored one : found) {
                name(out, name);
                out.writeShort(type);
                out.writeShort(1);
                out.writeInt(one.life());
                out.writeShort(one.data().length);
                out.write(one.data());
            }
        });
    }

    @Override
    public void close() {
        socket.close();
    }
}
