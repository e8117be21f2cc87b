// SPDX-License-Identifier: Apache-2.0
package io.allo.router.pipeline;

import io.allo.audio.G711;
import io.allo.router.conversation.ModelUsage;
import io.allo.router.conversation.VoiceEvent.Failure;
import io.allo.router.speech.Listening;
import io.allo.router.speech.SpeechEvent;
import io.allo.router.speech.SpeechRecognizer;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deepgram at one call. A session that breaks off is followed by another one, which hears again what the first had not settled; too
 * many in a row are given up.
 *
 * <pre>
 *  open ─▶ connecting ─▶ open session ─▶ closed
 *              ▲   └────── broken ◀──┘      refused for good, or broken too often: Lost
 *              └── after a pause ─┘
 * </pre>
 *
 * One call, one event loop.
 */
final class DeepgramListening implements Listening {
    private static final Logger LOG = Logger.getLogger(DeepgramListening.class);
    /** Without interruption it says something every second while it hears audio. */
    private static final int MOST_SILENT_TICKS = 1;

    private static final int MOST_FAILURES = 3;
    private static final long PAUSE_MS = 300;
    private static final long BUSY_PAUSE_MS = 1_000;
    /** How long the server has for its last words after {@code CloseStream}. */
    private static final long FAREWELL_MS = 2_000;
    /** Audio that the socket does not take: 8 s are no congestion but the end of it. */
    private static final int WRITE_QUEUE_BYTES = 65_536;

    private static final long BILLED_EVERY_MS = 30_000;
    private static final int NO_REASON = 1006;

    private final Vertx vertx;
    private final Supplier<Future<WebSocket>> connect;
    private final SpeechRecognizer.Call call;
    private final String model;
    private final Consumer<SpeechEvent> events;
    private final HeardAudio audio = new HeardAudio();
    private final DeepgramMessages messages;
    private final long keepAlive;
    private @Nullable WebSocket socket;
    private boolean over;
    private boolean sentSinceTick;
    private int silentTicks;
    private int failures;
    private long sentBytes;

    DeepgramListening(
            Vertx vertx,
            Supplier<Future<WebSocket>> connect,
            RecognitionConfig.Deepgram config,
            SpeechRecognizer.Call call,
            String model,
            Consumer<SpeechEvent> events) {
        this.vertx = vertx;
        this.connect = connect;
        this.call = call;
        this.model = model;
        this.events = events;
        this.messages = new DeepgramMessages(events, this::settled);
        this.keepAlive = vertx.setPeriodic(config.keepAlive().toMillis(), timer -> keepAlive());
        connect();
    }

    private void connect() {
        connect.get().onComplete(this::connected);
    }

    private void connected(AsyncResult<WebSocket> result) {
        if (over) {
            if (result.succeeded()) {
                result.result().close();
            }
            return;
        }
        if (result.failed()) {
            failed(SpeechFailures.ofConnecting(result.cause(), "dg-error"));
            return;
        }
        WebSocket opened = result.result();
        socket = opened;
        silentTicks = 0;
        LOG.infof(
                "conversation %s: Deepgram request %s",
                call.conversation(), opened.headers().get("dg-request-id"));
        opened.setWriteQueueMaxSize(WRITE_QUEUE_BYTES);
        opened.textMessageHandler(text -> {
            if (opened.equals(socket)) {
                silentTicks = 0;
                messages.received(text);
            }
        });
        opened.exceptionHandler(failure -> broken(opened, failure.toString()));
        opened.closeHandler(closed -> broken(opened, closeReason(opened)));
        audio.forNewSession().forEach(this::send);
    }

    private static String closeReason(WebSocket closed) {
        int code = closed.closeStatusCode() == null ? NO_REASON : closed.closeStatusCode();
        return "closed with " + code + (closed.closeReason() == null ? "" : " " + closed.closeReason());
    }

    private void broken(WebSocket which, String why) {
        if (which.equals(socket)) {
            socket = null;
            which.close();
            failed(new Failure(Failure.Kind.RETRY, why));
        }
    }

    private void failed(Failure failure) {
        if (over) {
            return;
        }
        failures++;
        if (failure.kind() == Failure.Kind.FATAL || failures > MOST_FAILURES) {
            end();
            events.accept(new SpeechEvent.Lost(failure.kind(), "Deepgram " + failure.getMessage()));
            return;
        }
        LOG.warnf("conversation %s: Deepgram %s", call.conversation(), failure.getMessage());
        long pause = failure.kind() == Failure.Kind.BUSY ? BUSY_PAUSE_MS : PAUSE_MS;
        vertx.setTimer(pause * failures, timer -> {
            if (!over) {
                connect();
            }
        });
    }

    /** The server lives, and needs this audio no more. */
    private void settled(double seconds) {
        failures = 0;
        audio.settled(seconds);
    }

    /** An empty frame would end the stream. */
    @Override
    public void hear(byte[] g711) {
        if (over || g711.length == 0) {
            return;
        }
        audio.add(g711);
        if (socket != null) {
            send(g711);
        }
    }

    private void send(byte[] g711) {
        WebSocket open = socket;
        if (open == null) {
            return;
        }
        if (open.writeQueueFull()) {
            broken(open, "the server does not read");
            return;
        }
        open.writeBinaryMessage(Buffer.buffer(g711));
        sentSinceTick = true;
        sentBytes += g711.length;
        if (sentMs() >= BILLED_EVERY_MS) {
            bill();
        }
    }

    private long sentMs() {
        return sentBytes * 1000 / G711.SAMPLE_RATE;
    }

    private void bill() {
        if (sentBytes > 0) {
            events.accept(new SpeechEvent.Used(ModelUsage.ofAudio(model, sentMs())));
            sentBytes = 0;
        }
    }

    private void keepAlive() {
        WebSocket open = socket;
        if (open != null && !sentSinceTick) {
            open.writeTextMessage("{\"type\":\"KeepAlive\"}");
        } else if (open != null && ++silentTicks > MOST_SILENT_TICKS) {
            broken(open, "the server says nothing");
        }
        sentSinceTick = false;
    }

    @Override
    public void finish() {
        if (socket != null) {
            socket.writeTextMessage("{\"type\":\"Finalize\"}");
        }
    }

    @Override
    public void close() {
        if (over) {
            return;
        }
        WebSocket last = socket;
        end();
        if (last != null) {
            last.writeTextMessage("{\"type\":\"CloseStream\"}");
            long timer = vertx.setTimer(FAREWELL_MS, late -> last.close());
            last.closeHandler(closed -> vertx.cancelTimer(timer));
        }
    }

    private void end() {
        over = true;
        socket = null;
        vertx.cancelTimer(keepAlive);
        bill();
    }
}
