// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Deepgram's live transcription ({@code /v1/listen}) on loopback. It finds stretches of energy in the audio it gets; each is heard
 * as the next line of its script ({@link #hears}). Time is the time of the audio, so a test may send faster than real time.
 */
public final class DeepgramServer implements AutoCloseable {
    private static final Set<String> MODELS = Set.of("nova-3", "nova-2", "nova-2-phonecall");
    private static final Set<String> PARAMETERS = Set.of(
            "model",
            "encoding",
            "sample_rate",
            "channels",
            "language",
            "interim_results",
            "punctuate",
            "smart_format",
            "numerals",
            "endpointing",
            "utterance_end_ms",
            "vad_events",
            "keyterm",
            "keywords",
            "diarize",
            "tag");

    /** The key of {@link #main}. */
    public static final String KEY = "stand-in";

    private final String key;
    private final Loopback loopback;
    final Queue<String> script = new ConcurrentLinkedQueue<>();
    final List<String> control = new CopyOnWriteArrayList<>();
    private final List<MultiMap> queries = new CopyOnWriteArrayList<>();
    private final List<DeepgramSession> sessions = new CopyOnWriteArrayList<>();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    volatile Duration patience = Duration.ofSeconds(10);
    volatile @Nullable Fault fault;
    volatile String otherwise = "";

    /** What goes wrong with the next sessions. */
    public enum Fault {
        /** No message is ever sent. */
        SILENT,
        /** Nothing is read from the socket. */
        DEAF,
        /** Garbage, unknown types and wrong types are mixed into the messages. */
        GARBAGE,
        /** Closed with 1011 NET-0000 as soon as it is open. */
        CLOSES_AT_ONCE
    }

    public DeepgramServer(String key) {
        this.key = key;
        this.loopback = new Loopback("Deepgram", this::request);
    }

    /** Listens on a free port of loopback. */
    public DeepgramServer start() {
        return start(0);
    }

    public DeepgramServer start(int port) {
        loopback.listen(port);
        return this;
    }

    public String url() {
        return "ws://" + loopback.authority();
    }

    /** The next stretches of energy are these words. */
    public DeepgramServer hears(String... utterances) {
        script.addAll(List.of(utterances));
        return this;
    }

    /** Every stretch of energy that the script does not tell is these words. */
    public DeepgramServer otherwise(String utterance) {
        otherwise = utterance;
        return this;
    }

    /** The next upgrades are refused with these statuses. */
    public DeepgramServer refuses(Integer... statuses) {
        refusals.addAll(List.of(statuses));
        return this;
    }

    public DeepgramServer fails(@Nullable Fault next) {
        fault = next;
        return this;
    }

    /** How long a client may say nothing; 10 s at the real one. */
    public DeepgramServer patience(Duration time) {
        patience = time;
        return this;
    }

    /** Ends all open sessions in this way. */
    public void closeAll(int code, String reason) {
        sessions.forEach(session -> session.close(code, reason));
    }

    /** Queries of all sessions that were opened. */
    public List<MultiMap> queries() {
        return queries;
    }

    /** Types of the control messages that came. */
    public List<String> control() {
        return control;
    }

    /** Milliseconds of audio that each session got. */
    public List<Long> audioMs() {
        return sessions.stream().map(DeepgramSession::audioMs).toList();
    }

    private void request(HttpServerRequest request) {
        HttpServerResponse response = request.response();
        response.putHeader("dg-request-id", UUID.randomUUID().toString());
        Integer refusal = refusals.poll();
        if (refusal != null) {
            refuse(response, refusal, "scripted");
            return;
        }
        if (!request.path().equals("/v1/listen")) {
            refuse(response, 404, "no such path");
        } else if (!("Token " + key).equals(request.getHeader("Authorization"))) {
            refuse(response, 401, "Invalid credentials.");
        } else {
            String wrong = wrong(request.params());
            if (wrong != null) {
                refuse(response, 400, wrong);
            } else {
                queries.add(request.params());
                request.toWebSocket().onSuccess(socket -> open(socket, request.params()));
            }
        }
    }

    private static void refuse(HttpServerResponse response, int status, String reason) {
        response.setStatusCode(status).putHeader("dg-error", reason).end();
    }

    private static @Nullable String wrong(MultiMap query) {
        for (String name : query.names()) {
            if (!PARAMETERS.contains(name)) {
                return "unknown parameter " + name;
            }
        }
        if (!MODELS.contains(query.get("model"))) {
            return "no such model";
        }
        if (query.contains("encoding") != query.contains("sample_rate")) {
            return "encoding and sample_rate belong together";
        }
        if (query.contains("encoding") && !Set.of("alaw", "mulaw", "linear16").contains(query.get("encoding"))) {
            return "unsupported encoding";
        }
        String utteranceEnd = query.get("utterance_end_ms");
        if (utteranceEnd != null
                && (Integer.parseInt(utteranceEnd) < 1000 || !"true".equals(query.get("interim_results")))) {
            return "utterance_end_ms needs interim_results and at least 1000";
        }
        return null;
    }

    private void open(ServerWebSocket socket, MultiMap query) {
        DeepgramSession session = new DeepgramSession(this, loopback.vertx, socket, query);
        sessions.add(session);
        session.begin();
    }

    @Override
    public void close() {
        loopback.close();
    }

    /** A process of its own, for benchmarks: port and the words of every utterance. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8788;
        try (DeepgramServer server = new DeepgramServer(KEY).start(port)) {
            server.otherwise(arguments.length > 1 ? arguments[1] : "bonjour");
            System.Logger log = System.getLogger(DeepgramServer.class.getName());
            log.log(System.Logger.Level.INFO, "ALLO_STT_DEEPGRAM_BASE_URL={0}", server.url());
            Thread.currentThread().join();
        }
    }
}
