// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.e2e.stack.Programs;
import java.io.File;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A carrier: a real Kamailio as registrar with digest and as proxy, on a free port of loopback. */
final class Kamailio implements AutoCloseable {
    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules/"),
            Path.of("/usr/lib/aarch64-linux-gnu/kamailio/modules/"));
    private static final Duration START = Duration.ofSeconds(15);
    private static final int PATIENCE_MS = 200;

    private final int port;
    private final Process process;

    Kamailio(Path folder) throws IOException {
        Path program = Programs.require("kamailio");
        port = freePort();
        Path config = folder.resolve("kamailio.cfg");
        Files.writeString(config, config());
        process = new ProcessBuilder(
                        program.toString(),
                        "-DD",
                        "-E",
                        "-f",
                        config.toString(),
                        "-P",
                        folder.resolve("kamailio.pid").toString(),
                        "-Y",
                        folder.toString(),
                        "-m",
                        "32")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("kamailio.log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        try {
            Awaitility.await("Kamailio answers OPTIONS; see " + folder.resolve("kamailio.log"))
                    .atMost(START)
                    .until(this::answers);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    int port() {
        return port;
    }

    private String config() throws IOException {
        Path modules = MODULES.stream().filter(Files::isDirectory).findFirst().orElse(MODULES.getFirst());
        try (var in = Objects.requireNonNull(Kamailio.class.getResourceAsStream("/kamailio/kamailio.cfg"))) {
            return new String(in.readAllBytes(), UTF_8)
                    .replace("@PORT@", Integer.toString(port))
                    .replace("@MODULES@", modules.toString() + "/");
        }
    }

    private boolean answers() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            socket.setSoTimeout(PATIENCE_MS);
            byte[] ping = """
                    OPTIONS sip:127.0.0.1:%1$d SIP/2.0
                    Via: SIP/2.0/UDP 127.0.0.1:%2$d;branch=z9hG4bK-ping-%2$d
                    Max-Forwards: 5
                    From: <sip:test@127.0.0.1>;tag=ping
                    To: <sip:127.0.0.1:%1$d>
                    Call-ID: ping-%2$d
                    CSeq: 1 OPTIONS
                    Content-Length: 0

                    """.formatted(port, socket.getLocalPort()).replace("\n", "\r\n").getBytes(UTF_8);
            socket.send(new DatagramPacket(ping, ping.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(new DatagramPacket(new byte[2000], 2000));
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
