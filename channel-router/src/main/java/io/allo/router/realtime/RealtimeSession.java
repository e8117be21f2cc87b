// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.conversation.VoiceModel.Opening;
import io.allo.router.conversation.VoiceSession;
import io.allo.router.realtime.ProviderErrors.Meaning;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One session of the Realtime protocol.
 *
 * <pre>
 *  session.created ─▶ session.update, history ─▶ session.updated: ready
 *  hear ─▶ append          server VAD or respond ─▶ response.created … deltas … response.done     error ─▶ sorted
 * </pre>
 *
 * Everything runs on the session's Vert.x context; {@link #close} and a lost socket end it once.
 */
final class RealtimeSession implements VoiceSession {
    private static final Logger LOG = Logger.getLogger(RealtimeSession.class);

    private final Loop loop;
    private final ObjectMapper json;
    private final RealtimeConfig config;
    private final RealtimeMeters meters;
    private final Consumer<VoiceEvent> events;
    private final SessionSetup setup;
    private final SessionAudio audio;
    private final Answers answers;
    private final ItemOrder order;
    private final AnswerReader reader;
    private final Opener opener;
    private String model;
    private @Nullable ProviderSocket socket;
    private boolean ready;
    private boolean over;
    private boolean withVoice = true;
    private Runnable expiry = () -> {};
    private Runnable heartbeat = () -> {};

    /** The session's thread and its timers. */
    interface Loop extends ItemOrder.Timers {
        /** At once when this is the session's thread already. */
        void run(Runnable task);
    }

    /** Who waits for the session to be ready. Told once. */
    interface Opener {
        void ready(RealtimeSession session);

        void failed(Failure failure);
    }

    RealtimeSession(
            Loop loop,
            ObjectMapper json,
            RealtimeConfig config,
            RealtimeMeters meters,
            Opening opening,
            Consumer<VoiceEvent> events,
            Opener opener) {
        this.loop = loop;
        this.json = json;
        this.config = config;
        this.meters = meters;
        this.events = events;
        this.opener = opener;
        this.model = opening.model();
        this.setup = new SessionSetup(json, config, opening);
        this.audio = SessionAudio.of(config.audio(), opening.law());
        this.answers = new Answers(this::send);
        this.order = new ItemOrder(this::emit, config.transcriptWait(), loop);
        this.reader = new AnswerReader(json, audio, answers, order, this::emit, this::badArguments);
    }

    /** The socket is open. */
    void connected(WebSocket open) {
        if (over) {
            open.close();
            return;
        }
        int frames = (int) Math.max(1, config.backlog().toMillis() / 20);
        meters.sessions.incrementAndGet();
        socket = new ProviderSocket(open, frames, count -> meters.dropped.increment(count));
        open.textMessageHandler(this::received);
        open.binaryMessageHandler(ignored -> meters.ignored.increment());
        open.exceptionHandler(failure -> lost(new Failure(Failure.Kind.RETRY, "the socket failed: " + failure)));
        watch();
        open.closeHandler(ignored -> lost(new Failure(Failure.Kind.RETRY, "closed with " + open.closeStatusCode())));
    }

    /** A server that answers no ping is gone, whatever the kernel says. */
    private void watch() {
        heartbeat = loop.after(config.heartbeat(), () -> {
            if (socket != null && !socket.alive()) {
                lost(new Failure(Failure.Kind.RETRY, "the server does not answer"));
            } else if (socket != null) {
                socket.ping();
                watch();
            }
        });
    }

    /** A message from the server: nothing in it may end the session but what says so. */
    private void received(String text) {
        if (over || socket == null) {
            return;
        }
        socket.heard();
        try {
            JsonNode event = json.readTree(text);
            String type = event.path("type").asText("");
            if (!reader.read(type, event)) {
                handle(type, event);
            }
        } catch (JsonProcessingException | RuntimeException e) {
            meters.ignored.increment();
            LOG.debugf("a message was ignored: %s", e.getClass());
        }
    }

    private void handle(String type, JsonNode event) {
        String item = event.path("item_id").asText("");
        switch (type) {
            case "session.created" -> created(event);
            case "session.updated" -> updated();
            case "input_audio_buffer.speech_started" -> emit(new VoiceEvent.CallerSpeaks());
            case "input_audio_buffer.speech_stopped" -> emit(new VoiceEvent.CallerPauses());
            case "input_audio_buffer.committed" -> began(item, event);
            case "conversation.item.input_audio_transcription.completed" -> {
                transcribed(event);
                order.heard(item, event.path("transcript").asText(""));
            }
            case "conversation.item.input_audio_transcription.failed" -> order.heard(item, "");
            case "response.done" -> answered(event.path("response"));
            case "rate_limits.updated" -> meters.rateLimits(event);
            case "error" -> error(event.path("error"));
            default -> meters.ignored.increment();
        }
    }

    private void created(JsonNode event) {
        model = event.path("session").path("model").asText(model);
        send(setup.update(withVoice));
    }

    private void updated() {
        if (ready) {
            return;
        }
        setup.history().forEach(this::send);
        ready = true;
        Duration notice = config.lifetime().minus(config.expiryNotice());
        expiry = loop.after(notice.isPositive() ? notice : config.lifetime(), () -> emit(new VoiceEvent.Expiring()));
        opener.ready(this);
    }

