// SPDX-License-Identifier: Apache-2.0
package io.allo.router.console.hearing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** {@code POST /audio/transcriptions}, whole segments. What was refused with 429 or 5xx, or broke off, is sent once more. Any thread. */
public final class WhisperClient {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int LONGEST_PROMPT = 200;
    private static final int LONGEST_TEXT = 4_000;
    private static final int LONGEST_ANSWER = 262_144;
    private static final int TOO_MANY = 429;

    private final URI url;
    private final String key;
    private final String model;
    private final Duration timeout;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    public WhisperClient(URI base, String key, String model, Duration timeout) {
        this.url = URI.create(base.toString().replaceFirst("/$", "") + "/audio/transcriptions");
        this.key = key;
        this.model = model;
        this.timeout = timeout;
    }

    private static final class AgainException extends RuntimeException {
        private static final long serialVersionUID = 1;

        AgainException(int status) {
            super("the transcription was refused with " + status, null, false, false);
        }
    }

    /** @param before what was said before: helps with names */
    public Uni<String> transcribe(byte[] ulaw, String language, String before) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("model", model);
        fields.put("language", language);
        fields.put("response_format", "json");
        if (!before.isEmpty()) {
            fields.put("prompt", before.substring(Math.max(0, before.length() - LONGEST_PROMPT)));
        }
        String boundary = "allo-" + UUID.randomUUID();
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(boundary, fields, Wav.ofUlaw(ulaw))))
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER)))
                .map(WhisperClient::text)
                .onFailure(failure -> failure instanceof AgainException || failure instanceof IOException)
                .retry()
                .withBackOff(PAUSE)
                .atMost(1);
    }

    private static String text(HttpResponse<String> response) {
        int status = response.statusCode();
        if (status == TOO_MANY || status / 100 == 5) {
            throw new AgainException(status);
        }
        if (status != 200) {
            throw new IllegalStateException("the transcription was refused with " + status);
        }
        String text = new JsonObject(response.body()).getString("text", "").strip();
        return text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) : text;
    }

    private static byte[] form(String boundary, Map<String, String> fields, Buffer wav) {
        Buffer form = Buffer.buffer(wav.length() + 1024);
        fields.forEach((name, value) -> form.appendBytes(
                ("--" + boundary + "\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n")
                        .getBytes(UTF_8)));
        form.appendString(
                "--" + boundary
                        + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"segment.wav\"\r\nContent-Type: audio/wav\r\n\r\n");
        return form.appendBuffer(wav)
                .appendString("\r\n--" + boundary + "--\r\n")
                .getBytes();
    }
}
