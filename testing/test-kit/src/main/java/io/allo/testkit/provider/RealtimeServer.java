// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Stand-in of OpenAI's Realtime API (GA) over WebSocket: {@code /v1/realtime?model=…} with a bearer key. Sessions are strict
 * ({@link RealtimeRules}), find the caller's turns by the energy of the audio that really comes, and answer what the test has
 * scripted, faster than real time, in pieces of odd length. Safe from any thread.
 */
public final class RealtimeServer implements AutoCloseable {
    public static final String KEY = "sk-stand-in";
    private static final int LONGEST_MESSAGE = 20 * 1024 * 1024;

    private final List<RealtimePeer> sessions = new CopyOnWriteArrayList<>();
    private final Queue<RealtimeAnswer> answers = new ConcurrentLinkedQueue<>();
    private final Queue<String> transcripts = new ConcurrentLinkedQueue<>();
    private volatile RealtimeAnswer otherwise = RealtimeAnswer.says("Très bien.", 1000);
    private volatile String unscripted = "Oui.";
    private volatile BiConsumer<RealtimePeer, String> watcher = (peer, type) -> {};
    private volatile BiConsumer<Integer, byte[]> outgoing = (at, piece) -> {};
    private volatile Duration transcriptAfter = Duration.ofMillis(50);
    private volatile int refusal;
    private volatile int limit = 1000;
    private volatile int handshakes;
    private volatile int audioMsPerTick = 200;
    private Vertx vertx;
    private HttpServer server;

    /** On a free port. */
    public RealtimeServer start() {
        return start(0);
    }

    public RealtimeServer start(int port) {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        server = vertx.createHttpServer(new HttpServerOptions()
                .setHost("127.0.0.1")
                .setPort(port)
                .setTcpNoDelay(true)
                .setMaxWebSocketFrameSize(LONGEST_MESSAGE)
                .setMaxWebSocketMessageSize(LONGEST_MESSAGE)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false));
        server.requestHandler(this::handshake);
        try {
            server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the Realtime stand-in does not start", e);
        }
        return this;
    }

    /** What stands before {@code /realtime}. */
    public URI baseUrl() {
        return URI.create("ws://127.0.0.1:" + server.actualPort() + "/v1");
    }

    public void reset() {
        sessions.forEach(RealtimePeer::drop);
        sessions.clear();
        answers.clear();
        transcripts.clear();
        otherwise = RealtimeAnswer.says("Très bien.", 1000);
        watcher = (peer, type) -> {};
        transcriptAfter = Duration.ofMillis(50);
        refusal = 0;
        limit = 1000;
        handshakes = 0;
        audioMsPerTick = 200;
    }

    /** The next answers, whichever session asks; then the usual one again. */
    public RealtimeServer then(RealtimeAnswer... next) {
        answers.addAll(List.of(next));
        return this;
    }

    /** As {@link #then}, without what was scripted before. */
    public RealtimeServer now(RealtimeAnswer... next) {
        answers.clear();
        return then(next);
    }

    /** The answer where none is scripted. */
    public RealtimeServer otherwise(RealtimeAnswer answer) {
        otherwise = answer;
        return this;
    }

    /** The next transcripts of what callers say; {@code "!"} fails, {@code ""} never comes. */
    public RealtimeServer hears(String... next) {
        transcripts.addAll(List.of(next));
        return this;
    }

    /** How long a transcript takes. */
    public void transcriptAfter(Duration delay) {
        transcriptAfter = delay;
    }

    /** Handshakes get this HTTP status; 0: they succeed. */
    public void refuse(int status) {
        refusal = status;
    }

    /** What remains of 1000 requests in {@code rate_limits.updated}. */
    public void remaining(int requests) {
        limit = requests;
    }

    /** How fast answers are made: milliseconds of audio every 20 ms. */
    public void audioPerTick(int ms) {
        audioMsPerTick = ms;
    }

    /** What becomes of each piece of an item's audio just before it is sent, with its place in the item in bytes. */
    public void outgoing(BiConsumer<Integer, byte[]> last) {
        outgoing = last;
    }

    /** Told before each message of a client is handled, and with {@code connected}: the place for faults. */
    public void watch(BiConsumer<RealtimePeer, String> faults) {
        watcher = faults;
    }

    /** All sessions so far, oldest first. */
    public List<RealtimePeer> sessions() {
        return List.copyOf(sessions);
    }

    /** The newest session. */
    public RealtimePeer session() {
        return sessions.getLast();
    }

    /** Handshakes that came, refused ones included. */
    public int handshakes() {
        return handshakes;
    }

    RealtimeAnswer nextAnswer() {
        RealtimeAnswer next = answers.poll();
        return next == null ? otherwise : next;
    }

    String nextTranscript() {
        String next = transcripts.poll();
        return next == null ? unscripted : next;
    }

    Duration transcriptDelay() {
        return transcriptAfter;
    }

    int remaining() {
        return limit;
    }

    int audioPerTick() {
        return audioMsPerTick;
    }

    BiConsumer<Integer, byte[]> outgoing() {
        return outgoing;
    }

    BiConsumer<RealtimePeer, String> watcher() {
        return watcher;
    }

    private void handshake(HttpServerRequest request) {
        handshakes++;
        long modes = Stream.of("model", "call_id", "intent")
                .filter(name -> request.getParam(name) != null)
                .count();
        if (refusal != 0) {
            refuse(request, refusal);
        } else if (!request.path().equals("/v1/realtime")) {
            refuse(request, 404);
        } else if (!("Bearer " + KEY).equals(request.getHeader("Authorization"))) {
            refuse(request, 401);
        } else if (modes != 1 || request.getHeader("OpenAI-Beta") != null) {
            refuse(request, 400);
        } else {
            String model = request.getParam("model");
            request.toWebSocket().onSuccess(socket -> {
                RealtimePeer peer = new RealtimePeer(this, vertx, socket, model == null ? "gpt-realtime" : model);
                sessions.add(peer);
                peer.begin();
            });
        }
    }

    private static void refuse(HttpServerRequest request, int status) {
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end("{\"error\":{\"type\":\"invalid_request_error\",\"message\":\"refused\"}}");
    }

    @Override
    public void close() {
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the Realtime stand-in does not stop", e);
        }
    }

    /** {@code [port] [thinking ms] [answer ms]}: for benchmarks and trials by hand, until the process is ended. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8787;
        int thinking = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        int length = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2000;
        try (RealtimeServer server = new RealtimeServer().start(port)) {
            server.otherwise(RealtimeAnswer.says("Je suis une doublure du modèle.", length)
                    .after(Duration.ofMillis(thinking)));
            System.Logger log = System.getLogger(RealtimeServer.class.getName());
            log.log(
                    System.Logger.Level.INFO,
                    "ALLO_REALTIME_BASE_URL={0} ALLO_REALTIME_API_KEY={1}",
                    server.baseUrl(),
                    KEY);
            Thread.currentThread().join();
        }
    }
}
