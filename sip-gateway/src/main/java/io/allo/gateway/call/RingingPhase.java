// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.CallState.Offered;
import io.allo.gateway.call.CallState.Ringing;
import java.time.Duration;
import java.util.Locale;
import org.jboss.logging.Logger;

/**
 * From the first worker's socket to the 200: the phone rings while the session is prepared, and is answered when the ring
 * time is over and the worker ready, or at the deadline. Used inside the call's mailbox.
 */
final class RingingPhase {
    private static final Logger LOG = Logger.getLogger(RingingPhase.class);
    private static final Duration REFRESH = Duration.ofSeconds(60);

    private final CallCore call;
    private final RingPolicy policy;
    private final CallClock clock;
    private final WorkerLine line;
    private final CallFacts facts;
    private final Runnable answer;

    /** @param answer sends the 200; the state is {@link CallState.Answering} already */
    RingingPhase(CallCore call, RingPolicy policy, CallClock clock, WorkerLine line, CallFacts facts, Runnable answer) {
        this.call = call;
        this.policy = policy;
        this.clock = clock;
        this.line = line;
        this.facts = facts;
        this.answer = answer;
    }

    void begin(Offered offered) {
        Ringing ringing = offered.ringing(policy.unknown());
        call.become(ringing);
        call.leg().ring();
        line.state(StreamMessage.CallState.RINGING);
        clock.ring(ringing.ringTime());
        clock.refreshRingAfter(REFRESH);
    }

    /** The worker names the ring time. */
    void ringFor(double seconds) {
        if (call.state() instanceof Ringing ringing && !call.request().isPlaced()) {
            Duration ringTime = policy.ringTime(seconds);
            note(seconds, ringTime);
            call.become(ringing.ringTime(ringTime));
            facts.ringing(line.workerId(), ringTime);
            clock.ring(ringTime);
        }
    }

    /** Rows C7 and C8. */
    private void note(double wish, Duration ringTime) {
        if (!(wish >= 0)) {
            LOG.warnf("ring time of %s s is none: answered at once", wish);
        } else if (!ringTime.isZero()) {
            String seconds = String.format(Locale.ROOT, "%.2f", ringTime.toMillis() / 1000.0);
            LOG.infof("rings for %s s, Call-ID %s", seconds, call.leg().sipCallId());
        }
    }

    /** The worker's session is ready. */
    void ready() {
        if (call.state() instanceof Ringing ringing) {
            call.become(ringing.nowReady());
            if (!clock.ringNamed()) {
                clock.ring(Duration.ZERO);
            }
            answerWhenDue(false);
        }
    }

    void workerLost() {
        if (call.state() instanceof Ringing ringing) {
            call.become(ringing.notReady());
        }
    }

    void answerWhenDue(boolean deadline) {
        if (!(call.state() instanceof Ringing ringing)) {
            return;
        }
        if (call.request().isPlaced() && !ringing.ready()) {
            if (deadline) {
                call.refuse(Refusal.unavailable(EndReason.NO_WORKER)); // nobody is called to hear nothing
            }
        } else if (deadline || (ringing.ready() && clock.ringTimeIsOver())) {
            call.become(ringing.answering());
            clock.stopRinging();
            answer.run();
        }
    }

    /** Whom we call hears it ring. */
    void peerRings() {
        facts.ringing(line.workerId(), Duration.ZERO);
        line.state(StreamMessage.CallState.ALERTING);
    }

    void ringAgain() {
        if (call.state() instanceof Ringing) {
            call.leg().ring();
            clock.refreshRingAfter(REFRESH);
        }
    }
}
