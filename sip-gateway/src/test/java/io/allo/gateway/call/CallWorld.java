// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.media.AudioFrame;
import io.allo.contracts.media.StreamMessage;
import io.allo.gateway.call.NegotiatedAudio.Codec;
import io.allo.gateway.call.NegotiatedAudio.Direction;
import io.allo.gateway.peer.FakeDialer;
import io.allo.gateway.peer.FakeMedia;
import io.allo.gateway.peer.FakeSounds;
import io.allo.gateway.peer.RecordedTelemetry;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One call among fakes, on a virtual clock and a mailbox that runs at once. */
final class CallWorld implements SignalingLeg, WorkerDirectory, WorkerStreams {
    static final Duration RING_UNKNOWN = Duration.ofSeconds(4);
    static final Duration RING_CAP = Duration.ofSeconds(30);
    static final Duration GRACE = Duration.ofSeconds(3);
    static final Duration PLAY_OUT = Duration.ofSeconds(8);

    final VirtualClock clock = new VirtualClock();
    final FakeMedia media = new FakeMedia();
    final FakeDialer dialer = new FakeDialer();
    final RecordedTelemetry telemetry = new RecordedTelemetry();
    final List<String> wire = new ArrayList<>();
    final List<CallEvent> events = new ArrayList<>();
    final List<FakeStream> streams = new ArrayList<>();
    final List<String> held = new ArrayList<>();
    final Call call;
    final CallController calls;
    final CallPorts ports;
    /** Workers that may be reserved, in order. */
    final List<String> workers = new ArrayList<>(List.of("w1", "w2", "w3", "w4", "w5"));

    ReferPolicy.Verdict verdict = new ReferPolicy.Verdict.Refer("0123456789");
    boolean takesRefer = true;
    /** Number of the last REFER. */
    int refer;

    Negotiation negotiation = new Negotiation.Agreed(audio(Codec.PCMA, Direction.SENDRECV));

    /** Longest line of calls that wait; none unless a test says so. */
    private final WaitingRoom room;

    boolean alive = true;
    boolean deserted;
    boolean hearsEarly = true;
    /** Thrown by the caller's signalling in the place of a BYE. */
    @Nullable
    Error failing;

    CallWorld() {
        this(_ -> WaitingRoom.NONE);
    }

    CallWorld(Function<CallTimers, WaitingRoom> rooms) {
        room = rooms.apply(clock);
        CallLimits limits = new CallLimits(
                new RingPolicy(RING_UNKNOWN, RING_CAP, GRACE), PLAY_OUT, Duration.ofHours(1), 3, Duration.ofSeconds(2));
        GatewayIdentity identity = new GatewayIdentity("gateway", "0123456789abcdef");
        ports = new CallPorts(
                identity,
                media,
                this,
                this,
                (event, traceparent) -> events.add(event),
                telemetry,
                new FakeSounds(),
                clock,
                limits,
                dialer,
                (call, order) -> verdict);
        calls = new CallController(ports, 10, 100);
        calls.open();
        calls.admit();
        CallRequest request = new CallRequest(new CallId("call-0001"), "+33612345678", "restaurant", clock.now(), 7);
        Mailbox mailbox = new Mailbox(Runnable::run, (thread, failure) -> {
            throw new AssertionError(failure);
        });
        List<Call> later = new ArrayList<>();
        mailboxHeld = new ArrayList<>();
        Mailbox held = new Mailbox(
                task -> {
                    if (later.isEmpty()) {
                        mailboxHeld.add(task);
                    } else {
                        mailbox.execute(task);
                    }
                },
                (thread, failure) -> {
                    throw new AssertionError(failure);
                });
        call = calls.begin(request, this, held);
        later.add(call);
    }

    private final List<Runnable> mailboxHeld;

    /** The first task of the mailbox. */
    CallWorld begin() {
        mailboxHeld.forEach(Runnable::run);
        mailboxHeld.clear();
        return this;
    }

    static NegotiatedAudio audio(Codec codec, Direction direction) {
        return new NegotiatedAudio(
                new InetSocketAddress("127.0.0.1", 40000), codec, codec.offeredPayloadType, 101, 20, direction);
    }

    // Steps

    CallWorld ringing() {
        begin();
        stream().listener.opened();
        return this;
    }

    CallWorld answering() {
        ringing();
        worker(new StreamMessage.Answer("sid"));
        return this;
    }

    CallWorld answered() {
        answering();
        call.post(new CallInput.Acknowledged(null));
        return this;
    }

    CallWorld ending() {
        answered();
        media.last().pause(); // something is still playing
        worker(new StreamMessage.Hangup("sid", null));
        return this;
    }

    /** REFER is out. */
    CallWorld referring() {
        answered();
        worker(new StreamMessage.Transfer("sid", "+33123456789"));
        return this;
    }

