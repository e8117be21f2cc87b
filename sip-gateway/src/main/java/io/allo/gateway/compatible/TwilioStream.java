// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.audio.G711;
import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.TransferOutcome;
import io.allo.gateway.call.WorkerStream;
import io.allo.gateway.call.WorkerStreamListener;
import io.allo.gateway.call.WorkerStreams.StreamStart;
import io.vertx.core.Context;
import io.vertx.core.http.WebSocketBase;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One call's socket to a server that speaks Twilio Media Streams: everything JSON, audio µ-law in base64. The socket opens while
 * it rings, {@code start} goes out when the call is answered, as such servers expect it. Reading happens on the socket's event
 * loop; sending from any thread.
 */
final class TwilioStream implements WorkerStream {
    private static final Logger LOG = Logger.getLogger(TwilioStream.class);
    private static final int UNSENT_BOUND = 50;
    private static final int FRAME_MS = 20;
    private static final int LONGEST_MARK = 200;
    private static final short NORMAL = 1000;

    private final Context loop;
    private final ObjectMapper json;
    private final StreamStart start;
    private final WorkerStreamListener call;
    private final Runnable whenActive;
    private final Consumer<TransferOutcome> whenTransferred;
    private final String streamSid;
    private final DownlinkQueue downlink;
    private final AtomicInteger unsent = new AtomicInteger();
    private final AtomicInteger sequence = new AtomicInteger();
    private final AtomicInteger chunk = new AtomicInteger();

    private volatile Map<String, String> customParams = Map.of();
    private volatile @Nullable WebSocketBase socket;
    private volatile boolean started;
    private volatile boolean answered;
    private volatile boolean closed;

    /**
     * @param whenActive run once when audio may flow
     * @param whenTransferred hears what came of a transfer
     */
    TwilioStream(
            Context loop,
            ObjectMapper json,
            StreamStart start,
            WorkerStreamListener call,
            Runnable whenActive,
            Consumer<TransferOutcome> whenTransferred) {
        this.loop = loop;
        this.json = json;
        this.start = start;
        this.call = call;
        this.whenActive = whenActive;
        this.whenTransferred = whenTransferred;
        this.answered = start.answered();
        this.streamSid = "MZ" + start.call().id().value() + "-" + start.epoch();
        this.downlink = new DownlinkQueue(call, streamSid);
    }

    String streamSid() {
        return streamSid;
    }

    boolean isClosed() {
        return closed;
    }

    // On the loop

    /** @param custom for {@code start.customParameters} */
    void connected(WebSocketBase opened, Map<String, String> custom) {
        if (closed) {
            opened.close(NORMAL);
            return;
        }
        opened.textMessageHandler(this::text);
        opened.closeHandler(_ -> gone());
        opened.exceptionHandler(failure -> LOG.debugf("socket failed: %s", failure.getMessage()));
        customParams = custom;
        socket = opened;
        say(new StreamMessage.Connected());
        begin();
    }

    /** Says {@code start} once the call is answered and the socket open, whichever comes last. */
    private synchronized void begin() {
        if (!answered || started || socket == null) {
            return;
        }
        CallRequest request = start.call();
        Map<String, String> parameters = new LinkedHashMap<>(customParams);
        parameters.put("callerPhone", request.caller() == null ? "" : request.caller());
        parameters.put("to", request.called());
        parameters.putIfAbsent("direction", request.direction());
        say(new StreamMessage.Start(
                nextSequence(),
                streamSid,
                new StreamMessage.Start.Body(
                        streamSid,
                        request.sipAccountId() == null ? "" : String.valueOf(request.sipAccountId()),
                        request.id().value(),
                        List.of("inbound"),
                        parameters,
                        new StreamMessage.Start.MediaFormat(
                                StreamMessage.Start.MediaFormat.MULAW, G711.SAMPLE_RATE, 1)),
                null));
        started = true;
        whenActive.run();
    }

    private void text(String text) {
        StreamMessage message;
        try {
            message = json.readValue(text, StreamMessage.class);
        } catch (JsonProcessingException e) {
            LOG.debug("message of no known kind");
            return;
        }
        if (closed || message == null) {
            return;
        }
        switch (message) {
            case StreamMessage.Media media -> media(media.media().payload());
            case StreamMessage.Mark mark -> mark(mark.mark().name());
            case StreamMessage.Clear clear -> {
                List<String> dropped = downlink.clear();
                call.message(clear);
                dropped.forEach(this::markPlayed);
            }
            case StreamMessage.Stop _ -> hangUp();
            default -> LOG.debugf("server said %s: not for a bridge", message.getClass());
        }
    }

