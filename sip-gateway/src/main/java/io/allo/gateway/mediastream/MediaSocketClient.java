// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.media.Subprotocol;
import io.allo.contracts.worker.MediaToken;
import io.allo.gateway.call.Worker;
import io.allo.gateway.call.WorkerStream;
import io.allo.gateway.call.WorkerStreamListener;
import io.allo.gateway.call.WorkerStreams;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.impl.VertxInternal;
import java.net.URI;
import java.time.Clock;

/**
 * Opens media sockets with plain Vert.x: it allocates half of what WebSockets Next does per frame. One client for all calls;
 * each call's socket on an event loop of its own choice.
 */
public final class MediaSocketClient implements WorkerStreams {
    /** Small on purpose: large kernel buffers swallow minutes of audio and make the count of unsent frames blind. */
    private static final int KERNEL_BUFFER = 8192;

    private static final int MAX_MESSAGE = 65_536;
    private static final int MAX_SOCKETS = 100_000;

    private final VertxInternal vertx;
    private final StreamJson json;
    private final MediaSocketSettings settings;
    private final Clock clock;
    private final SocketCounters counters;
    private final WebSocketClient client;

    public MediaSocketClient(
            Vertx vertx, StreamJson json, MediaSocketSettings settings, SocketCounters counters, Clock clock) {
        this.vertx = (VertxInternal) requireNonNull(vertx, "vertx");
        this.json = requireNonNull(json, "json");
        this.settings = requireNonNull(settings, "settings");
        this.counters = requireNonNull(counters, "counters");
        this.clock = requireNonNull(clock, "clock");
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxConnections(MAX_SOCKETS)
                .setConnectTimeout(Math.toIntExact(settings.patience().toMillis()))
                .setTryUsePerMessageCompression(false)
                .setMaxFrameSize(MAX_MESSAGE)
                .setMaxMessageSize(MAX_MESSAGE)
                .setTcpNoDelay(true)
                .setSendBufferSize(KERNEL_BUFFER)
                .setReceiveBufferSize(KERNEL_BUFFER));
    }

    @Override
    public WorkerStream open(Worker worker, StreamStart start, WorkerStreamListener listener) {
        Context loop = vertx.createEventLoopContext();
        MediaSocket stream = new MediaSocket(vertx, loop, json, settings, counters, start, listener);
        loop.runOnContext(_ -> {
            stream.expectConnection();
            client.connect(handshake(worker, start)).onComplete(stream::connected);
        });
        return stream;
    }

    /** Without its own timeout: seen with Vert.x 4.5.24 (2026-11), it closes an open socket when it is over. */
    private WebSocketConnectOptions handshake(Worker worker, StreamStart start) {
        String call = start.call().id().value();
        String token = MediaToken.issue(
                settings.serviceKey(), call, start.epoch(), clock.instant().plus(settings.tokenLife()));
        URI base = worker.mediaUrl();
        String path = base.getRawPath() == null ? "" : base.getRawPath();
        WebSocketConnectOptions options = new WebSocketConnectOptions()
                .setHost(base.getHost())
                .setPort(base.getPort() > 0 ? base.getPort() : defaultPort(base))
                .setSsl("wss".equals(base.getScheme()))
                .setURI((path.endsWith("/") ? path : path + "/") + call)
                .addSubProtocol(Subprotocol.BINARY)
                .putHeader("Authorization", "Bearer " + token)
                .putHeader(Subprotocol.EPOCH_HEADER, String.valueOf(start.epoch()));
        if (start.traceparent() != null) {
            options.putHeader("traceparent", start.traceparent());
        }
        return options;
    }

    private static int defaultPort(URI base) {
        return "wss".equals(base.getScheme()) ? 443 : 80;
    }

    public void close() {
        client.close();
    }
}
