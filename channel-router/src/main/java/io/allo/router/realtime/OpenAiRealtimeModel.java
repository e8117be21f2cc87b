// SPDX-License-Identifier: Apache-2.0
package io.allo.router.realtime;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.router.conversation.VoiceEvent;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.conversation.VoiceModel;
import io.allo.router.conversation.VoiceSession;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Speech-to-speech by OpenAI's Realtime protocol, at OpenAI or any server that speaks it. Safe from any thread. */
@Singleton
public class OpenAiRealtimeModel implements VoiceModel {
    private static final String OPENAI = "wss://api.openai.com/v1";
    private static final String OWN_NAMES = "gpt-realtime";
    /** The name of the first specification, and of the beta. */
    private static final Map<String, String> ALIASES =
            Map.of("gpt-4o-realtime", "gpt-realtime", "gpt-4o-realtime-preview", "gpt-realtime");

    private static final int MAX_SOCKETS = 100_000;
    /** Small: large kernel buffers would swallow minutes of audio of a server that does not read. */
    private static final int SEND_BUFFER = 32 * 1024;

    private final VertxInternal vertx;
    private final RealtimeConfig config;
    private final ObjectMapper json;
    private final RealtimeMeters meters;
    private final WebSocketClient client;

    OpenAiRealtimeModel(Vertx vertx, RealtimeConfig config, ObjectMapper json, RealtimeMeters meters) {
        this.vertx = (VertxInternal) vertx;
        this.config = config;
        this.json = json;
        this.meters = meters;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(MAX_SOCKETS)
                .setConnectTimeout(Math.toIntExact(config.connectTimeout().toMillis()))
                .setTryUsePerMessageCompression(false)
                .setMaxFrameSize(config.maxMessageBytes())
                .setMaxMessageSize(config.maxMessageBytes())
                .setTcpNoDelay(true)
                .setSendBufferSize(SEND_BUFFER));
    }

    @Override
    public boolean serves(String model) {
        return (config.apiKey().isPresent() || config.baseUrl().isPresent()) && providers(model) != null;
    }

    private @Nullable String providers(String model) {
        String configured = config.models().get(model);
        if (configured != null) {
            return configured;
        }
        return model.startsWith(OWN_NAMES) ? model : ALIASES.get(model);
    }

    @Override
    public Uni<VoiceSession> open(Opening opening, Consumer<VoiceEvent> events) {
        return Uni.createFrom().emitter(emitter -> new Attempt(opening, events, emitter).begin());
    }

    /** The caller's event loop where he has one, so that audio changes no thread. */
    private ContextInternal loop() {
        ContextInternal here = vertx.getContext();
        return here != null && here.isEventLoopContext() ? here.unwrap() : vertx.createEventLoopContext();
    }

    /** One session being opened. */
    private final class Attempt implements RealtimeSession.Opener, RealtimeSession.Loop {
        private final ContextInternal loop = loop();
        private final Opening opening;
        private final UniEmitter<? super VoiceSession> emitter;
        private final RealtimeSession session;
        private final long began = System.nanoTime();
        private Runnable patience = () -> {};
        private volatile boolean ended;

        Attempt(Opening opening, Consumer<VoiceEvent> events, UniEmitter<? super VoiceSession> emitter) {
            this.opening = opening;
            this.emitter = emitter;
            this.session = new RealtimeSession(this, json, config, meters, opening, events, this);
        }

        void begin() {
            emitter.onTermination(this::cancelled);
            loop.runOnContext(ignored -> {
                patience = after(
                        config.connectTimeout(),
                        () -> session.lost(new Failure(Failure.Kind.RETRY, "the session does not open")));
                client.connect(handshake()).onComplete(connected -> {
                    if (connected.succeeded()) {
                        session.connected(connected.result());
                    } else {
                        session.lost(refusal(connected.cause()));
                    }
                });
            });
        }

        /** Also told when the attempt has come to its end: then there is nothing to cancel. */
        private void cancelled() {
            if (!ended) {
                session.close();
            }
        }

        /** Without its own timeout: seen with Vert.x 4.5.24, it closes an open socket when it is over. */
        private WebSocketConnectOptions handshake() {
            URI base = config.baseUrl().orElse(URI.create(OPENAI));
            boolean tls = "wss".equals(base.getScheme()) || "https".equals(base.getScheme());
            String path = base.getRawPath() == null ? "" : base.getRawPath().replaceFirst("/+$", "");
            String model = URLEncoder.encode(requireNonNull(providers(opening.model())), StandardCharsets.UTF_8);
            WebSocketConnectOptions options = new WebSocketConnectOptions()
                    .setHost(base.getHost())
                    .setSsl(tls)
                    .setPort(base.getPort() > 0 ? base.getPort() : tls ? 443 : 80)
                    .setURI(path + "/realtime?model=" + model);
            config.apiKey().ifPresent(key -> {
                switch (config.keyHeader()) {
                    case BEARER -> options.putHeader("Authorization", "Bearer " + key);
                    case API_KEY -> options.putHeader("api-key", key);
                }
            });
            return options;
        }

        @Override
        public void ready(RealtimeSession open) {
            ended = true;
            patience.run();
            meters.opening.record(Duration.ofNanos(System.nanoTime() - began));
            emitter.complete(open);
        }

        @Override
        public void failed(Failure failure) {
            ended = true;
            patience.run();
            emitter.fail(failure);
        }

        @Override
        public void run(Runnable task) {
            if (loop.inThread()) {
                task.run();
            } else {
                loop.runOnContext(ignored -> task.run());
            }
        }

        @Override
        public Runnable after(Duration delay, Runnable task) {
            long timer = vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> run(task));
            return () -> vertx.cancelTimer(timer);
        }
    }

    private static Failure refusal(Throwable cause) {
        return cause instanceof UpgradeRejectedException refused
                ? ProviderErrors.refused(refused.getStatus())
                : new Failure(
                        Failure.Kind.RETRY, "no connection: " + cause.getClass().getSimpleName());
    }

    @PreDestroy
    void close() {
        client.close();
    }
}