    private void media(String payload) {
        byte[] ulaw;
        try {
            ulaw = Base64.getDecoder().decode(payload);
        } catch (IllegalArgumentException e) {
            LOG.debug("media that is no base64");
            return;
        }
        if (!downlink.audio(start.codec() == Codec.PCMA ? G711.ulawToAlaw(ulaw) : ulaw)) {
            LOG.debug("audio dropped: more than two minutes wait");
        }
    }

    private void mark(String name) {
        if (name.length() <= LONGEST_MARK && !name.startsWith(DownlinkQueue.PACE)) {
            downlink.mark(name);
        }
    }

    /** The server's end of the session is the end of the call; before the answer another try may help. */
    private void gone() {
        if (closed) {
            return;
        }
        if (answered) {
            hangUp();
        } else {
            lost("closed by the server");
        }
    }

    private void hangUp() {
        call.message(new StreamMessage.Hangup(streamSid, EndReason.AGENT_HANGUP));
    }

    void lost(String why) {
        if (shut(null)) {
            call.lost(why);
        }
    }

    // From any thread

    @Override
    public void audio(AudioFrame frame) {
        WebSocketBase open = socket;
        if (open == null || closed || !started || unsent.get() >= UNSENT_BOUND) {
            return;
        }
        write(open, frame);
    }

    @Override
    public void replay(List<AudioFrame> frames) {
        WebSocketBase open = socket;
        if (open != null && !closed && started) {
            frames.forEach(frame -> write(open, frame));
        }
    }

    private void write(WebSocketBase open, AudioFrame frame) {
        byte[] ulaw = start.codec() == Codec.PCMA ? G711.alawToUlaw(frame.payload()) : frame.payload();
        int number = chunk.incrementAndGet();
        StreamMessage.Media media = new StreamMessage.Media(
                nextSequence(),
                streamSid,
                new StreamMessage.Media.Body(
                        "inbound",
                        String.valueOf(number),
                        String.valueOf((long) (number - 1) * FRAME_MS),
                        Base64.getEncoder().encodeToString(ulaw)));
        unsent.incrementAndGet();
        open.writeTextMessage(write(media)).onComplete(_ -> unsent.decrementAndGet());
    }

    @Override
    public void digit(char digit) {
        if (started) {
            say(new StreamMessage.Dtmf(
                    nextSequence(), streamSid, new StreamMessage.Dtmf.Body("inbound_track", String.valueOf(digit))));
        }
    }

    @Override
    public void markPlayed(String name) {
        if (name.startsWith(DownlinkQueue.PACE)) {
            loop.runOnContext(_ -> downlink.played(name));
        } else {
            say(new StreamMessage.Mark(nextSequence(), streamSid, new StreamMessage.Mark.Body(name)));
        }
    }

    @Override
    public void cleared(int item, long playedMs) {
        // no word for it in this protocol
    }

    @Override
    public void transferred(TransferOutcome outcome) {
        whenTransferred.accept(outcome);
    }

    @Override
    public void state(String state) {
        if (state.equals(StreamMessage.CallState.ANSWERED)) {
            answered = true;
            begin();
        }
    }

    @Override
    public void close(EndReason reason) {
        shut(new StreamMessage.Stop(
                nextSequence(),
                streamSid,
                new StreamMessage.Stop.Body(null, start.call().id().value(), null)));
    }

    @Override
    public void abandon() {
        shut(null);
    }

    private synchronized boolean shut(@Nullable StreamMessage farewell) {
        if (closed) {
            return false;
        }
        WebSocketBase open = socket;
        if (open != null && !open.isClosed()) {
            if (farewell != null) {
                open.writeTextMessage(write(farewell));
            }
            open.close(NORMAL);
        }
        closed = true;
        return true;
    }

    private void say(StreamMessage message) {
        WebSocketBase open = socket;
        if (open != null && !closed) {
            open.writeTextMessage(write(message));
        }
    }

    private String write(StreamMessage message) {
        try {
            return json.writeValueAsString(message);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("stream messages are plain records", e);
        }
    }

    private String nextSequence() {
        return String.valueOf(sequence.incrementAndGet());
    }
}
