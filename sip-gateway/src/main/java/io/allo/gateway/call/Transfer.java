// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.CallInput.OfTransfer;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One caller's way to another person. Whatever goes wrong before the two talk, the caller is taken back.
 *
 * <pre>
 * Announcing ──words heard──▶ Referring ──NOTIFY 200, or his BYE──▶ handed over
 *     │                           │ └──NOTIFY ≥ 300, silence──▶ taken back
 *     │ no REFER here             │ REFER refused
 *     ├───────────────────────────┴──▶ Dialling ──200──▶ Joined ──either hangs up──▶ the call ends
 *     │                                    └──busy, no answer, refused──▶ taken back
 *     └──supervised──▶ Consulting ──200──▶ (worker tells) ──key 1──▶ Joined, then REFER with Replaces
 *                                              └──key 2, silence, hang-up──▶ taken back
 * </pre>
 *
 * Used inside the call's mailbox.
 */
final class Transfer {
    private static final Logger LOG = Logger.getLogger(Transfer.class);
    private static final int OK = 200;
    private static final int FIRST_FAILURE = 300;
    private static final int REQUEST_TIMEOUT = 408;
    private static final int NO_SUCH_DIALOG = 481;
    private static final int FORBIDDEN = 403;
    private static final int NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;
    /** A REFER that is not answered by then finds nobody there: bridging as well could reach the target twice. */
    private static final Duration REFER_ANSWER = Duration.ofSeconds(10);

    private static final char ACCEPT = '1';
    private static final char DECLINE = '2';

    private final CallCore call;
    private final Owner owner;
    private final CallPorts ports;
    private final TransferOrder order;
    private final AudioBridge audio;
    private final RingTone tone;
    private final StepWait wait;
    private final BridgeHold hold = new BridgeHold();
    private CallQuality targetQuality = CallQuality.NONE;
    private TransferStep step = new TransferStep.Announcing();
    private int referNumber;

    /** Who must know how it goes. */
    interface Owner {
        /** This way is tried now. */
        void goes(TransferMode mode);

        /** Never the same twice in a call: tells late words of an earlier try apart. */
        int nextNumber();

        /** The other person is on the line, the worker may tell him what it is about. */
        void consulting();

        /** The two talk: the worker is not needed any more. */
        void joined();

        /** The peer took the caller over, or one of the two who talked hung up: the call is over. */
        void handedOver();

        /** The two talked, and one of them is not heard of any more. */
        void lost();

        /** It came to nothing: the worker has the caller again. */
        void takenBack(TransferOutcome outcome);
    }

    Transfer(CallCore call, Owner owner, CallPorts ports, TransferOrder order, AudioBridge audio) {
        this.call = call;
        this.owner = owner;
        this.ports = ports;
        this.order = order;
        this.audio = audio;
        this.wait = new StepWait(ports.timers(), number -> call.post(new OfTransfer.WaitOver(number)));
        List<byte[]> ringing = ports.sounds().ringback(call.codec());
        this.tone = new RingTone(call.media(), ringing, ports.timers(), () -> call.post(new OfTransfer.ToneOver()));
    }

    /** Begins when all that the worker said was heard, or did not end in time. */
    void begin() {
        waitFor(ports.limits().playOut());
        audio.reportDrained();
    }

    void handle(OfTransfer input) {
        switch (input) {
            case OfTransfer.ReferAnswered answer when answer.number() == referNumber -> referAnswered(answer.status());
            case OfTransfer.ReferNotified notified when notified.number() == referNumber -> referNotified(notified);
            case OfTransfer.OfTarget ofTarget -> {
                TargetLeg target = target();
                if (target != null && target.number() == ofTarget.number()) {
                    targetDid(target, ofTarget);
                }
            }
            case OfTransfer.WaitOver over when wait.isCurrent(over.number()) -> waitOver();
            case OfTransfer.ToneOver _ -> tone.again();
            case OfTransfer.ReferAnswered _,
                    OfTransfer.ReferNotified _,
                    OfTransfer.WaitOver _ -> {} // of an earlier try
        }
    }

    private void targetDid(TargetLeg target, OfTransfer.OfTarget input) {
        switch (input) {
            case OfTransfer.TargetSaid said -> targetSaid(target, said.event());
            case OfTransfer.TargetKey key -> targetKey(key.digit());
            case OfTransfer.TargetMediaTimedOut _ -> targetSilent();
        }
    }

