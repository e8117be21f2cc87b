// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.CallState.Answered;
import io.allo.gateway.call.CallState.Answering;
import io.allo.gateway.call.CallState.Bridged;
import io.allo.gateway.call.CallState.Ended;
import io.allo.gateway.call.CallState.Ending;
import io.allo.gateway.call.CallState.Offered;
import io.allo.gateway.call.CallState.Ringing;
import io.allo.gateway.call.CallState.Transferring;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import java.time.Duration;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The only owner of one call's state. Everything that happens to it is a {@link CallInput}, taken one after the other in the
 * call's mailbox, so that the first of CANCEL, answer, reject and BYE wins and the rest find the call past it.
 */
public final class Call {
    private static final Logger LOG = Logger.getLogger(Call.class);
    static final Duration SETUP = Duration.ofSeconds(8);

    private final CallRequest request;
    private final CallerSide caller;
    private final Mailbox mailbox;
    private final CallPorts ports;
    private final Consumer<Call> whenEnded;
    private final CallFacts facts;
    private final CallClock clock;
    private final AudioBridge bridge;
    private final WorkerLine line;
    private final RingingPhase ringing;
    private final WaitingPhase waiting;
    private final WorkerSearch workers;
    private final CallTransfers transfers;
    private final PeerReferral referral;
    private final CallTelemetry.CallTrace trace;

    private CallState state = new Offered();

    Call(CallRequest request, SignalingLeg leg, Mailbox mailbox, CallPorts ports, Consumer<Call> whenEnded) {
        this.request = requireNonNull(request, "request");
        this.mailbox = requireNonNull(mailbox, "mailbox");
        this.ports = requireNonNull(ports, "ports");
        this.whenEnded = requireNonNull(whenEnded, "whenEnded");
        this.clock = new CallClock(request.offeredAt(), ports.timers(), ports.limits(), this::post);
        this.trace = ports.telemetry().begin(request);
        this.bridge = new AudioBridge(this::post, ports.timers(), trace);
        this.caller = new CallerSide(request.id(), requireNonNull(leg, "leg"), ports.media(), bridge);
        this.line = new WorkerLine(request.id(), ports.directory(), ports.streams(), bridge, this::post);
        this.facts = new CallFacts(request, ports, trace.traceparent());
        Core core = new Core();
        this.waiting = new WaitingPhase(core, ports, clock, bridge, line);
        this.workers = new WorkerSearch(core, ports, clock, bridge, line, waiting, trace);
        this.referral = new PeerReferral(core, ports);
        this.transfers = new CallTransfers(core, ports, bridge, line, workers, facts, trace);
        this.ringing = new RingingPhase(core, ports.limits().ring(), clock, line, facts, this::answer);
    }

    public CallId id() {
        return request.id();
    }

    /** SIP account that it came in by, or was placed by; null when by none. */
    public @Nullable Integer sipAccountId() {
        return request.sipAccountId();
    }

    /** Enqueues. Any thread. */
    public void post(CallInput input) {
        mailbox.execute(() -> guarded(() -> handle(input)));
    }

    /** First task of the mailbox. */
    void start() {
        mailbox.execute(() -> guarded(this::begin));
    }

