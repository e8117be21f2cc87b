// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.Worker;
import io.allo.gateway.call.WorkerDirectory;
import io.allo.gateway.call.WorkerStream;
import io.allo.gateway.call.WorkerStreamListener;
import io.allo.gateway.call.WorkerStreams;
import io.allo.gateway.config.CallConfig;
import io.allo.gateway.config.CompatibleConfig;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * The one "worker" of a bridge: the server at the configured media socket or at the one that was named for a call. It needs no
 * registry; whether a call is taken says the incoming callback, asked once while it rings. Thread-safe.
 */
public final class CompatibleWorkers implements WorkerDirectory, WorkerStreams {
    private static final Logger LOG = Logger.getLogger(CompatibleWorkers.class);
    private static final String ID = "compatible";
    private static final Worker SERVER = new Worker(ID, URI.create("ws://compatible.invalid/"));
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /** For callback and connection, five seconds each, before the phone would be answered without them. */
    private static final double PREPARE_SECONDS = 12;

    private static final int LARGEST_MESSAGE = 1 << 20;
    private static final int MOST_SOCKETS = 100_000;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int NO_MEDIA_SERVER = 503;

    private final VertxInternal vertx;
    private final ObjectMapper json;
    private final CompatibleConfig config;
    private final Duration longestRing;
    private final AllowedHosts hosts;
    private final Callbacks callbacks;
    private final CallBook book;
    private final WebSocketClient client;
    private final Clock clock;

    public CompatibleWorkers(
            Vertx vertx,
            ObjectMapper json,
            CompatibleConfig config,
            CallConfig calls,
            AllowedHosts hosts,
            Callbacks callbacks,
            CallBook book,
            Clock clock) {
        this.vertx = (VertxInternal) vertx;
        this.json = json;
        this.config = config;
        this.longestRing = calls.ringCap();
        this.hosts = hosts;
        this.callbacks = callbacks;
        this.book = book;
        this.clock = clock;
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(MOST_SOCKETS)
                .setConnectTimeout(Math.toIntExact(CONNECT.toMillis()))
                .setTryUsePerMessageCompression(false)
                .setMaxFrameSize(LARGEST_MESSAGE)
                .setMaxMessageSize(LARGEST_MESSAGE)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true));
    }

    @Override
    public CompletionStage<Optional<Worker>> reserve(CallId call, int epoch, Set<String> excluded) {
        return CompletableFuture.completedFuture(excluded.contains(ID) ? Optional.empty() : Optional.of(SERVER));
    }

    @Override
    public void release(Worker worker, CallId call) {
        // nothing was reserved
    }

    @Override
    public WorkerStream open(Worker worker, StreamStart start, WorkerStreamListener listener) {
        Context loop = vertx.createEventLoopContext();
        CallId call = start.call().id();
        TwilioStream stream = new TwilioStream(
                loop, json, start, listener, () -> book.active(call), outcome -> book.transferred(call, outcome));
        loop.runOnContext(_ -> prepare(loop, stream, start, listener));
        return stream;
    }

    /** It rings from here on; the callback is waited for. */
    private void prepare(Context loop, TwilioStream stream, StreamStart start, WorkerStreamListener call) {
        call.opened();
        call.message(new StreamMessage.Ring(stream.streamSid(), PREPARE_SECONDS));
        book.decision(start.call().id(), () -> callbacks.ask(start.call()))
                .onSuccess(decision -> loop.runOnContext(_ -> decided(decision, stream, start, call)));
    }

    private void decided(IncomingDecision decision, TwilioStream stream, StreamStart start, WorkerStreamListener call) {
        if (stream.isClosed()) {
            return;
        }
        switch (decision) {
            case IncomingDecision.Accept accept -> {
                book.describe(start.call().id(), accept.customParams(), accept.callbackUrl());
                connect(accept, stream, call);
            }
            case IncomingDecision.Reject(int status) -> reject(stream, call, status);
            case IncomingDecision.Ignore _ -> {
                call.message(new StreamMessage.Ring(stream.streamSid(), longestRing.toSeconds()));
                Duration left = longestRing.minus(Duration.between(start.call().offeredAt(), clock.instant()));
                vertx.setTimer(Math.max(1, left.toMillis()), _ -> reject(stream, call, TEMPORARILY_UNAVAILABLE));
            }
        }
    }

    private static void reject(TwilioStream stream, WorkerStreamListener call, int status) {
        if (!stream.isClosed()) {
            call.message(new StreamMessage.Reject(stream.streamSid(), status, EndReason.CALLER_REJECTED));
        }
    }

    private void connect(IncomingDecision.Accept accept, TwilioStream stream, WorkerStreamListener call) {
        URI target = accept.wsTarget() == null ? config.wsTarget().orElse(null) : accept.wsTarget();
        if (target == null) {
            LOG.warn("call refused: allo.compatible.ws-target is not set, and nobody named a media socket");
            reject(stream, call, NO_MEDIA_SERVER);
            return;
        }
        hosts.resolve(target)
                .compose(_ -> client.connect(handshake(target)))
                .onSuccess(socket -> {
                    stream.connected(socket, accept.customParams());
                    double ringSeconds = config.ringTime().toMillis() / 1000.0;
                    call.message(new StreamMessage.Ring(stream.streamSid(), ringSeconds));
                    call.message(new StreamMessage.Answer(stream.streamSid()));
                })
                .onFailure(failure -> stream.lost("no media socket: " + failure.getMessage()));
    }

    private static WebSocketConnectOptions handshake(URI target) {
        String path = target.getRawPath() == null || target.getRawPath().isEmpty() ? "/" : target.getRawPath();
        return new WebSocketConnectOptions()
                .setHost(target.getHost())
                .setPort(AllowedHosts.port(target))
                .setSsl(AllowedHosts.isSecure(target))
                .setURI(target.getRawQuery() == null ? path : path + "?" + target.getRawQuery());
    }

    public void close() {
        client.close();
    }
}
