// SPDX-License-Identifier: Apache-2.0
package io.allo.testkit.provider;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * OpenAI's audio endpoints on loopback: {@code /v1/audio/transcriptions} answers with the next line of its script,
 * {@code /v1/audio/speech} with a tone as long as the text has characters.
 */
public final class OpenAiSpeechServer implements AutoCloseable {
    /** Length of a character's tone. */
    public static final int MS_PER_CHARACTER = 60;

    private static final int PCM_BYTES_PER_MS = 48;
    /** Odd, so that samples are cut in two. */
    private static final int CHUNK_BYTES = 4_801;

    private static final int WAV_HEADER = 44;
    private static final int SHORTEST_BYTES = 1_600;
    private static final int LONGEST_INPUT = 4096;
    private static final Set<String> LISTENERS =
            Set.of("whisper-1", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-transcribe");
    private static final Set<String> SPEAKERS = Set.of("tts-1", "tts-1-hd", "gpt-4o-mini-tts");
    private static final Set<String> VOICES =
            Set.of("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse");

    private final String key;
    private final Loopback loopback;
    private final Queue<String> script = new ConcurrentLinkedQueue<>();
    private final Queue<Integer> refusals = new ConcurrentLinkedQueue<>();
    private final List<Map<String, String>> forms = new CopyOnWriteArrayList<>();
    private final List<JsonObject> spoken = new CopyOnWriteArrayList<>();
    private volatile int breaksAfter = Integer.MAX_VALUE;
    private volatile boolean silent;
    private volatile @Nullable String raw;

    public OpenAiSpeechServer(String key) {
        this.key = key;
        this.loopback = new Loopback("OpenAI's audio", this::request);
    }

    /** Listens on a free port of loopback. */
    public OpenAiSpeechServer start() {
        return start(0);
    }

    /** Listens on this port of loopback. */
    public OpenAiSpeechServer start(int port) {
        loopback.listen(port);
        return this;
    }

    public String url() {
        return "http://" + loopback.authority() + "/v1";
    }

    /** The next utterances are these words. */
    public OpenAiSpeechServer hears(String... utterances) {
        script.addAll(List.of(utterances));
        return this;
    }

    /** The next requests are refused with these statuses. */
    public OpenAiSpeechServer refuses(Integer... statuses) {
        refusals.addAll(List.of(statuses));
        return this;
    }

    /** The next speech breaks off after so many chunks. */
    public OpenAiSpeechServer breaksAfter(int chunks) {
        breaksAfter = chunks;
        return this;
    }

    /** Requests are not answered. */
    public OpenAiSpeechServer silent(boolean on) {
        silent = on;
        return this;
    }

    /** Transcriptions are answered with this body. */
    public OpenAiSpeechServer answers(@Nullable String body) {
        raw = body;
        return this;
    }

    /** Fields of each transcription; {@code audioMs} is the length of its WAV, {@code rate} its samples a second. */
    public List<Map<String, String>> forms() {
        return forms;
    }

    /** Bodies of the speech requests. */
    public List<JsonObject> spoken() {
        return spoken;
    }

    private void request(HttpServerRequest request) {
        Integer refusal = refusals.poll();
        if (refusal != null) {
            refuse(request.response(), refusal, "scripted");
        } else if (!("Bearer " + key).equals(request.getHeader("Authorization"))) {
            refuse(request.response(), 401, "invalid_api_key");
        } else if (request.path().equals("/v1/audio/transcriptions")) {
            transcription(request);
        } else if (request.path().equals("/v1/audio/speech")) {
            request.bodyHandler(body -> speech(request.response(), body));
        } else {
            refuse(request.response(), 404, "unknown_url");
        }
    }

    private static void refuse(HttpServerResponse response, int status, String code) {
        JsonObject error = new JsonObject()
                .put("message", code)
                .put("type", "invalid_request_error")
                .put("code", code)
                .putNull("param");
        response.setStatusCode(status)
                .putHeader("Content-Type", "application/json")
                .end(new JsonObject().put("error", error).encode());
    }

    private void transcription(HttpServerRequest request) {
        Buffer file = Buffer.buffer();
        List<String> names = new CopyOnWriteArrayList<>();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> {
            names.add(upload.name() + "/" + upload.filename());
            upload.handler(file::appendBuffer);
        });
        request.endHandler(end -> {
            Map<String, String> fields = request.formAttributes().entries().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (first, second) -> second));
            transcribed(request.response(), fields, names, file);
        });
    }

    private void transcribed(HttpServerResponse response, Map<String, String> fields, List<String> names, Buffer file) {
        if (!names.equals(List.of("file/utterance.wav")) && !names.toString().matches("\\[file/.+\\.(wav|ogg|m4a)]")) {
            refuse(response, 400, "file is required and needs a known extension");
        } else if (!LISTENERS.contains(fields.getOrDefault("model", ""))) {
            refuse(response, 404, "model_not_found");
        } else if ((ogg(file) && names.getFirst().endsWith(".ogg"))
                || (mp4(file) && names.getFirst().endsWith(".m4a"))) {
            fields.put("filename", names.getFirst().replaceFirst("file/", ""));
            fields.put("bytes", Integer.toString(file.length()));
            heard(response, fields, 0);
        } else if (!wav(file)) {
            refuse(response, 400, "Invalid file format.");
        } else if (file.length() - WAV_HEADER < SHORTEST_BYTES) {
            refuse(response, 400, "audio_too_short");
        } else {
            int rate = file.getIntLE(24);
            fields.put("rate", Integer.toString(rate));
            heard(response, fields, (file.length() - WAV_HEADER) * 1000L / (2L * rate));
        }
    }

    private void heard(HttpServerResponse response, Map<String, String> fields, long ms) {
        if (!silent) {
            fields.put("audioMs", Long.toString(ms));
            forms.add(fields);
            String next = script.poll();
            JsonObject usage = new JsonObject().put("type", "duration").put("seconds", Math.ceilDiv(ms, 1000L));
            String body = new JsonObject()
                    .put("text", next == null ? "" : next)
                    .put("usage", usage)
                    .encode();
            String scripted = raw;
            response.putHeader("Content-Type", "application/json").end(scripted == null ? body : scripted);
        }
    }

    private static boolean ogg(Buffer file) {
        return file.length() > 4 && file.getString(0, 4).equals("OggS");
    }

    private static boolean mp4(Buffer file) {
        return file.length() > 8 && file.getString(4, 8).equals("ftyp");
    }

    /** PCM, one channel, 8 or 16 kHz, both lengths right. */
    private static boolean wav(Buffer file) {
        if (file.length() < WAV_HEADER || !file.getString(0, 4).equals("RIFF")) {
            return false;
        }
        int rate = file.getIntLE(24);
        return file.getIntLE(4) == file.length() - 8
                && file.getString(8, 16).equals("WAVEfmt ")
                && file.getShortLE(20) == 1
                && file.getShortLE(22) == 1
                && (rate == 8000 || rate == 16000)
                && file.getShortLE(34) == 16
                && file.getString(36, 40).equals("data")
                && file.getIntLE(40) == file.length() - WAV_HEADER;
    }

    private void speech(HttpServerResponse response, Buffer body) {
        JsonObject wanted;
        try {
            wanted = new JsonObject(body);
        } catch (DecodeException e) {
            refuse(response, 400, "invalid_json");
            return;
        }
        String input = wanted.getString("input", "");
        if (!SPEAKERS.contains(wanted.getString("model", ""))) {
            refuse(response, 404, "model_not_found");
        } else if (!VOICES.contains(wanted.getString("voice", ""))) {
            refuse(response, 400, "invalid_voice");
        } else if (input.isEmpty() || input.length() > LONGEST_INPUT) {
            refuse(response, 400, "string_above_max_length");
        } else if (!wanted.getString("response_format", "mp3").equals("pcm")) {
            refuse(response, 400, "this stand-in speaks PCM only");
        } else if (!silent) {
            spoken.add(wanted);
            stream(response, tone(input.length() * MS_PER_CHARACTER));
        }
    }

    /** 500 Hz at 24 kHz, 16 bit, little-endian. */
    private static Buffer tone(int ms) {
        Buffer pcm = Buffer.buffer(ms * PCM_BYTES_PER_MS);
        for (int i = 0; i < ms * PCM_BYTES_PER_MS / 2; i++) {
            pcm.appendShortLE((short) (8000 * Math.sin(2 * Math.PI * 500 * i / 24_000)));
        }
        return pcm;
    }

    private void stream(HttpServerResponse response, Buffer pcm) {
        response.setChunked(true).putHeader("Content-Type", "audio/pcm");
        int chunks = 0;
        for (int at = 0; at < pcm.length(); at += CHUNK_BYTES) {
            if (chunks++ == breaksAfter) {
                breaksAfter = Integer.MAX_VALUE;
                loopback.vertx.setTimer(50, sent -> response.reset());
                return;
            }
            response.write(pcm.getBuffer(at, Math.min(pcm.length(), at + CHUNK_BYTES)));
        }
        response.end();
    }

    @Override
    public void close() {
        loopback.close();
    }
}
