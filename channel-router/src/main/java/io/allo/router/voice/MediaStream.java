// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import java.util.Base64;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One open socket: reads its messages and hands them to the call. On the socket's event loop. */
final class MediaStream {
    private static final Logger LOG = Logger.getLogger(MediaStream.class);

    private final String callId;
    private final VoiceLeg leg;
    private final StreamLine line;
    private final LoopMailbox mailbox;
    private final CallTelemetry telemetry;
    private final ObjectMapper json;
    private final FrameBudget budget = new FrameBudget();
    private final ControlBudget messages = new ControlBudget();
    private final Others others;
    private @Nullable OtherCall other;
    private boolean flooded;

    /** Who takes calls in which no agent talks. */
    interface Others {
        Others NOBODY = start -> Optional.empty();

        Optional<OtherCall> open(StreamMessage.Start start);
    }

    MediaStream(
            String callId,
            VoiceLeg leg,
            StreamLine line,
            LoopMailbox mailbox,
            CallTelemetry telemetry,
            ObjectMapper json,
            Others others) {
        this.callId = callId;
        this.leg = leg;
        this.line = line;
        this.mailbox = mailbox;
        this.telemetry = telemetry;
        this.json = json;
        this.others = others;
    }

    void audio(byte[] message) {
        try {
            frame(AudioFrame.decode(message));
        } catch (IllegalArgumentException e) {
            LOG.debugf("call %s: %s", callId, e.getMessage());
        }
    }

    /** A flood ends the stream: the call goes on with the next worker, where there is one. */
    void control(String message) {
        if (flooded || !messages.take(mailbox.nanoTime())) {
            flood();
            return;
        }
        StreamMessage parsed = parsed(message);
        if (parsed == null) {
            return;
        }
        switch (parsed) {
            case StreamMessage.Media media -> base64(media.media());
            case StreamMessage.Start start -> {
                line.stream(start.streamSid());
                telemetry.started(
                        start.allo() == null ? null : start.allo().traceparent(),
                        start.start().customParameters().get("sipAccountId"));
                started(start);
            }
            default -> told(parsed);
        }
    }

    private void started(StreamMessage.Start start) {
        OtherCall taken = other == null ? others.open(start).orElse(null) : other;
        if (taken == null) {
            mailbox.execute(() -> leg.message(start));
        } else if (other == null) {
            other = taken;
            mailbox.onCrash(taken::crashed);
            mailbox.execute(taken::begin);
        }
    }

    private void told(StreamMessage message) {
        OtherCall taken = other;
        mailbox.execute(() -> {
            if (taken == null) {
                leg.message(message);
            } else {
                taken.message(message);
            }
        });
    }

    private void flood() {
        if (!flooded) {
            flooded = true;
            LOG.warnf("call %s: too many messages on its socket, which is closed", callId);
            line.refuse();
            closed();
        }
    }

    void closed() {
        OtherCall taken = other;
        mailbox.execute(taken == null ? leg::lineLost : taken::lineLost);
    }

    void inMailbox(Runnable task) {
        mailbox.execute(task);
    }

    private void base64(StreamMessage.Media.Body media) {
        try {
            byte[] payload = Base64.getDecoder().decode(media.payload());
            frame(new AudioFrame(0, 0, 0, false, payload));
        } catch (IllegalArgumentException e) {
            LOG.debugf("call %s: %s", callId, e.getMessage());
        }
    }

    private void frame(AudioFrame frame) {
        if (budget.take(frame.payload().length, mailbox.nanoTime())) {
            OtherCall taken = other;
            mailbox.guarded(taken == null ? () -> leg.audio(frame) : () -> taken.audio(frame));
        } else {
            telemetry.frameRefused();
        }
    }

    private @Nullable StreamMessage parsed(String message) {
        try {
            return json.readValue(message, StreamMessage.class);
        } catch (JsonProcessingException e) {
            // An unknown or broken message is the error of that message, not of the call.
            LOG.debugf("call %s: unreadable message: %s", callId, e.getOriginalMessage());
            return null;
        }
    }
}