    /** The announcement was heard: off. */
    void announced() {
        if (!(step instanceof TransferStep.Announcing)) {
            return;
        }
        switch (ports.refers().judge(call.request(), order)) {
            case ReferPolicy.Verdict.Refused refused -> back(TransferOutcome.of(FORBIDDEN, refused.detail()));
            case ReferPolicy.Verdict.Refer refer
            when order.mayRefer() && call.leg().takesRefer() -> {
                ringInEar();
                step = new TransferStep.Referring(false);
                owner.goes(TransferMode.REFER);
                waitFor(REFER_ANSWER);
                refer(new ReferTarget.Number(refer.user()));
            }
            case ReferPolicy.Verdict.Refer _, ReferPolicy.Verdict.Bridge _ -> {
                ringInEar();
                dialUnlessReferOnly(NOT_ALLOWED);
            }
        }
    }

    private void ringInEar() {
        audio.toNobody(call.codec());
        tone.start();
    }

    private void refer(ReferTarget to) {
        referNumber = owner.nextNumber();
        call.leg().refer(referNumber, to);
    }

    // By REFER

    private void referAnswered(int status) {
        if (!(step instanceof TransferStep.Referring referring)) {
            return; // of a REFER with Replaces: the bridge stays as it is
        }
        if (status < FIRST_FAILURE) {
            accepted();
        } else if (!referring.accepted()) {
            if (status == REQUEST_TIMEOUT || status == NO_SUCH_DIALOG) {
                back(TransferOutcome.of(status, "no answer to REFER"));
            } else {
                LOG.infof("REFER refused with %d", status);
                dialUnlessReferOnly(status);
            }
        }
    }

    /** A NOTIFY may overtake the 202. */
    private void accepted() {
        if (step instanceof TransferStep.Referring referring && !referring.accepted()) {
            step = new TransferStep.Referring(true);
            waitFor(ports.limits().transfer().refer());
        }
    }

    private void referNotified(OfTransfer.ReferNotified notified) {
        boolean reached = notified.status() >= OK && notified.status() < FIRST_FAILURE;
        switch (step) {
            case TransferStep.Referring _ -> {
                accepted();
                if (reached) {
                    handOver();
                } else if (notified.status() >= FIRST_FAILURE) {
                    back(TransferOutcome.of(notified.status(), "the trunk could not reach the target"));
                } else if (notified.last()) {
                    back(TransferOutcome.failed("the trunk does not tell what came of REFER"));
                }
            }
            case TransferStep.Joined _ when reached -> handOver();
            case TransferStep.Announcing _,
                    TransferStep.Dialling _,
                    TransferStep.Consulting _,
                    TransferStep.Joined _,
                    TransferStep.Over _ -> {}
        }
    }

    /** The caller's BYE after an accepted REFER is how some peers say that it worked. */
    boolean isByeSuccess() {
        return step instanceof TransferStep.Joined
                || (step instanceof TransferStep.Referring referring && referring.accepted());
    }

    // By a leg of ours

    /** @param status why REFER does not do it */
    private void dialUnlessReferOnly(int status) {
        if (order.mayDial()) {
            dial();
        } else {
            back(TransferOutcome.of(status, "REFER refused, and nothing else is allowed"));
        }
    }

    private void dial() {
        owner.goes(order.supervised() ? TransferMode.SUPERVISED : TransferMode.BRIDGE);
        TargetLeg target;
        try {
            target = new TargetLeg(owner.nextNumber(), call, ports.media(), audio);
        } catch (MediaLegFactory.NoMediaPortException e) {
            LOG.warn(e.getMessage());
            back(TransferOutcome.of(UNAVAILABLE, "no media port"));
            return;
        }
        step = order.supervised() ? new TransferStep.Consulting(target, false) : new TransferStep.Dialling(target);
        TransferLimits limits = ports.limits().transfer();
        waitFor(limits.dialling());
        int number = target.number();
        target.dialled(ports.dialer()
                .dial(
                        DialRequest.bridging(call.request(), order, target.localRtpPort(), limits.ring()),
                        call.mailbox(),
                        event -> call.post(new OfTransfer.TargetSaid(number, event))));
    }

    private void targetSaid(TargetLeg target, OutboundLegEvent event) {
        switch (event) {
            case OutboundLegEvent.Ringing _ -> {}
            case OutboundLegEvent.EarlyMedia early -> earlyMedia(target, early.audio());
            case OutboundLegEvent.Answered answered -> answered(target, answered.audio());
            case OutboundLegEvent.Renegotiated renegotiated -> targetTurned(target, renegotiated.audio());
            case OutboundLegEvent.InfoDigit key -> target.infoDigit(key.digit());
            case OutboundLegEvent.Refused refused -> back(TransferOutcome.of(refused.status(), refused.detail()));
            case OutboundLegEvent.HungUp _ -> {
                if (step instanceof TransferStep.Joined) {
                    handOver();
                } else {
                    back(TransferOutcome.of(603, "hung up"));
                }
            }
        }
    }

