// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.media;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.PcmFrames;
import io.allo.audio.ToneGenerator;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A baresip process that sends a tone, driven through its control socket (JSON in netstrings). */
final class BaresipPhone implements AutoCloseable {
    private final Process process;
    private final Socket control;

    /**
     * @param folder empty folder for configuration, log and recordings
     * @param account parameters of the account: codecs, encryption
     */
    BaresipPhone(Path folder, String account, double toneHz) throws IOException {
        int controlPort = freePort();
        Files.write(folder.resolve("tone.wav"), wav(ToneGenerator.sine(toneHz, Duration.ofSeconds(60), -12)));
        Files.writeString(folder.resolve("config"), """
                poll_method epoll
                sip_listen 127.0.0.1:0
                audio_source aufile,%1$s/tone.wav
                audio_player aubridge,here
                audio_alert aubridge,alert
                audio_channels 1
                ausrc_channels 1
                auplay_channels 1
                ausrc_srate 8000
                auplay_srate 8000
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
                ctrl_tcp_listen 127.0.0.1:%2$d
                """.formatted(folder, controlPort));
        Files.writeString(folder.resolve("accounts"), "<sip:phone@127.0.0.1>;regint=0;%s\n".formatted(account));
        process = new ProcessBuilder("baresip", "-4", "-f", folder.toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("baresip.log").toFile())
                .redirectInput(new File("/dev/null"))
                .start();
        control = await("baresip's control socket")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> new Socket(InetAddress.getLoopbackAddress(), controlPort), Socket::isConnected);
        Thread.ofVirtual().start(this::readOver);
    }

    void dial(int sipPort) throws IOException {
        command("dial", "sip:restaurant@127.0.0.1:" + sipPort);
    }

    void press(char key) throws IOException {
        command("sndcode", String.valueOf(key));
    }

    void hold() throws IOException {
        command("hold", "");
    }

    void resume() throws IOException {
        command("resume", "");
    }

    /** Ends in order, so that the recordings are whole. */
    @Override
    public void close() throws IOException {
        control.close();
        process.destroy();
        try {
            if (!process.waitFor(Duration.ofSeconds(10))) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void command(String name, String parameters) throws IOException {
        byte[] body =
                new ObjectMapper().writeValueAsBytes(Map.of("command", name, "params", parameters, "token", name));
        OutputStream out = control.getOutputStream();
        out.write((body.length + ":").getBytes(UTF_8));
        out.write(body);
        out.write(',');
        out.flush();
    }

    private void readOver() {
        try (var in = control.getInputStream()) {
            while (in.read(new byte[4096]) >= 0) {
                // Its answers and events: what it does is seen on the wire.
            }
        } catch (IOException _) {
            // closed
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static byte[] wav(short[] pcm) {
        ByteBuffer file = ByteBuffer.allocate(44 + 2 * pcm.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(UTF_8)).putInt(36 + 2 * pcm.length).put("WAVEfmt ".getBytes(UTF_8));
        file.putInt(16).putShort((short) 1).putShort((short) 1).putInt(8000).putInt(16_000);
        file.putShort((short) 2)
                .putShort((short) 16)
                .put("data".getBytes(UTF_8))
                .putInt(2 * pcm.length);
        return file.put(PcmFrames.toLittleEndian(pcm)).array();
    }
}