    /** A fault of ours, an Error too, ends this call, not the process, and leaves nothing behind. */
    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            LastSteps.take(
                    () -> LOG.error("call failed", e),
                    () -> hangUp(EndReason.FAILED),
                    () -> end(EndReason.FAILED)); // when even that failed
        }
    }

    /** State at this moment; for tests and inspection inside the mailbox. */
    CallState state() {
        return state;
    }

    /** Audio, offer, worker. */
    void begin() {
        facts.offered();
        clock.setUpWithin(SETUP);
        Refusal refusal = caller.open();
        if (refusal == null) {
            waiting.begin();
        } else {
            refuse(refusal);
        }
    }

    void handle(CallInput input) {
        if (input instanceof CallInput.WorkerReserved late && (state instanceof Ended || state instanceof Bridged)) {
            line.giveBack(late.worker());
            return;
        }
        if (state instanceof Ended) {
            return;
        }
        switch (input) {
            case CallInput.Cancelled _ -> refuseEarly(Refusal.cancelled());
            case CallInput.Acknowledged ack -> acknowledged(ack);
            case CallInput.PeerRings _ -> ringing.peerRings();
            case CallInput.NotReached notReached -> notReached(notReached.status());
            case CallInput.AckFailed _ -> hangUp(EndReason.NO_ACK);
            case CallInput.PeerLost lost -> hangUp(lost.reason());
            case CallInput.InfoDigit key -> caller.media().infoDigit(key.digit()); // comes back, or crosses the bridge
            case CallInput.RemoteHungUp _ -> end(state instanceof Ending e ? e.reason() : transfers.reasonOfBye());
            case CallInput.Renegotiated renegotiated -> renegotiated(renegotiated.audio());
            case CallInput.ReplacedBy by -> replacedBy(by.next());
            case CallInput.Referred referred -> referral.asked(referred.request());
            case CallInput.ReferralNews news -> referral.heard(news);
            case CallInput.MediaTimedOut _ when state.isConnected() -> hangUp(EndReason.MEDIA_TIMEOUT);
            case CallInput.MediaTimedOut _ -> {} // before the ACK a caller need not send anything
            case CallInput.Drained _, CallInput.PlayOutTimedOut _ -> drained();
            case CallInput.WorkerReserved reserved -> workers.reserved(reserved);
            case CallInput.StreamOpened opened -> streamOpened(opened.epoch());
            case CallInput.StreamLost lost -> streamLost(lost);
            case CallInput.WorkerSaid said -> workerSaid(said);
            case CallInput.OfWaiting ofWaiting -> waiting.handle(ofWaiting);
            case CallInput.SetupTimedOut _ -> refuseEarly(Refusal.unavailable(EndReason.NO_WORKER));
            case CallInput.RingTimeOver _ -> ringing.answerWhenDue(false);
            case CallInput.RingDeadline _ -> ringing.answerWhenDue(true);
            case CallInput.RingRefresh _ -> ringing.ringAgain();
            case CallInput.RetryWorker _ when state instanceof Bridged -> {}
            case CallInput.RetryWorker _ -> line.seek();
            case CallInput.TransferWanted wanted -> transfers.begin(wanted.order());
            case CallInput.OfTransfer ofTransfer -> transfers.handle(ofTransfer);
            case CallInput.TooLong _ -> hangUp(EndReason.MAX_DURATION);
            case CallInput.ShutDown shutDown -> shutDown(shutDown.reason());
        }
    }

    // The caller's side

    private void acknowledged(CallInput.Acknowledged ack) {
        if (!(state instanceof Answering answering)) {
            if (ack.late() != null) {
                renegotiated(ack.late()); // of a leg that came in the place of another
            }
            return;
        }
        if (ack.late() != null) {
            caller.media().negotiated(ack.late());
        }
        if (request.isPlaced()) {
            talking();
        }
        state = new Answered();
        bridge.openEar();
        if (answering.greet()) {
            bridge.playStored(ports.sounds().greeting(caller.codec()));
        }
        line.state(StreamMessage.CallState.ANSWERED);
        line.answered();
        if (answering.hangUp() != null) {
            hangUpAfterAudio(answering.hangUp());
        }
    }

    /** The conversation goes on with another peer. */
    private void replacedBy(SignalingLeg next) {
        NegotiatedAudio agreed = caller.replacedBy(next);
        if (agreed != null) {
            renegotiated(agreed);
        }
    }

    private void notReached(int status) {
        EndReason reason = TransferOutcome.of(status, "").asEnd();
        facts.rejected(status, reason);
        end(reason);
    }

    private void renegotiated(NegotiatedAudio audio) {
        caller.media().negotiated(audio);
        transfers.callerTurned(audio);
        line.state(audio.onHold() ? StreamMessage.CallState.HELD : StreamMessage.CallState.RESUMED);
    }

    // The worker's side

    private void streamOpened(int epoch) {
        if (!line.isCurrent(epoch)) {
            return;
        }
        line.opened();
        if (state instanceof Offered offered) {
            ringing.begin(offered);
        } else if (state.isConnected()) {
            line.answered();
            transfers.tellOutcome();
        }
    }

    private void streamLost(CallInput.StreamLost lost) {
        if (line.isCurrent(lost.epoch())) {
            ringing.workerLost();
            workers.lost(lost.why());
        }
    }

    private void workerSaid(CallInput.WorkerSaid said) {
        if (!line.isCurrent(said.epoch())) {
            return;
        }
        switch (said.message()) {
            case StreamMessage.Ring ring -> ringing.ringFor(ring.seconds());
            case StreamMessage.Answer _ -> {
                workers.ready();
                ringing.ready();
            }
            case StreamMessage.Reject reject -> refuseEarly(Refusal.by(reject));
            case StreamMessage.Hangup hangup ->
                hangUpAfterAudio(hangup.reason() == null ? EndReason.AGENT_HANGUP : hangup.reason());
            case StreamMessage.Transfer wish -> transfers.begin(TransferOrder.by(wish));
            case StreamMessage.GoAway _ -> line.seekSuccessor();
            default -> facts.told(said.message());
        }
    }

    /** The 200; in a call of ours the INVITE. */
    private void answer() {
        caller.leg().answer();
        if (!request.isPlaced()) {
            talking();
        }
    }

    /** Audio from here on. */
    private void talking() {
        bridge.keepHeard();
        caller.media().startSending();
        clock.limitTo(ports.limits().maxDuration());
        trace.answered();
        facts.answered(line.workerId(), caller.codec());
    }

    // The end

    private void hangUpAfterAudio(EndReason reason) {
        switch (state) {
            case Offered _, Ringing _ -> refuse(Refusal.unavailable(reason));
            case Answering answering -> state = answering.hangUp(reason);
            case Answered _ -> {
                state = new Ending(reason);
                clock.endAfter(ports.limits().playOut());
                bridge.reportDrained();
            }
            case Transferring _ -> hangUp(reason);
            case Bridged _, Ending _, Ended _ -> {}
        }
    }

    private void drained() {
        if (state instanceof Ending ending) {
            hangUp(ending.reason());
        } else {
            waiting.drained();
            transfers.announced();
        }
    }

    /** Who talks with the agent hears why it ends; whoever asks again ends it at once. */
    private void shutDown(EndReason reason) {
        if (state instanceof Answered && reason.equals(EndReason.SHUTDOWN)) {
            bridge.toNobody(caller.codec());
            bridge.playStored(ports.sounds().farewell(caller.codec()));
            hangUpAfterAudio(reason);
        } else if (!state.isPastAnswer() && !reason.equals(EndReason.SHUTDOWN)) {
            refuse(Refusal.declined(reason)); // not a 503: nobody else shall try
        } else {
            hangUp(reason);
        }
    }

    /** Ends the call from our side, in the way that its state asks for. */
    private void hangUp(EndReason reason) {
        if (state.isPastAnswer()) {
            caller.leg().hangUp(reason);
            end(reason);
        } else if (!(state instanceof Ended)) {
            refuse(Refusal.unavailable(reason));
        }
    }

    /** After the 200 it is too late to refuse. */
    private void refuseEarly(Refusal refusal) {
        if (!state.isPastAnswer()) {
            refuse(refusal);
        }
    }

    private void refuse(Refusal refusal) {
        caller.leg().reject(refusal.status(), refusal.retryAfter(ports.limits()));
        if (refusal.isEvent()) {
            facts.rejected(refusal.status(), refusal.reason());
        }
        end(refusal.reason());
    }

    private void end(EndReason reason) {
        if (state instanceof Ended) {
            return;
        }
        state = new Ended(reason);
        LastSteps.take(
                clock::stop,
                waiting::leave,
                () -> transfers.close(reason),
                () -> referral.close(reason),
                () -> line.close(reason),
                caller::close,
                () -> facts.ended(reason, caller.quality(), transfers.targetQuality()),
                () -> trace.ended(reason),
                () -> whenEnded.accept(this));
    }

    /** This call for its parts. */
    private final class Core implements CallCore {
        @Override
        public CallRequest request() {
            return request;
        }

        @Override
        public CallState state() {
            return state;
        }

        @Override
        public void become(CallState next) {
            state = next;
        }

        @Override
        public SignalingLeg leg() {
            return caller.leg();
        }

        @Override
        public void peerIs(SignalingLeg next) {
            caller.peerIs(next);
        }

        @Override
        public MediaLeg media() {
            return caller.media();
        }

        @Override
        public Codec codec() {
            return caller.codec();
        }

        @Override
        public Mailbox mailbox() {
            return mailbox;
        }

        @Override
        public void post(CallInput input) {
            Call.this.post(input);
        }

        @Override
        public void refuse(Refusal refusal) {
            Call.this.refuse(refusal);
        }

        @Override
        public void hangUp(EndReason reason) {
            Call.this.hangUp(reason);
        }
    }
}