    /** His network's own ringing, or an announcement: the caller hears it instead of ours. */
    private void earlyMedia(TargetLeg target, NegotiatedAudio agreed) {
        target.negotiated(agreed);
        if (step instanceof TransferStep.Dialling) {
            join(target);
        }
    }

    private void answered(TargetLeg target, NegotiatedAudio agreed) {
        target.negotiated(agreed);
        if (step instanceof TransferStep.Dialling) {
            joined(target);
        } else if (step instanceof TransferStep.Consulting) {
            step = new TransferStep.Consulting(target, true);
            waitFor(ports.limits().transfer().consult());
            audio.toTarget(target.media());
            owner.consulting();
        }
    }

    private void targetKey(char key) {
        if (!(step instanceof TransferStep.Consulting consulting) || !consulting.answered()) {
            return;
        }
        if (key == ACCEPT) {
            joined(consulting.target());
            leaveTheMiddle(consulting.target());
        } else if (key == DECLINE) {
            back(TransferOutcome.of(603, "declined by key"));
        }
    }

    private void targetSilent() {
        if (step instanceof TransferStep.Joined) {
            owner.lost();
        } else {
            back(TransferOutcome.failed("no media from the target"));
        }
    }

    private void joined(TargetLeg target) {
        wait.stop();
        join(target);
        step = new TransferStep.Joined(target);
        owner.joined();
        if (hold.forTarget() != Direction.SENDRECV) {
            target.direction(hold.forTarget());
        }
    }

    private void join(TargetLeg target) {
        tone.stop();
        audio.toNobody(call.codec());
        call.media().bridge(target.media());
    }

    /** The two talk through us; a peer that knows Replaces can do without (RFC 5589 7). If it cannot, nothing is lost. */
    private void leaveTheMiddle(TargetLeg target) {
        boolean sameTrunk = Objects.equals(
                target.sipAccountId().orElse(null), call.request().sipAccountId());
        if (sameTrunk
                && call.leg().takesRefer()
                && call.leg().takesReplaces()
                && ports.refers().judge(call.request(), order) instanceof ReferPolicy.Verdict.Refer) {
            target.replaced().ifPresent(dialog -> refer(new ReferTarget.InPlaceOf(dialog)));
        }
    }

    /** The caller's side was renegotiated: hold and resume cross the bridge. */
    void callerTurned(NegotiatedAudio audio) {
        Direction wish = hold.callerAgreed(audio);
        if (wish != null && step instanceof TransferStep.Joined joined) {
            joined.target().direction(wish);
        }
    }

    private void targetTurned(TargetLeg target, NegotiatedAudio audio) {
        target.negotiated(audio);
        Direction wish = step instanceof TransferStep.Joined ? hold.targetAgreed(audio) : null;
        if (wish != null) {
            call.leg().direction(wish);
        }
    }

    // The end

    private void waitOver() {
        switch (step) {
            case TransferStep.Announcing _ -> announced();
            case TransferStep.Referring referring ->
                back(TransferOutcome.of(
                        REQUEST_TIMEOUT, referring.accepted() ? "no outcome of REFER" : "no answer to REFER"));
            case TransferStep.Dialling _ -> back(TransferOutcome.of(REQUEST_TIMEOUT, "no answer"));
            case TransferStep.Consulting _ -> back(TransferOutcome.of(REQUEST_TIMEOUT, "nobody took the caller"));
            case TransferStep.Joined _, TransferStep.Over _ -> {}
        }
    }

    private void handOver() {
        close(EndReason.TRANSFERRED);
        owner.handedOver();
    }

    private void back(TransferOutcome outcome) {
        close(EndReason.FAILED);
        owner.takenBack(outcome);
    }

    /** Ends what is under way; the caller is somebody else's. Idempotent. */
    void close(EndReason reason) {
        TargetLeg target = target();
        step = new TransferStep.Over();
        wait.stop();
        tone.stop();
        if (target != null) {
            targetQuality = target.media().quality();
            target.close(reason);
        }
    }

    /** How the other person was heard, after the end. */
    CallQuality targetQuality() {
        return targetQuality;
    }

    private @Nullable TargetLeg target() {
        return switch (step) {
            case TransferStep.Dialling dialling -> dialling.target();
            case TransferStep.Consulting consulting -> consulting.target();
            case TransferStep.Joined joined -> joined.target();
            case TransferStep.Announcing _, TransferStep.Referring _, TransferStep.Over _ -> null;
        };
    }

    private void waitFor(Duration time) {
        wait.begin(owner.nextNumber(), time);
    }
}
