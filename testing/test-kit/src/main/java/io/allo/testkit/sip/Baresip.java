// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.sip;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
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
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A real SIP telephone: a baresip process driven through its control socket (JSON in netstrings). It sends a sound and
 * records what it hears.
 */
public final class Baresip implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final PeerProcess process;
    private final Socket control;
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final List<JsonNode> answers = new CopyOnWriteArrayList<>();

    /**
     * Starts the telephone.
     *
     * @param folder empty folder for configuration, log and recordings
     * @param sipPort it listens on, 0 for any
     * @param account a line of baresip's {@code accounts}
     * @param settings further lines of its {@code config}
     */
    private Baresip(Path folder, int sipPort, String account, Sending sends, String... settings) throws IOException {
        this.folder = folder;
        int controlPort = freePort();
        Files.writeString(folder.resolve("config"), config(sipPort, controlPort) + String.join("\n", settings) + "\n");
        Files.writeString(folder.resolve("accounts"), account + "\n");
        sends.write(folder.resolve("sends.wav"));
        process = new PeerProcess(folder, "baresip", "baresip", List.of("-4", "-f", folder.toString()));
        control = Awaitility.await("baresip's control socket")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> new Socket(InetAddress.getLoopbackAddress(), controlPort), Socket::isConnected);
        Thread.ofVirtual().start(this::readEvents);
    }

    /**
     * A telephone that calls.
     *
     * @param parameters of its account: {@code audio_codecs=PCMA/8000/1;mediaenc=srtp}
     */
    public static Baresip caller(Path folder, String user, String parameters, Sending sends) throws IOException {
        return new Baresip(folder, 0, "<sip:" + user + "@127.0.0.1>;regint=0;" + parameters, sends);
    }

    /** A telephone that calls over TLS. @param authority PEM file of the authority that it knows */
    public static Baresip callerOverTls(Path folder, String user, String parameters, Sending sends, Path authority)
            throws IOException {
        String account = "<sip:" + user + "@127.0.0.1;transport=tls>;regint=0;" + parameters;
        return new Baresip(folder, 0, account, sends, "sip_cafile " + authority);
    }

    /** A telephone that answers whoever calls this port. */
    public static Baresip answering(Path folder, int sipPort, String user, String parameters, Sending sends)
            throws IOException {
        String account = "<sip:" + user + "@127.0.0.1>;regint=0;answermode=auto;catchall=yes;" + parameters;
        return new Baresip(folder, sipPort, account, sends);
    }

    /** A telephone that registers with a carrier and answers every call by itself. */
    public static Baresip registered(Path folder, String user, String password, int carrierPort) throws IOException {
        return registered(folder, user, password, carrierPort, Tone.FAINT);
    }

    /** The same, with a sound of its own. */
    public static Baresip registered(Path folder, String user, String password, int carrierPort, Sending sends)
            throws IOException {
        String account = "<sip:%s@127.0.0.1:%d>;auth_pass=%s;regint=60;answermode=auto;audio_codecs=PCMA/8000/1"
                .formatted(user, carrierPort, password);
        var phone = new Baresip(folder, 0, account, sends);
        // The event may come before somebody listens, so the state is asked for.
        Awaitility.await("registration").atMost(Duration.ofSeconds(15)).until(() -> {
            phone.command("reginfo", "");
            return phone.answers.stream()
                    .anyMatch(answer -> answer.path("data").asText().contains("OK "));
        });
        return phone;
    }

    public void dial(String uri) {
        command("dial", uri);
    }

    public void press(char key) {
        command("sndcode", String.valueOf(key));
    }

    public void hold() {
        command("hold", "");
    }

    public void resume() {
        command("resume", "");
    }

    public void hangup() {
        command("hangup", "");
    }

    /**
     * Waits for an event such as {@code CALL_ESTABLISHED} and returns it.
     *
     * @throws AssertionError with what the telephone saw instead; at once when the call was closed
     */
    public JsonNode await(String type, Duration atMost) {
        try {
            Awaitility.await(type).atMost(atMost).until(() -> saw(type) || saw("CALL_CLOSED"));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError("no " + type + " within " + atMost + ", but " + events, e);
        }
        return first(type).orElseThrow(() -> new AssertionError("no " + type + ", but " + events));
    }

    private Optional<JsonNode> first(String type) {
        return events.stream().filter(e -> type.equals(e.path("type").asText())).findFirst();
    }

    public boolean saw(String type) {
        return first(type).isPresent();
    }

    /** What the telephone heard: 16-bit PCM WAV, complete once the call is over. */
    public Path heard() throws IOException {
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
            // The telephone was closed: nothing more will come.
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

    private String config(int sipPort, int controlPort) {
        return """
                poll_method epoll
                sip_listen 127.0.0.1:%2$d
                call_local_timeout 120
                audio_player aubridge,here
                audio_source aufile,%1$s/sends.wav
                audio_alert aubridge,alert
                audio_channels 1
                ausrc_srate 8000
                auplay_srate 8000
                ausrc_channels 1
                auplay_channels 1
                module_path /usr/lib/baresip/modules
                module g711.so
                module g722.so
                module opus.so
                module aufile.so
                module aubridge.so
                module sndfile.so
                module srtp.so
                module_tmp uuid.so
                module_tmp account.so
                module_app menu.so
                module_app ctrl_tcp.so
                snd_path %1$s
                ctrl_tcp_listen 127.0.0.1:%3$d
                """.formatted(folder, sipPort, controlPort);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends in order, so that the recordings are whole. */
    @Override
    public void close() throws IOException {
        control.close();
        process.close();
    }
}