    /** Without transcription no words of it will ever come. */
    private void began(String item, JsonNode event) {
        boolean words = !"none".equals(config.transcriptionModel());
        if (words) {
            order.began(item, true, event.path("previous_item_id").asText(""));
        }
        if (config.answered() == RealtimeConfig.Answered.JUDGED) {
            emit(new VoiceEvent.CallerTurn(item, words));
        }
    }

    private void transcribed(JsonNode event) {
        if (event.hasNonNull("usage")) {
            emit(new VoiceEvent.Used(Usages.ofTranscription(config.transcriptionModel(), event.path("usage"))));
        }
    }

    private void answered(JsonNode response) {
        String id = response.path("id").asText("");
        reader.finish(response);
        answers.done(id);
        JsonNode error = response.path("status_details").path("error");
        boolean failed = response.path("status").asText().equals("failed");
        if (failed) {
            Meaning meaning = ProviderErrors.of(error);
            meters.error(meaning.name());
            LOG.warnf("an answer failed: %s", ProviderErrors.code(error));
            if (meaning == Meaning.FATAL || meaning == Meaning.EXPIRED) {
                lost(ProviderErrors.failure(meaning, "an answer failed: " + ProviderErrors.code(error)));
                return;
            }
        }
        emit(new VoiceEvent.ResponseEnded(
                outcome(response.path("status").asText()), Usages.ofAnswer(model, response.path("usage"))));
    }

    private static VoiceEvent.ResponseEnded.Outcome outcome(String status) {
        return switch (status) {
            case "cancelled" -> VoiceEvent.ResponseEnded.Outcome.CANCELLED;
            case "incomplete" -> VoiceEvent.ResponseEnded.Outcome.CUT_SHORT;
            case "failed" -> VoiceEvent.ResponseEnded.Outcome.FAILED;
            default -> VoiceEvent.ResponseEnded.Outcome.COMPLETE;
        };
    }

    /** A call whose arguments are no JSON object is not run; the model is told so and speaks on. */
    private void badArguments(String callId) {
        meters.error("BAD_ARGUMENTS");
        send(setup.functionOutput(
                callId, Map.of("success", false, "error", "the arguments are not a JSON object: call again")));
        answers.ask(setup.speak(null));
    }

    private void error(JsonNode error) {
        Meaning meaning = ProviderErrors.of(error);
        String code = ProviderErrors.code(error);
        String cause = error.path("event_id").asText("");
        meters.error(meaning.name());
        switch (meaning) {
            case IGNORABLE -> {}
            case ANSWER_ACTIVE -> answers.refusedBecauseActive(cause);
            case FATAL, EXPIRED -> lost(ProviderErrors.failure(meaning, code));
            case BUSY, REFUSED ->
                refused(meaning, code, cause, error.path("param").asText(""));
        }
    }

    private void refused(Meaning meaning, String code, String cause, String param) {
        LOG.warnf("the provider refuses %s: %s %s", cause.isEmpty() ? "something" : cause, code, param);
        if (!ready && cause.equals(SessionSetup.UPDATE) && withVoice && param.contains("voice")) {
            withVoice = false;
            send(setup.update(false));
        } else if (!ready) {
            lost(ProviderErrors.failure(meaning, code + " " + param));
        } else if (answers.refused(cause)) {
            emit(new VoiceEvent.ResponseEnded(
                    VoiceEvent.ResponseEnded.Outcome.FAILED, Usages.ofAnswer(model, json.createObjectNode())));
            answers.refusedReported();
        }
    }

    /** Ends the session for the one who holds it, or for the one who waits for it. Only the first time. */
    void lost(Failure failure) {
        if (over) {
            return;
        }
        if (ready) {
            reader.close();
            order.close();
            emit(new VoiceEvent.Lost(failure));
        }
        boolean waited = !ready;
        end();
        if (waited) {
            opener.failed(failure);
        }
    }

    private void end() {
        over = true;
        expiry.run();
        heartbeat.run();
        if (socket != null) {
            meters.sessions.decrementAndGet();
            socket.close();
        }
    }

    private void emit(VoiceEvent event) {
        if (!over) {
            events.accept(event);
        }
    }

    private void send(ObjectNode event) {
        if (socket != null && !over) {
            socket.send(event);
        }
    }

    @Override
    public void hear(byte[] g711) {
        loop.run(() -> {
            if (socket != null && !over) {
                socket.audio(audio.toServer(g711));
            }
        });
    }

    @Override
    public void user(String text) {
        loop.run(() -> {
            send(setup.message("user", "input_text", text));
            answers.ask(setup.speak(null));
        });
    }

    @Override
    public void note(String text) {
        loop.run(() -> send(setup.message("system", "input_text", text)));
    }

    @Override
    public void respond(@Nullable String instruction) {
        loop.run(() -> answers.ask(setup.speak(instruction)));
    }

    @Override
    public void toolResult(String callId, Map<String, Object> result) {
        loop.run(() -> send(setup.functionOutput(callId, result)));
    }

    @Override
    public void cancel() {
        loop.run(() -> {
            ObjectNode order = answers.cancel(setup.event("response.cancel"));
            if (order != null) {
                send(order);
            }
        });
    }

    @Override
    public void heardOnly(String item, long playedMs) {
        loop.run(() -> {
            long received = reader.receivedMs(item);
            if (received > 0 && playedMs < received) {
                send(setup.event("conversation.item.truncate")
                        .put("item_id", item)
                        .put("content_index", 0)
                        .put("audio_end_ms", Math.max(0, playedMs)));
            }
        });
    }

    @Override
    public void close() {
        loop.run(() -> {
            if (!over) {
                end();
            }
        });
    }
}
