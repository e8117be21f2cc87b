// SPDX-License-Identifier: Apache-2.0
package io.allo.benchmarks;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.allo.contracts.worker.WorkerRegistry;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A worker that answers every call at once and plays back what it hears: what is measured with it is the gateway and the
 * media socket. It announces itself in Redis as channel-router does. Started by {@code gateway.py}.
 *
 * <p>Environment: {@code ALLO_SERVICE_KEY}, {@code ALLO_REDIS_URL}, {@code ALLO_WORKER_PORT}.
 */
public final class EchoWorker extends AbstractVerticle {
    private static final Logger LOG = Logger.getLogger(EchoWorker.class.getName());
    private static final String ID = "echo-worker";
    private static final String MAX_CALLS = "100000";
    private static final int SOCKET_BUFFER = 8192;
    private static final long HEARTBEAT_MS = 500;
    private static final long FRAME_NANOS = 20_000_000;
    /** A worker may be one second ahead of the caller's ear. */
    private static final long MOST_AHEAD_NANOS = 1_000_000_000;

    private final ObjectMapper json = new ObjectMapper();
    private final String serviceKey = environment("ALLO_SERVICE_KEY");
    private final int port = Integer.parseInt(environment("ALLO_WORKER_PORT"));

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx();
        vertx.deployVerticle(EchoWorker.class, new DeploymentOptions().setInstances(2))
                .onSuccess(id -> announce(vertx))
                .onFailure(failure -> {
                    LOG.log(Level.SEVERE, "the worker does not start", failure);
                    vertx.close();
                });
    }

    private static void announce(Vertx vertx) {
        Redis redis = Redis.createClient(vertx, environment("ALLO_REDIS_URL"));
        String url = "ws://127.0.0.1:" + environment("ALLO_WORKER_PORT") + "/media";
        Request description = Request.cmd(Command.HSET)
                .arg(WorkerRegistry.workerKey(ID))
                .arg(WorkerRegistry.FIELD_WS_URL)
                .arg(url)
                .arg(WorkerRegistry.FIELD_MAX_CALLS)
                .arg(MAX_CALLS)
                .arg(WorkerRegistry.FIELD_DRAINING)
                .arg("false");
        redis.send(description).onSuccess(done -> LOG.info("ready"));
        vertx.setPeriodic(
                0,
                WorkerRegistry.HEARTBEAT.toMillis(),
                timer -> redis.send(Request.cmd(Command.ZADD)
                        .arg(WorkerRegistry.WORKERS)
                        .arg(System.currentTimeMillis())
                        .arg(ID)));
    }

    @Override
    public void start(Promise<Void> started) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setAcceptBacklog(4096)
                .setSendBufferSize(SOCKET_BUFFER)
                .setReceiveBufferSize(SOCKET_BUFFER)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false)
                .setWebSocketSubProtocols(List.of(Subprotocol.BINARY));
        vertx.createHttpServer(options)
                .requestHandler(this::handshake)
                .listen()
                .<Void>mapEmpty()
                .onComplete(started);
    }

    private void handshake(HttpServerRequest request) {
        String callId = request.path().substring(request.path().lastIndexOf('/') + 1);
        String token = String.valueOf(request.getHeader("Authorization")).replaceFirst("^Bearer ", "");
        int epoch = Integer.parseInt(request.getHeader(Subprotocol.EPOCH_HEADER));
        if (MediaToken.verify(token, serviceKey, callId, epoch, Instant.now())) {
            request.toWebSocket().onSuccess(socket -> new Session(socket).listen());
        } else {
            request.response().setStatusCode(401).end();
        }
    }

    private static String environment(String name) {
        return requireNonNull(System.getenv(name), name + " is not set");
    }

    private final class Session {
        private final ServerWebSocket socket;
        private int sequence;
        private long playedUntil = System.nanoTime();

        Session(ServerWebSocket socket) {
            this.socket = socket;
        }

        void listen() {
            long beat = vertx.setPeriodic(
                    HEARTBEAT_MS, timer -> say(new StreamMessage.Heartbeat(System.currentTimeMillis())));
            socket.closeHandler(closed -> vertx.cancelTimer(beat));
            socket.exceptionHandler(failure -> LOG.log(Level.FINE, "socket", failure));
            socket.textMessageHandler(this::control);
            socket.binaryMessageHandler(this::echo);
        }

        private void control(String text) {
            try {
                if (json.readValue(text, StreamMessage.class) instanceof StreamMessage.Start start) {
                    say(new StreamMessage.Ring(start.streamSid(), 0));
                    say(new StreamMessage.Answer(start.streamSid()));
                }
            } catch (JsonProcessingException e) {
                LOG.log(Level.WARNING, "the gateway sent what is no message", e);
            }
        }

        private void echo(Buffer message) {
            AudioFrame heard = AudioFrame.decode(message.getBytes());
            long now = System.nanoTime();
            playedUntil = Math.max(playedUntil, now) + FRAME_NANOS;
            if (playedUntil - now > MOST_AHEAD_NANOS) {
                playedUntil -=
                        FRAME_NANOS; // what comes at once after a stall, or is said again, is not all to be played
                return;
            }
            int number = sequence++;
            AudioFrame said = new AudioFrame(number & 0xFFFF, 1, number * 20, false, heard.payload());
            socket.writeBinaryMessage(Buffer.buffer(said.encode()));
        }

        private void say(StreamMessage message) {
            try {
                socket.writeTextMessage(json.writeValueAsString(message));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("every message can be written", e);
            }
        }
    }
}
