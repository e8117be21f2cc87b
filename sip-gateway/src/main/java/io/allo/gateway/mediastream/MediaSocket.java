// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.mediastream;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.Placement;
import io.allo.gateway.call.TransferOutcome;
import io.allo.gateway.call.WorkerStream;
import io.allo.gateway.call.WorkerStreamListener;
import io.allo.gateway.call.WorkerStreams.StreamStart;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One socket to one worker. Reading, heartbeat and death watch happen on the socket's event loop; sending from any thread.
 * Neither TCP nor idle timeouts find a dead peer while we send: our own clock on received data does.
 */
final class MediaSocket implements WorkerStream {
    private static final Logger LOG = Logger.getLogger(MediaSocket.class);
    /** 200 ms of audio in front of the kernel: beyond it the worker does not read. */
    private static final int UNSENT_BOUND = 10;

    private static final int MESSAGES_A_BEAT = 1000;
    private static final short NORMAL = 1000;
    private static final short GOING_AWAY = 1001;
    private static final short PROTOCOL_ERROR = 1002;
    private static final String INBOUND_TRACK = "inbound_track";

    private final Vertx vertx;
    private final Context loop;
    private final StreamJson json;
    private final MediaSocketSettings settings;
    private final SocketCounters counters;
    private final StreamStart start;
    private final WorkerStreamListener listener;
    private final String streamSid;
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicInteger sequence = new AtomicInteger();

    private volatile @Nullable WebSocket socket;
    private volatile boolean closed;
    private long heardAt;
    private long timer = -1;
    private int messagesThisBeat;

    MediaSocket(
            Vertx vertx,
            Context loop,
            StreamJson json,
            MediaSocketSettings settings,
            SocketCounters counters,
            StreamStart start,
            WorkerStreamListener listener) {
        this.vertx = vertx;
        this.loop = loop;
        this.json = json;
        this.settings = settings;
        this.counters = counters;
        this.start = start;
        this.listener = listener;
        this.streamSid = "MZ" + start.call().id().value() + "-" + start.epoch();
    }

    // On the loop

    void expectConnection() {
        timer = vertx.setTimer(
                settings.patience().toMillis(),
                _ -> lost("no handshake within " + settings.patience().toMillis() + " ms"));
    }

    void connected(AsyncResult<WebSocket> result) {
        vertx.cancelTimer(timer);
        if (result.failed()) {
            lost("no connection: " + result.cause().getMessage());
            return;
        }
        WebSocket opened = result.result();
        if (closed) {
            opened.close(NORMAL);
            return;
        }
        opened.textMessageHandler(this::text);
        opened.binaryMessageHandler(this::binary);
        opened.closeHandler(_ -> lost("closed by the worker with " + opened.closeStatusCode()));
        opened.exceptionHandler(failure -> lost("socket failed: " + failure.getMessage()));
        heardAt = System.nanoTime();
        timer = vertx.setPeriodic(settings.heartbeat().toMillis(), _ -> beat());
        opened.writeTextMessage(json.write(new StreamMessage.Connected()));
        opened.writeTextMessage(json.write(startMessage()));
        socket = opened;
        listener.opened();
    }

    private StreamMessage startMessage() {
        CallRequest call = start.call();
        String callId = call.id().value();
        StreamMessage.Start.Body body = new StreamMessage.Start.Body(
                streamSid,
                null,
                callId,
                List.of("inbound"),
                parametersOf(call),
                new StreamMessage.Start.MediaFormat(start.codec().encoding, 8000, 1));
        return new StreamMessage.Start(
                nextSequence(),
                streamSid,
                body,
                new StreamMessage.Start.Allo(start.epoch(), start.answered(), start.traceparent()));
    }

    private static Map<String, String> parametersOf(CallRequest call) {
        Placement placement = call.placement();
        Map<String, String> parameters = new HashMap<>(placement == null ? Map.of() : placement.parameters());
        parameters.put("callerPhone", call.caller() == null ? "" : call.caller());
        parameters.put("to", call.called());
        parameters.put("direction", call.direction());
        if (placement != null && placement.workflowId() != null) {
            parameters.put("workflowId", placement.workflowId().toString());
        }
        if (call.sipAccountId() != null) {
            parameters.put("sipAccountId", call.sipAccountId().toString());
        }
        return parameters;
    }

