// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ElevenLabs' streaming speech over a WebSocket with several contexts ({@code multi-stream-input}) on loopback. It speaks tones, as
 * long as the text has characters.
 */
public final class ElevenLabsServer implements AutoCloseable {
    /** Length of a character's tone. */
    public static final int MS_PER_CHARACTER = 60;

    static final int MOST_CONTEXTS = 5;
    static final double SLOWEST = 0.7;
    static final double FASTEST = 1.2;
    private static final Pattern PATH = Pattern.compile("/v1/text-to-speech/([^/]+)/multi-stream-input");
    private static final Set<String> MODELS =
            Set.of("eleven_flash_v2_5", "eleven_turbo_v2_5", "eleven_multilingual_v2");
    private static final Set<String> FORMATS = Set.of("ulaw_8000", "alaw_8000");

    /** The key of {@link #main}. */
    public static final String KEY = "stand-in";

    private final String key;
    private final Set<String> voices;
    private final Loopback loopback;
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    final List<String> texts = new CopyOnWriteArrayList<>();
    final List<String> settings = new CopyOnWriteArrayList<>();
    final List<String> violations = new CopyOnWriteArrayList<>();
    private final List<String> opened = new CopyOnWriteArrayList<>();
    private final List<ElevenLabsSession> sessions = new CopyOnWriteArrayList<>();
    volatile @Nullable Fault fault;
    volatile Duration pace = Duration.ZERO;
    volatile int cutAfter = Integer.MAX_VALUE;
    volatile @Nullable String error;

    /** What goes wrong with the next sentences. */
    public enum Fault {
        /** Nothing is ever said. */
        SILENT,
        /** Garbage and unknown messages are mixed in. */
        GARBAGE
    }

    /** @param voices ids of the voices that there are */
    public ElevenLabsServer(String key, String... voices) {
        this.key = key;
        this.voices = Set.of(voices);
        this.loopback = new Loopback("ElevenLabs", this::request);
    }

    /** Listens on a free port of loopback. */
    public ElevenLabsServer start() {
        return start(0);
    }

    public ElevenLabsServer start(int port) {
        loopback.listen(port);
        return this;
    }

    public String url() {
        return "ws://" + loopback.authority();
    }

    /** The next upgrades are refused with these statuses. */
    public ElevenLabsServer refuses(Integer... statuses) {
        refusals.addAll(List.of(statuses));
        return this;
    }

    public ElevenLabsServer fails(@Nullable Fault next) {
        fault = next;
        return this;
    }

    /** Time between two pieces of audio. */
    public ElevenLabsServer pace(Duration time) {
        pace = time;
        return this;
    }

    /** The socket breaks off (1011) after so many pieces of audio. */
    public ElevenLabsServer breaksAfter(int pieces) {
        cutAfter = pieces;
        return this;
    }

    /** The next text is answered with this error and close code 1008. */
    public ElevenLabsServer errs(@Nullable String code) {
        error = code;
        return this;
    }

    /** Closes all open sockets. */
    public void closeAll(int code, String reason) {
        sessions.forEach(session -> session.close(code, reason));
    }

    /** Texts that were spoken, in order. */
    public List<String> texts() {
        return texts;
    }

    /** {@code voice_settings} of each context that was opened with some, as JSON. */
    public List<String> settings() {
        return settings;
    }

    /** What a strict reader of the protocol would complain about. */
    public List<String> violations() {
        return violations;
    }

    /** {@code voice?query} of each socket. */
    public List<String> opened() {
        return opened;
    }

    private void request(HttpServerRequest request) {
        Integer refusal = refusals.poll();
        Matcher path = PATH.matcher(request.path());
        if (refusal != null) {
            refuse(request, refusal, "scripted");
        } else if (!path.matches()) {
            refuse(request, 404, "not_found");
        } else if (!key.equals(request.getHeader("xi-api-key"))) {
            refuse(request, 401, "invalid_api_key");
        } else if (!MODELS.contains(request.getParam("model_id"))) {
            refuse(request, 422, "model_not_found");
        } else {
            opened.add(path.group(1) + "?" + request.query());
            request.toWebSocket().onSuccess(socket -> open(socket, path.group(1), request.params()));
        }
    }

    private static void refuse(HttpServerRequest request, int status, String reason) {
        JsonObject detail = new JsonObject().put("status", reason).put("message", reason);
        request.response()
                .setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("detail", detail).encode());
    }

    private void open(ServerWebSocket socket, String voice, MultiMap query) {
        String format = query.contains("output_format") ? query.get("output_format") : "mp3_44100_128";
        int inactivity = query.contains("inactivity_timeout") ? Integer.parseInt(query.get("inactivity_timeout")) : 20;
        ElevenLabsSession session =
                new ElevenLabsSession(this, loopback.vertx, socket, format.startsWith("alaw"), inactivity);
        sessions.add(session);
        if (!voices.contains(voice)) {
            session.error("voice_not_found");
        } else if (!FORMATS.contains(format)) {
            session.error("output_format_not_allowed");
        } else if (inactivity > 180) {
            session.error("invalid_inactivity_timeout");
        }
    }

    @Override
    public void close() {
        loopback.close();
    }

    /** A process of its own, for benchmarks: port. */
    public static void main(String[] arguments) throws InterruptedException {
        int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 8789;
        try (ElevenLabsServer server = new ElevenLabsServer(KEY, "21m00Tcm4TlvDq8ikWAM").start(port)) {
            System.Logger log = System.getLogger(ElevenLabsServer.class.getName());
            log.log(System.Logger.Level.INFO, "ALLO_TTS_ELEVENLABS_BASE_URL={0}", server.url());
            Thread.currentThread().join();
        }
    }
}
