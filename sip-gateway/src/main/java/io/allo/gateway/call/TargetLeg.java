// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.AudioFrame;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The person that a caller is handed to: a dialled leg and its audio, which a bridge joins with the caller's. Needs no worker.
 * Used inside the call's mailbox.
 */
final class TargetLeg {
    private final int number;
    private final MediaLeg media;
    private @Nullable OutboundLeg leg;
    private boolean closed;

    /**
     * Opens the audio.
     *
     * @param worker talks to this person while the caller waits
     * @throws MediaLegFactory.NoMediaPortException when no port is free
     */
    TargetLeg(int number, CallCore call, MediaLegFactory factory, AudioBridge worker) {
        this.number = number;
        media = factory.open(call.request().id(), new Ear(number, worker, call::post));
        media.streamCodec(call.codec());
    }

    int number() {
        return number;
    }

    int localRtpPort() {
        return media.localPort();
    }

    void dialled(OutboundLeg dialled) {
        leg = dialled;
    }

    /** An answer, early media, or a new agreement. */
    void negotiated(NegotiatedAudio audio) {
        media.negotiated(audio);
        media.startSending();
    }

    MediaLeg media() {
        return media;
    }

    /** re-INVITE: the caller went on hold or came back. */
    void direction(NegotiatedAudio.Direction direction) {
        if (leg != null) {
            leg.direction(direction);
        }
    }

    /** Comes back as a key, or crosses the bridge, unless the target's keys come another way. */
    void infoDigit(char key) {
        media.infoDigit(key);
    }

    Optional<OutboundLeg.Replaced> replaced() {
        return leg == null ? Optional.empty() : leg.replaced();
    }

    Optional<Integer> sipAccountId() {
        return leg == null ? Optional.empty() : leg.sipAccountId();
    }

    /** Ends what there is: CANCEL or BYE, and the audio, which leaves its bridge. Idempotent. */
    void close(EndReason reason) {
        if (!closed) {
            closed = true;
            if (leg != null) {
                leg.hangUp(reason);
            }
            media.close();
        }
    }

    /** Until the bridge: the worker may be talking to this person, whose keys decide. Called on the media loop. */
    private record Ear(int number, AudioBridge worker, Consumer<CallInput> inbox) implements MediaLegListener {
        @Override
        public void audio(AudioFrame frame) {
            worker.targetSaid(frame);
        }

        @Override
        public void digit(char digit) {
            inbox.accept(new CallInput.OfTransfer.TargetKey(number, digit));
        }

        @Override
        public void markPlayed(String name) {
            worker.markPlayed(name);
        }

        @Override
        public void cleared(int item, long playedMs) {
            worker.cleared(item, playedMs);
        }

        @Override
        public void mediaTimeout() {
            inbox.accept(new CallInput.OfTransfer.TargetMediaTimedOut(number));
        }
    }
}
