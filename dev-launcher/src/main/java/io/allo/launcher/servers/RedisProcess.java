// SPDX-License-Identifier: Apache-2.0
package io.allo.launcher.servers;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisExecProvider;

/** A redis-server child process on loopback, with one numbered database for each lease. */
public final class RedisProcess implements AutoCloseable {
    /** How many test JVMs can hold a lease at the same time: one numbered database each. */
    public static final int DATABASES = 64;

    static final String PID_FILE = "redis.pid";

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private RedisProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    static RedisProcess start(Path folder, int port, boolean durable) throws IOException, InterruptedException {
        int chosen = port != 0 ? port : FreePorts.one();
        Files.createDirectories(folder);
        Path program = folder.resolve("redis-server");
        Files.copy(RedisExecProvider.defaultProvider().get().toPath(), program, StandardCopyOption.REPLACE_EXISTING);
        if (!program.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + program + " executable");
        }
        Path log = folder.resolve("redis.log");
        List<String> command = List.of(
                program.toString(),
                "--port",
                Integer.toString(chosen),
                "--bind",
                "127.0.0.1",
                "--databases",
                Integer.toString(DATABASES),
                "--dir",
                folder.toString(),
                "--pidfile",
                folder.resolve(PID_FILE).toString(),
                "--save",
                durable ? "60 1" : "",
                "--appendonly",
                durable ? "yes" : "no");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        var redis = new RedisProcess(process, chosen);
        redis.awaitReady(log);
        return redis;
    }

    private void awaitReady(Path log) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!answersPing()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("redis-server did not start; see " + log);
            }
            Thread.sleep(20);
        }
    }

    private boolean answersPing() {
        try {
            return inline("PING").startsWith("+PONG");
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Empties one numbered database, so that a lease starts clean whoever held the index before. */
    public void flush(int index) throws IOException {
        String answer = inline("SELECT " + index + "\r\nFLUSHDB");
        if (!answer.startsWith("+OK\r\n+OK")) {
            throw new IOException("redis did not flush database " + index + ": " + answer.strip());
        }
    }

    /** Redis' inline command form: enough for two commands, so no client library is needed here. */
    private String inline(String commands) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((commands + "\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public String url(int index) {
        return "redis://127.0.0.1:" + port + "/" + index;
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }
}
