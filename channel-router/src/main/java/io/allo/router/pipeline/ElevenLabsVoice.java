// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.CompandingLaw;
import io.allo.contracts.session.SpeechSettings;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.pipeline.SpeechService.Part;
import io.allo.router.pipeline.SpeechService.ServiceVoice;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.http.WebSocket;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * ElevenLabs at one call. Each sentence is a context of its own: opened, given its words, closed; its audio comes until {@code
 * isFinal}. Audio of any other context is late and dropped. A socket that the server closes between two sentences is opened again
 * with the next. One call, one event loop.
 */
final class ElevenLabsVoice implements ServiceVoice {
    private static final Logger LOG = Logger.getLogger(ElevenLabsVoice.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_CONTEXTS = 5;
    private static final Set<String> FOR_GOOD = Set.of(
            "quota_exceeded", "invalid_api_key", "voice_not_found", "model_not_found", "output_format_not_allowed");

    private final ElevenLabsSpeech service;
    private final CompandingLaw law;
    private final Consumer<ModelUsage> used;
    private String voice;
    private String model;
    private double speed;
    private @Nullable Connection connection;
    private int sentences;
    private boolean closed;

    ElevenLabsVoice(ElevenLabsSpeech service, CompandingLaw law, Consumer<ModelUsage> used) {
        this.service = service;
        this.law = law;
        this.used = used;
        this.voice = service.voiceId("", SpeechSettings.DEFAULT);
        this.model = service.model(SpeechSettings.DEFAULT);
        this.speed = service.config().speed();
    }

    @Override
    public void voice(String name, String language, SpeechSettings settings) {
        voice = service.voiceId(name, settings);
        model = service.model(settings);
        speed = Objects.requireNonNullElse(settings.speed(), service.config().speed());
        connectedFor(language);
    }

    @Override
    public Multi<Part> speak(String sentence, String language) {
        return Multi.createFrom()
                .emitter(emitter -> new Sentence(sentence, emitter).begin(language), BackPressureStrategy.BUFFER);
    }

    @Override
    public void close() {
        closed = true;
        if (connection != null) {
            connection.leave();
        }
    }

    private Connection connectedFor(String language) {
        Connection open = connection;
        if (open == null || !open.fits(language)) {
            if (open != null) {
                open.leave();
            }
            open = new Connection(language);
            connection = open;
        }
        return open;
    }

    /** One socket, while it lasts. */
    private final class Connection {
        private final String ofVoice = voice;
        private final String ofModel = model;
        private final String language;
        private final Future<WebSocket> socket;
        /** Opened and not final yet. */
        private final Set<String> contexts = new HashSet<>();
        /** Wanted, by their contexts: a sentence may be made ready while another one sounds. */
        private final Map<String, Sentence> wanted = new HashMap<>();

        private boolean left;
        private Failure.Kind trouble = Failure.Kind.RETRY;

        Connection(String language) {
            this.language = language;
            this.socket = service.connect(ofVoice, ofModel, language, law).onComplete(this::connected);
        }

        boolean fits(String forLanguage) {
            boolean room = contexts.size() < MOST_CONTEXTS;
            return !left && room && ofVoice.equals(voice) && ofModel.equals(model) && language.equals(forLanguage);
        }

        private void connected(AsyncResult<WebSocket> result) {
            if (result.failed()) {
                broken(SpeechFailures.ofConnecting(result.cause(), "request-id"));
                return;
            }
            WebSocket open = result.result();
            if (closed || left) {
                open.close();
                return;
            }
            open.textMessageHandler(this::received);
            open.exceptionHandler(failure -> broken(new Failure(trouble, failure.toString())));
            open.closeHandler(gone -> broken(new Failure(trouble, "closed with " + open.closeStatusCode())));
        }

        /** The server may be in the middle of sentences: they do not survive this. */
        private void broken(Failure failure) {
            left = true;
            socket.onSuccess(WebSocket::close);
            List.copyOf(wanted.values()).forEach(sentence -> sentence.fail(failure));
        }

        private void received(String text) {
            JsonNode message;
            try {
                message = JSON.readTree(text);
            } catch (JsonProcessingException e) {
                LOG.debugf("ElevenLabs sent no JSON, %d characters", text.length());
                return;
            }
            String context = message.path("contextId").asText("");
            Sentence sentence = wanted.get(context);
            if (sentence != null) {
                sentence.received(message);
            }
            if (message.path("isFinal").asBoolean(false)) {
                contexts.remove(context);
            }
            String error = message.path("error").asText(message.path("code").asText(""));
            if (!error.isEmpty()) {
                trouble = FOR_GOOD.contains(error) ? Failure.Kind.FATAL : Failure.Kind.RETRY;
                broken(new Failure(trouble, error));
            }
        }

        void leave() {
            left = true;
            socket.onSuccess(open -> {
                open.writeTextMessage("{\"close_socket\":true}");
                open.close();
            });
        }
    }

    /** One sentence on its way. */
    private final class Sentence {
        private final String words;
        private final MultiEmitter<? super Part> emitter;
        private final String context = "s" + ++sentences;
        private @Nullable Connection by;
        private int characters;
        private long patience = -1;
        private boolean over;

        Sentence(String words, MultiEmitter<? super Part> emitter) {
            this.words = words;
            this.emitter = emitter;
        }

        void begin(String language) {
            emitter.onTermination(this::end);
            Connection connected = connectedFor(language);
            by = connected;
            connected.wanted.put(context, this);
            await(service.patience().toMillis()
                    + service.config().connectTimeout().toMillis());
            connected.socket.onSuccess(open -> {
                if (!over) {
                    send(connected, open);
                }
            });
            if (connected.socket.failed()) {
                connected.broken(SpeechFailures.ofConnecting(connected.socket.cause(), "request-id"));
            }
        }

        private void send(Connection connected, WebSocket open) {
            connected.contexts.add(context);
            SynthesisConfig.ElevenLabs config = service.config();
            JsonObject settings = new JsonObject()
                    .put("stability", config.stability())
                    .put("similarity_boost", config.similarityBoost())
                    .put("speed", speed);
            write(open, new JsonObject().put("text", " ").put("voice_settings", settings));
            write(open, new JsonObject().put("text", words + " ").put("flush", true));
            write(open, new JsonObject().put("close_context", true));
            used.accept(ModelUsage.ofCharacters(connected.ofModel, words.length()));
            await(service.patience().toMillis());
        }

        private void write(WebSocket open, JsonObject message) {
            open.writeTextMessage(message.put("context_id", context).encode());
        }

        private void await(long ms) {
            service.vertx().cancelTimer(patience);
            patience = service.vertx().setTimer(ms, late -> {
                Connection silent = by;
                if (silent != null) {
                    silent.broken(new Failure(Failure.Kind.RETRY, "no audio for " + ms + " ms"));
                }
            });
        }

        void received(JsonNode message) {
            byte[] audio = audio(message);
            if (audio.length > 0) {
                await(service.patience().toMillis());
                characters += message.path("alignment").path("chars").size();
                emitter.emit(new Part(audio, characters));
            }
            if (message.path("isFinal").asBoolean(false)) {
                end();
                emitter.complete();
            }
        }

        private static byte[] audio(JsonNode message) {
            try {
                byte[] audio = message.path("audio").binaryValue();
                return audio == null ? new byte[0] : audio;
            } catch (IOException e) {
                LOG.debugf("ElevenLabs sent audio that is no base64");
                return new byte[0];
            }
        }

        void fail(Failure failure) {
            end();
            emitter.fail(failure);
        }

        /** All of it was spoken, it failed, or nobody wants it any more. */
        private void end() {
            over = true;
            service.vertx().cancelTimer(patience);
            if (by != null) {
                by.wanted.remove(context);
            }
        }
    }
}
