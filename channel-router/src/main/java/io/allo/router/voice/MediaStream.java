// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import java.util.Base64;
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
    private boolean flooded;

    MediaStream(
            String callId,
            VoiceLeg leg,
            StreamLine line,
            LoopMailbox mailbox,
            CallTelemetry telemetry,
            ObjectMapper json) {
        this.callId = callId;
        this.leg = leg;
        this.line = line;
        this.mailbox = mailbox;
        this.telemetry = telemetry;
        this.json = json;
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
                mailbox.execute(() -> leg.message(start));
            }
            default -> mailbox.execute(() -> leg.message(parsed));
        }
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
        mailbox.execute(leg::lineLost);
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
            mailbox.guarded(() -> leg.audio(frame));
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
