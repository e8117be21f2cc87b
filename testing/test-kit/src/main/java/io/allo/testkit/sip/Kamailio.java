// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A real Kamailio on a free port of loopback, UDP and TCP. In its configuration {@code @PORT@}, {@code @MODULES@} and {@code
 * @FOLDER@} are filled in.
 */
public final class Kamailio implements AutoCloseable {
    private static final List<Path> MODULES = List.of(
            Path.of("/usr/lib/x86_64-linux-gnu/kamailio/modules/"),
            Path.of("/usr/lib/aarch64-linux-gnu/kamailio/modules/"));
    private static final Duration START = Duration.ofSeconds(15);
    private static final int PATIENCE_MS = 200;

    private final int port;
    private final PeerProcess process;

    /**
     * Starts it and returns when it answers OPTIONS.
     *
     * @param folder for its files and {@code kamailio.log}
     * @param config text of {@code kamailio.cfg}
     */
    public Kamailio(Path folder, String config) throws IOException {
        port = freePort();
        Path file = folder.resolve("kamailio.cfg");
        Files.writeString(file, filledIn(config, folder));
        Path pid = folder.resolve("kamailio.pid");
        process = new PeerProcess(
                folder,
                "kamailio",
                "kamailio",
                List.of("-DD", "-E", "-f", file.toString(), "-P", pid.toString(), "-Y", folder.toString(), "-m", "32"));
        long deadline = System.nanoTime() + START.toNanos();
        while (!answers()) {
            if (!process.alive() || System.nanoTime() > deadline) {
                close();
                throw new AssertionError("Kamailio does not answer:\n" + process.log());
            }
        }
    }

    /** Text of {@code kamailio/<file>} among the test's resources. */
    public static String config(String file) throws IOException {
        return PeerFiles.text("kamailio/" + file);
    }

    /** Skips a test on a desk, and fails it in CI, where Kamailio has no TLS. */
    public static void requireTls() {
        if (!Files.exists(modules().resolve("tls.so"))) {
            PeerProgram.missing("Kamailio's TLS");
        }
    }

    public int port() {
        return port;
    }

    private String filledIn(String config, Path folder) {
        return config.replace("@PORT@", Integer.toString(port))
                .replace("@MODULES@", modules() + "/")
                .replace("@FOLDER@", folder.toString());
    }

    private static Path modules() {
        return MODULES.stream().filter(Files::isDirectory).findFirst().orElse(MODULES.getFirst());
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

                    """.formatted(port, socket.getLocalPort())
                    .replace("\n", "\r\n")
                    .getBytes(UTF_8);
            socket.send(new DatagramPacket(ping, ping.length, InetAddress.getLoopbackAddress(), port));
            socket.receive(new DatagramPacket(new byte[2000], 2000));
            return true;
        } catch (SocketTimeoutException | PortUnreachableException e) {
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
        process.close();
    }
}
