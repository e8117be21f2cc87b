// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.contracts.media.StreamMessage.Transfer.Mode;
import io.allo.contracts.media.StreamMessage.TransferResult;
import io.allo.contracts.media.StreamMessage.TransferResult.Outcome;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnsweredBy;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * A call that another telephone company holds: audio by its socket, commands by its API. It was answered before it came, and
 * ends when the socket closes. One call, one mailbox.
 */
final class CarrierLine implements CallLine {
    private static final Logger LOG = Logger.getLogger(CarrierLine.class);

    private final StreamLine stream;
    private final CarrierCalls carrier;
    private final String callId;
    private final int epoch;
    private final Consumer<StreamMessage> answers;

    /** @param answers what our own gateway would say, on any thread */
    CarrierLine(StreamLine stream, CarrierCalls carrier, String callId, int epoch, Consumer<StreamMessage> answers) {
        this.stream = stream;
        this.carrier = carrier;
        this.callId = callId;
        this.epoch = epoch;
        this.answers = answers;
    }

    @Override
    public void ring(double seconds) {}

    @Override
    public void answer() {}

    @Override
    public void answeredBy(AnsweredBy who) {}

    @Override
    public void reject(int status, EndReason reason) {
        hangup(reason);
    }

    @Override
    public void audio(AudioFrame frame) {
        stream.audio(frame);
    }

    @Override
    public void mark(String name) {
        stream.mark(name);
    }

    @Override
    public void clear() {
        stream.clear();
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void hangup(EndReason reason) {
        if (!carrier.available()) {
            stream.close();
            return;
        }
        carrier.hangUp(callId).subscribe().with(done -> {}, failure -> {
            LOG.warnf("call %s could not be ended by the carrier's API: %s", callId, failure.toString());
            stream.close();
        });
    }

    @Override
    public void transfer(String target, Mode mode, ContactResolution agent) {
        carrier.transfer(callId, epoch, target).subscribe().with(done -> {}, failure -> {
            LOG.warnf("call %s could not be transferred: %s", callId, failure.toString());
            answers.accept(new TransferResult("", Outcome.FAILED, 0, "the carrier refused"));
        });
    }

    @Override
    public void heartbeat() {}

    @Override
    public void goAway() {}

    @Override
    public void close() {
        stream.close();
    }

    @Override
    public int unsent() {
        return stream.unsent();
    }

    @Override
    public Abilities abilities() {
        return new Abilities(false, false, false, carrier.available());
    }
}