    /** The peer takes no REFER: the gateway dials. */
    CallWorld dialling() {
        takesRefer = false;
        return referring();
    }

    CallWorld bridged() {
        dialling();
        dialer.last().says(new OutboundLegEvent.Answered(audio(Codec.PCMU, Direction.SENDRECV)));
        return this;
    }

    /** The human is on the line and hears the worker. */
    CallWorld consulting() {
        answered();
        worker(new StreamMessage.Transfer("sid", "+33123456789", StreamMessage.Transfer.Mode.SUPERVISED));
        dialer.last().says(new OutboundLegEvent.Answered(audio(Codec.PCMU, Direction.SENDRECV)));
        return this;
    }

    /** The peer answers our REFER. */
    void referAnswered(int status) {
        call.post(new CallInput.OfTransfer.ReferAnswered(refer, status));
    }

    void notified(int status, boolean last) {
        call.post(new CallInput.OfTransfer.ReferNotified(refer, status, last));
    }

    void worker(StreamMessage message) {
        stream().listener.message(message);
    }

    FakeStream stream() {
        return streams.getLast();
    }

    EndReason reason() {
        return call.state() instanceof CallState.Ended ended ? ended.reason() : null;
    }

    List<String> eventNames() {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }

    // Fakes

    @Override
    public Negotiation negotiate(int localRtpPort) {
        return negotiation;
    }

    @Override
    public void ring() {
        wire.add("180");
    }

    @Override
    public boolean progress() {
        if (hearsEarly) {
            wire.add("183");
        }
        return hearsEarly;
    }

    @Override
    public boolean isAnyAlive() {
        return alive;
    }

    @Override
    public boolean isDeserted() {
        return deserted;
    }

    @Override
    public WaitingRoom waitingRoom() {
        return room;
    }

    @Override
    public void answer() {
        wire.add("200");
    }

    @Override
    public void reject(int status, @Nullable Duration retryAfter) {
        wire.add(String.valueOf(status));
    }

    @Override
    public void hangUp(EndReason reason) {
        if (failing != null) {
            throw failing;
        }
        wire.add("BYE");
    }

    @Override
    public void direction(Direction direction) {
        wire.add("re-INVITE " + direction);
    }

    @Override
    public boolean takesRefer() {
        return takesRefer;
    }

    @Override
    public boolean takesReplaces() {
        return takesRefer;
    }

    @Override
    public void refer(int number, ReferTarget target) {
        refer = number;
        wire.add(
                switch (target) {
                    case ReferTarget.Number to -> "REFER " + to.user();
                    case ReferTarget.InPlaceOf to ->
                        "REFER Replaces " + to.dialog().replaces();
                });
    }

    @Override
    public CompletionStage<Optional<Worker>> reserve(CallId id, int epoch, Set<String> excluded) {
        Optional<Worker> found = workers.stream()
                .filter(worker -> !excluded.contains(worker))
                .findFirst()
                .map(worker -> new Worker(worker, URI.create("ws://127.0.0.1:1/media")));
        found.ifPresent(worker -> held.add(worker.id()));
        return CompletableFuture.completedFuture(found);
    }

    @Override
    public void release(Worker worker, CallId id) {
        held.remove(worker.id());
    }

    @Override
    public WorkerStream open(Worker worker, StreamStart start, WorkerStreamListener listener) {
        FakeStream stream = new FakeStream(worker, start, listener);
        streams.add(stream);
        return stream;
    }

    /** What a worker was told. */
    static final class FakeStream implements WorkerStream {
        final Worker worker;
        final StreamStart start;
        final WorkerStreamListener listener;
        final List<String> told = new ArrayList<>();

        FakeStream(Worker worker, StreamStart start, WorkerStreamListener listener) {
            this.worker = worker;
            this.start = start;
            this.listener = listener;
        }

        @Override
        public void audio(AudioFrame frame) {
            told.add("audio " + frame.sequence());
        }

        @Override
        public void replay(List<AudioFrame> frames) {
            frames.forEach(frame -> told.add("replay " + frame.sequence()));
        }

        @Override
        public void digit(char digit) {
            told.add("digit " + digit);
        }

        @Override
        public void markPlayed(String name) {
            told.add("mark " + name);
        }

        @Override
        public void cleared(int item, long playedMs) {
            told.add("cleared " + item + " " + playedMs);
        }

        @Override
        public void answerHeard(int item, long waitedMs) {
            told.add("heard " + item + " after " + waitedMs);
        }

        @Override
        public void state(String state) {
            told.add(state);
        }

        @Override
        public void transferred(TransferOutcome outcome) {
            told.add("outcome " + outcome.outcome().wireName());
        }

        @Override
        public void close(EndReason reason) {
            told.add("closed " + reason.slug());
        }

        @Override
        public void abandon() {
            told.add("closed");
        }
    }
}
