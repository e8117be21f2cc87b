// SPDX-License-Identifier: Apache-2.0
package io.allo.e2e.phone;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.awaitility.Awaitility;

/**
 * A real SIP phone: a baresip process driven through its control socket (JSON in netstrings). It sends a faint
 * tone and records what it hears. Close ends the process by its id.
 */
final class Baresip implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final int LONGEST_CALL_SECONDS = 180;

    private final Path folder;
    private final Process process;
    private final Socket control;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<JsonNode> answers = new CopyOnWriteArrayList<>();

    /**
     * Starts the phone.
     *
     * @param folder empty folder for configuration and recordings
     * @param codecs {@code PCMU/8000/1} or {@code PCMA/8000/1}, preferred first
     */
    Baresip(Path folder, String user, String codecs) throws IOException {
        this(folder, "<sip:" + user + "@127.0.0.1>;regint=0;audio_codecs=" + codecs);
    }

    /** A phone that registers with a carrier and answers every call by itself. */
    static Baresip registered(Path folder, String user, String password, int carrierPort) throws IOException {
        String account = "<sip:%s@127.0.0.1:%d>;auth_pass=%s;regint=60;answermode=auto;audio_codecs=PCMA/8000/1";
        var phone = new Baresip(folder, account.formatted(user, carrierPort, password));
        // The event may come before somebody listens, so the state is asked for.
        Awaitility.await("registration").atMost(Duration.ofSeconds(15)).until(() -> {
            phone.command("reginfo", "");
            return phone.answers.stream()
                    .anyMatch(answer -> answer.path("data").asText().contains("OK "));
        });
        return phone;
    }

    private Baresip(Path folder, String account) throws IOException {
        this.folder = folder;
        int controlPort = freePort();
        Files.writeString(folder.resolve("config"), config(controlPort));
        writeTone(folder.resolve("sends.wav"));
        Files.writeString(folder.resolve("accounts"), account + "\n");
        process = new ProcessBuilder("baresip", "-4", "-f", folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("baresip.log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        control = Awaitility.await("baresip's control socket")
                .atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(() -> new Socket(InetAddress.getLoopbackAddress(), controlPort), Socket::isConnected);
        Thread.ofVirtual().start(this::readEvents);
    }

    void dial(String uri) {
        command("dial", uri);
    }

    void press(char key) {
        command("sndcode", String.valueOf(key));
    }

    void hangup() {
        command("hangup", "");
    }

    /** Waits for an event such as {@code CALL_ESTABLISHED} and returns it. */
    JsonNode await(String type, Duration atMost) {
        return Awaitility.await(type)
                .atMost(atMost)
                .until(
                        () -> events.stream()
                                .filter(e -> type.equals(e.path("type").asText()))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    boolean saw(String type) {
        return events.stream().anyMatch(e -> type.equals(e.path("type").asText()));
    }

    /** What the phone heard: 16-bit PCM WAV, complete once the call is over. */
    Path heard() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith("-dec.wav"))
                    .max(Comparator.comparing(Path::toString))
                    .orElseThrow(() -> new AssertionError("baresip recorded nothing; see " + folder));
        }
    }

    private void command(String name, String parameters) {
        try {
            byte[] body = JSON.writeValueAsBytes(Map.of("command", name, "params", parameters, "token", name));
            OutputStream out = control.getOutputStream();
            synchronized (control) {
                out.write((body.length + ":").getBytes(UTF_8));
                out.write(body);
                out.write(',');
                out.flush();
            }
        } catch (IOException e) {
            throw new IllegalStateException(
                    "baresip's control socket is gone; see " + folder.resolve("baresip.log"), e);
        }
    }

    private void readEvents() {
        try (InputStream in = control.getInputStream()) {
            while (true) {
                int length = readLength(in);
                if (length < 0) {
                    return;
                }
                JsonNode message = JSON.readTree(in.readNBytes(length));
                in.skipNBytes(1);
                (message.path("event").asBoolean() ? events : answers).add(message);
            }
        } catch (IOException e) {
            // The phone was closed: nothing more will come.
        }
    }

    private static int readLength(InputStream in) throws IOException {
        ByteArrayOutputStream digits = new ByteArrayOutputStream();
        int next = in.read();
        while (next >= 0 && next != ':') {
            digits.write(next);
            next = in.read();
        }
        return next < 0 ? -1 : Integer.parseInt(digits.toString(UTF_8));
    }

    private String config(int controlPort) {
        return """
                poll_method epoll
                sip_listen 127.0.0.1:0
                call_local_timeout 120
                audio_player aubridge,br
                audio_source aufile,%1$s/sends.wav
                audio_alert aubridge,br2
                ausrc_srate 8000
                auplay_srate 8000
                ausrc_channels 1
                auplay_channels 1
                module_path /usr/lib/baresip/modules
                module g711.so
                module aubridge.so
                module sndfile.so
                module aufile.so
                module_tmp uuid.so
                module_tmp account.so
                module_app menu.so
                module_app ctrl_tcp.so
                snd_path %1$s
                ctrl_tcp_listen 127.0.0.1:%2$d
                """.formatted(folder, controlPort);
    }

    /** baresip hangs up when its source file ends, so it is longer than any test. */
    private static void writeTone(Path file) throws IOException {
        int rate = 8000;
        byte[] samples = new byte[2 * rate * LONGEST_CALL_SECONDS];
        for (int i = 0; i < samples.length / 2; i++) {
            int sample = (int) (300 * Math.sin(2 * Math.PI * 440 * i / rate));
            samples[2 * i] = (byte) sample;
            samples[2 * i + 1] = (byte) (sample >> 8);
        }
        var format = new AudioFormat(rate, 16, 1, true, false);
        try (var stream = new AudioInputStream(new ByteArrayInputStream(samples), format, samples.length / 2)) {
            AudioSystem.write(stream, AudioFileFormat.Type.WAVE, file.toFile());
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        control.close();
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
