// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.peer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A worker without a brain: a real WebSocket server that checks the handshake and follows a script. For tests, and for
 * measurements of the gateway alone.
 */
public final class InMemoryWorker implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final ObjectMapper json = new ObjectMapper();
    private final BlockingQueue<Session> sessions = new LinkedBlockingQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final String serviceKey;
    private final HttpServer server;
    private volatile BiConsumer<Session, StreamMessage> script;
    private volatile int refuseWith;
    private volatile boolean heartbeats = true;

    /** @param script what to do with each message; see {@link #answerAfter} */
    public InMemoryWorker(String serviceKey, BiConsumer<Session, StreamMessage> script) {
        this.serviceKey = serviceKey;
        this.script = script;
        this.server = await(vertx.createHttpServer(new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setPort(0)
                        .setWebSocketSubProtocols(List.of(Subprotocol.BINARY)))
                .requestHandler(this::handshake)
                .listen());
    }

    /** Rings so long, and is ready at once. */
    public static BiConsumer<Session, StreamMessage> answerAfter(double ringSeconds) {
        return (session, message) -> {
            if (message instanceof StreamMessage.Start) {
                session.say(new StreamMessage.Ring(session.streamSid(), ringSeconds));
                session.say(new StreamMessage.Answer(session.streamSid()));
            }
        };
    }

    /** Says nothing at all but heartbeats. */
    public static BiConsumer<Session, StreamMessage> silent() {
        return (session, message) -> {};
    }

    private void handshake(HttpServerRequest request) {
        String callId = request.path().substring(request.path().lastIndexOf('/') + 1);
        String token = String.valueOf(request.getHeader("Authorization")).replaceFirst("^Bearer ", "");
        int epoch = Integer.parseInt(request.getHeader(Subprotocol.EPOCH_HEADER));
        boolean known = MediaToken.verify(token, serviceKey, callId, epoch, Instant.now());
        int refusal = known ? refuseWith : 401;
        if (refusal != 0) {
            request.response().setStatusCode(refusal).end();
            return;
        }
        request.toWebSocket().onSuccess(socket -> {
            accepted.incrementAndGet();
            Session session = new Session(socket, callId, epoch);
            sessions.add(session);
            session.listen();
        });
    }

    /** Base URL for the registry. */
    public URI mediaUrl() {
        return URI.create("ws://127.0.0.1:" + server.actualPort() + "/media");
    }

    public void script(BiConsumer<Session, StreamMessage> next) {
        script = next;
    }

    /** Handshakes get this HTTP status; 0 accepts again. */
    public void refuseWith(int status) {
        refuseWith = status;
    }

    /** Off: alive on TCP, dead for the gateway. */
    public void heartbeats(boolean on) {
        heartbeats = on;
    }

    public int accepted() {
        return accepted.get();
    }

    /** The next socket that the gateway opened. */
    public Session nextSession() {
        try {
            Session session = sessions.poll(8, TimeUnit.SECONDS);
            if (session == null) {
                throw new AssertionError("the gateway opened no socket within 8 s");
            }
            return session;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A socket that was opened since, if any. */
    public Optional<Session> pollSession() {
        return Optional.ofNullable(sessions.poll());
    }

    /** Sockets of earlier tests are not waited for. */
    public void forgetSessions() {
        sessions.clear();
    }

    @Override
    public void close() {
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** One call's socket. */
    public final class Session {
        private final ServerWebSocket socket;
        private final String callId;
        private final int epoch;
        private final List<StreamMessage> heard = new CopyOnWriteArrayList<>();
        private final AtomicInteger frames = new AtomicInteger();
        private volatile Consumer<AudioFrame> ear = _ -> {};
        private volatile String streamSid = "";
        private volatile boolean closed;
        private volatile @Nullable Instant closedAt;

        private Session(ServerWebSocket socket, String callId, int epoch) {
            this.socket = socket;
            this.callId = callId;
            this.epoch = epoch;
        }

        private void listen() {
            long beat = vertx.setPeriodic(500, _ -> {
                if (heartbeats) {
                    say(new StreamMessage.Heartbeat(System.currentTimeMillis()));
                }
            });
            socket.closeHandler(_ -> {
                vertx.cancelTimer(beat);
                closedAt = Instant.now();
                closed = true;
            });
            socket.exceptionHandler(_ -> {});
            socket.textMessageHandler(this::text);
            socket.binaryMessageHandler(frame -> {
                frames.incrementAndGet();
                ear.accept(AudioFrame.decode(frame.getBytes()));
            });
        }

        private void text(String text) {
            try {
                StreamMessage message = json.readValue(text, StreamMessage.class);
                if (message instanceof StreamMessage.Start start) {
                    streamSid = start.streamSid();
                }
                if (!(message instanceof StreamMessage.Heartbeat)) {
                    heard.add(message);
                    script.accept(this, message);
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(text, e);
            }
        }

        public void say(StreamMessage message) {
            if (!closed) {
                try {
                    socket.writeTextMessage(json.writeValueAsString(message));
                } catch (JsonProcessingException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        public void sayRaw(String text) {
            socket.writeTextMessage(text);
        }

        public void play(AudioFrame frame) {
            socket.writeBinaryMessage(Buffer.buffer(frame.encode()));
        }

        /** What the caller says goes there too, from now on; on the socket's thread. */
        public void listen(Consumer<AudioFrame> next) {
            ear = next;
        }

        public void drop() {
            socket.close();
        }

        public String callId() {
            return callId;
        }

        public int epoch() {
            return epoch;
        }

        public String streamSid() {
            return streamSid;
        }

        /** All but heartbeats, in order. */
        public List<StreamMessage> heard() {
            return List.copyOf(heard);
        }

        /** Audio frames of the caller so far. */
        public int frames() {
            return frames.get();
        }

        public boolean isClosed() {
            return closed;
        }

        public @Nullable Instant closedAt() {
            return closedAt;
        }

        /** First message of the kind, or null. */
        public <T extends StreamMessage> @Nullable T first(Class<T> kind) {
            return heard.stream()
                    .filter(kind::isInstance)
                    .map(kind::cast)
                    .findFirst()
                    .orElse(null);
        }
    }
}