    private void beat() {
        messagesThisBeat = 0;
        if (System.nanoTime() - heardAt > settings.deadAfter().toNanos()) {
            lost("nothing heard for " + settings.deadAfter().toMillis() + " ms");
            return;
        }
        say(new StreamMessage.Heartbeat(System.currentTimeMillis()));
    }

    private void text(String text) {
        heard();
        json.read(text)
                .ifPresentOrElse(
                        message -> {
                            if (!closed && !(message instanceof StreamMessage.Heartbeat)) {
                                listener.message(message);
                            }
                        },
                        this::refused);
    }

    private void binary(Buffer buffer) {
        heard();
        AudioFrame frame;
        try {
            frame = AudioFrame.decode(buffer.getBytes());
        } catch (IllegalArgumentException e) {
            refused();
            return;
        }
        if (!closed) {
            listener.audio(frame);
        }
    }

    private void heard() {
        heardAt = System.nanoTime();
        if (++messagesThisBeat > MESSAGES_A_BEAT) {
            lost("protocol error: more than " + MESSAGES_A_BEAT + " messages in a heartbeat");
        }
    }

    private void refused() {
        counters.messageRefused();
        LOG.debug("message of no known kind");
    }

    private void lost(String why) {
        if (shut(PROTOCOL_ERROR, null)) {
            listener.lost(why);
        }
    }

    // From any thread

    @Override
    public void audio(AudioFrame frame) {
        WebSocket open = socket;
        if (open == null || closed) {
            return;
        }
        if (unsent.get() >= UNSENT_BOUND) {
            counters.audioDropped();
            return;
        }
        write(open, frame);
    }

    @Override
    public void replay(List<AudioFrame> frames) {
        WebSocket open = socket;
        if (open != null && !closed) {
            frames.forEach(frame -> write(open, frame));
        }
    }

    private void write(WebSocket open, AudioFrame frame) {
        unsent.incrementAndGet();
        open.writeBinaryMessage(Buffer.buffer(frame.encode())).onComplete(_ -> unsent.decrementAndGet());
    }

    @Override
    public void digit(char digit) {
        say(new StreamMessage.Dtmf(
                nextSequence(), streamSid, new StreamMessage.Dtmf.Body(INBOUND_TRACK, String.valueOf(digit))));
    }

    @Override
    public void markPlayed(String name) {
        say(new StreamMessage.Mark(nextSequence(), streamSid, new StreamMessage.Mark.Body(name)));
    }

    @Override
    public void cleared(int item, long playedMs) {
        say(new StreamMessage.Cleared(streamSid, item, playedMs));
    }

    @Override
    public void answerHeard(int item, long waitedMs) {
        say(new StreamMessage.AnswerHeard(streamSid, item, waitedMs));
    }

    @Override
    public void state(String state) {
        say(new StreamMessage.CallState(streamSid, state));
    }

    @Override
    public void transferred(TransferOutcome outcome) {
        say(new StreamMessage.TransferResult(streamSid, outcome.outcome(), outcome.status(), outcome.detail()));
    }

    @Override
    public void close(EndReason reason) {
        shut(
                NORMAL,
                new StreamMessage.Stop(
                        nextSequence(),
                        streamSid,
                        new StreamMessage.Stop.Body(null, start.call().id().value(), reason)));
    }

    @Override
    public void abandon() {
        shut(GOING_AWAY, null);
    }

    /** Closes once. True when this call did it. */
    private synchronized boolean shut(short code, @Nullable StreamMessage farewell) {
        if (closed) {
            return false;
        }
        WebSocket open = socket;
        if (open != null && !open.isClosed()) {
            if (farewell != null) {
                open.writeTextMessage(json.write(farewell));
            }
            open.close(code);
        }
        closed = true;
        loop.runOnContext(_ -> vertx.cancelTimer(timer));
        return true;
    }

    private void say(StreamMessage message) {
        WebSocket open = socket;
        if (open != null && !closed) {
            open.writeTextMessage(json.write(message));
        }
    }

    private String nextSequence() {
        return String.valueOf(sequence.incrementAndGet());
    }
}
