// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voicenote;

import io.allo.router.conversation.ModelUsage;
import io.allo.router.inbox.InboxEntry;
import io.allo.router.inbox.Media;
import io.allo.router.inbox.MediaSource;
import io.allo.router.inbox.VoiceMessages;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** {@link VoiceMessages} by {@code POST /audio/transcriptions}. The file is held in memory only. */
@ApplicationScoped
class VoiceNotes implements VoiceMessages {
    private static final Logger LOG = Logger.getLogger(VoiceNotes.class);
    private static final int LONGEST_WORDS = 4096;
    private static final Heard NOTHING = new Heard("", List.of());
    private static final int LONGEST_ANSWER = 262_144;

    private final VoiceNoteConfig config;
    private final Map<String, MediaSource> sources;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .build();

    VoiceNotes(VoiceNoteConfig config, @All List<MediaSource> sources) {
        this.config = config;
        this.sources = sources.stream().collect(Collectors.toMap(MediaSource::provider, Function.identity()));
    }

    @Override
    public boolean able(String provider) {
        return config.apiKey().isPresent() && sources.containsKey(provider);
    }

    @Override
    public Uni<Heard> listen(InboxEntry entry) {
        MediaSource source = sources.get(entry.provider());
        if (source == null || config.apiKey().isEmpty()) {
            return Uni.createFrom().item(NOTHING);
        }
        return Multi.createFrom()
                .iterable(Media.of(entry.metadata()))
                .filter(Media::audio)
                .onItem()
                .transformToUniAndConcatenate(media -> understood(
                                source, media, config.apiKey().get())
                        .onFailure()
                        .invoke(failure -> LOG.warnf("Voice message %d could not be read: %s", entry.id(), failure))
                        .onFailure()
                        .recoverWithItem(NOTHING))
                .collect()
                .asList()
                .map(VoiceNotes::together);
    }

    private Uni<Heard> understood(MediaSource source, Media media, String key) {
        return SoundFormat.of(media.type())
                .map(format -> source.fetch(media, config.maxBytes()).flatMap(file -> transcribed(file, format, key)))
                .orElseGet(() ->
                        Uni.createFrom().failure(new IllegalStateException("sound of a kind that is not transcribed")));
    }

    private static Heard together(List<Heard> parts) {
        String words =
                parts.stream().map(Heard::words).filter(part -> !part.isEmpty()).collect(Collectors.joining("\n"));
        return new Heard(
                words, parts.stream().flatMap(part -> part.used().stream()).toList());
    }

    private Uni<Heard> transcribed(byte[] file, SoundFormat format, String key) {
        String boundary = "allo-" + UUID.randomUUID();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(config.baseUrl().toString().replaceFirst("/$", "") + "/audio/transcriptions"))
                .timeout(config.timeout())
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofByteArray(form(boundary, format, file)))
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(
                        request,
                        HttpResponse.BodyHandlers.limiting(HttpResponse.BodyHandlers.ofString(), LONGEST_ANSWER)))
                .map(this::heard);
    }

    private Heard heard(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new IllegalStateException("the transcription was refused with " + response.statusCode());
        }
        JsonObject answer = new JsonObject(response.body());
        String text = answer.getString("text", "").strip();
        return new Heard(
                text.length() <= LONGEST_WORDS ? text : text.substring(0, LONGEST_WORDS),
                List.of(usage(answer.getJsonObject("usage", new JsonObject()))));
    }

    /** By tokens or by time, as the model is billed. */
    private ModelUsage usage(JsonObject usage) {
        if (!usage.containsKey("input_tokens")) {
            return ModelUsage.ofAudio(config.model(), Math.round(usage.getDouble("seconds", 0.0) * 1000));
        }
        return new ModelUsage(
                config.model(),
                usage.getLong("input_tokens", 0L),
                usage.getLong("output_tokens", 0L),
                usage.getJsonObject("input_token_details", new JsonObject()).getLong("audio_tokens", 0L),
                0,
                0,
                0,
                0,
                0);
    }

    private byte[] form(String boundary, SoundFormat format, byte[] file) {
        String head = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n" + config.model()
                + "\r\n--" + boundary + "\r\nContent-Disposition: form-data; name=\"response_format\"\r\n\r\njson"
                + "\r\n--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + format.name()
                + "\"\r\nContent-Type: " + format.type() + "\r\n\r\n";
        ByteArrayOutputStream form = new ByteArrayOutputStream(file.length + 1024);
        form.writeBytes(head.getBytes(StandardCharsets.UTF_8));
        form.writeBytes(file);
        form.writeBytes(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8));
        return form.toByteArray();
    }
}
