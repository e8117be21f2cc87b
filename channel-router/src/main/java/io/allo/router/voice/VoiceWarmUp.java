// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.allo.router.config.ServiceKey;
import io.allo.router.speech.LocalSpeech;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * What the first call would otherwise wait for: the line's own prompts are synthesised (so an apology needs nothing any
 * more), codec and JSON paths are loaded and compiled, and the media endpoint has opened a socket. A cold process takes so
 * long for its first handshake that a gateway would look for another worker.
 */
@Singleton
public class VoiceWarmUp {
    private static final Logger LOG = Logger.getLogger(VoiceWarmUp.class);
    private static final int ROUNDS = 200;
    private static final int SOCKETS = 3;
    private static final long LIMIT_SECONDS = 5;
    private static final String START = """
            {"event":"start","sequenceNumber":"1","streamSid":"warm","start":{"streamSid":"warm","callSid":"warm",\
            "tracks":["inbound"],"customParameters":{"to":"warm"},\
            "mediaFormat":{"encoding":"audio/x-alaw","sampleRate":8000,"channels":1}},\
            "allo":{"epoch":1,"answered":false}}""";

    private final LocalSpeech speech;
    private final ObjectMapper json;
    private final ServiceKey serviceKey;
    private final Clock clock;
    private final Vertx vertx;

    VoiceWarmUp(LocalSpeech speech, ObjectMapper json, ServiceKey serviceKey, Clock clock, Vertx vertx) {
        this.speech = speech;
        this.json = json;
        this.serviceKey = serviceKey;
        this.clock = clock;
        this.vertx = vertx;
    }

    /**
     * Blocks for a second or two.
     *
     * @param host where this process reaches itself
     */
    public void run(String host, int port) {
        Prompts.all().forEach(prompts -> speech.prepare(prompts.texts(), prompts.language()));
        try {
            codecs();
            sockets(host, port);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (JsonProcessingException | ExecutionException | TimeoutException e) {
            LOG.warnf("warm-up failed, the first calls will be slow: %s", e.toString());
        }
    }

    private void codecs() throws JsonProcessingException {
        for (int i = 0; i < ROUNDS; i++) {
            json.readValue(START, StreamMessage.class);
            json.writerFor(StreamMessage.class).writeValueAsString(new StreamMessage.Heartbeat(i));
            AudioFrame.decode(new AudioFrame(i, 1, 0, false, new byte[160]).encode());
        }
    }

    /** Sockets without a {@code start}: no call, no conversation. */
    private void sockets(String host, int port) throws InterruptedException, ExecutionException, TimeoutException {
        WebSocketClient client = vertx.createWebSocketClient();
        try {
            for (int i = 0; i < SOCKETS; i++) {
                String callId = "warm-up-" + UUID.randomUUID();
                String token = MediaToken.issue(
                        serviceKey.value(), callId, 1, clock.instant().plusSeconds(LIMIT_SECONDS));
                WebSocketConnectOptions options = new WebSocketConnectOptions()
                        .setHost(host)
                        .setPort(port)
                        .setURI("/media/" + callId)
                        .addSubProtocol(Subprotocol.BINARY)
                        .addHeader("Authorization", "Bearer " + token)
                        .addHeader(Subprotocol.EPOCH_HEADER, "1");
                client.connect(options)
                        .compose(VoiceWarmUp::talk)
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(LIMIT_SECONDS, TimeUnit.SECONDS);
            }
        } finally {
            client.close();
        }
    }

    private static io.vertx.core.Future<Void> talk(WebSocket socket) {
        byte[] frame = new AudioFrame(0, 0, 0, false, new byte[160]).encode();
        return socket.writeTextMessage("{\"event\":\"connected\",\"protocol\":\"Call\",\"version\":\"1.0.0\"}")
                .compose(sent -> socket.writeBinaryMessage(Buffer.buffer(frame)))
                .compose(sent -> socket.close());
    }
}
