// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Lets calls in, knows those that live, and brings them to an end when the process stops. Thread-safe. */
public final class CallController {
    private static final Duration DRAIN_CHECK = Duration.ofMillis(50);
    private static final Duration LAST_BYES = Duration.ofSeconds(1);
    private static final int SERVICE_UNAVAILABLE = 503;

    private final Map<CallId, Call> live = new ConcurrentHashMap<>();
    private final AtomicInteger active = new AtomicInteger();
    private final CallPorts ports;
    private final int maxCalls;
    private final CallRate rate;
    private final InviteRefusals refusals;
    private final Congestion congestion;
    private volatile Phase phase = Phase.COLD;
    private volatile boolean hurried;
    private volatile int overloadStatus = SERVICE_UNAVAILABLE;

    /** Life of the gateway. */
    public enum Phase {
        COLD,
        WARM,
        DRAINING
    }

    /**
     * @param maxCalls calls at the same time
     * @param maxNewPerSecond new calls in any second
     */
    public CallController(CallPorts ports, int maxCalls, int maxNewPerSecond) {
        this(ports, maxCalls, maxNewPerSecond, new Congestion(ports.timers(), Duration.ZERO));
    }

    /** @param congestion while it lasts no call is let in */
    public CallController(CallPorts ports, int maxCalls, int maxNewPerSecond, Congestion congestion) {
        this.ports = requireNonNull(ports, "ports");
        this.maxCalls = maxCalls;
        this.rate = new CallRate(maxNewPerSecond, ports.timers());
        this.refusals = new InviteRefusals(ports);
        this.congestion = requireNonNull(congestion, "congestion");
    }

    /** May a call come in now? An admitted one must be {@link #begin begun}, or given back by {@link #giveBack}. */
    public Admission admit() {
        Phase now = phase;
        @Nullable
        EndReason refusal = switch (now) {
            case COLD -> EndReason.OVERLOADED;
            case DRAINING -> EndReason.SHUTDOWN;
            case WARM -> reserve();
        };
        if (refusal == null) {
            return new Admission.Admitted();
        }
        if (now != Phase.COLD) { // the warm-up calls itself
            RefusalReason reason = now == Phase.WARM ? RefusalReason.OVERLOADED : RefusalReason.SHUTDOWN;
            refusals.refused(reason, null);
        }
        int status = refusal.equals(EndReason.OVERLOADED) && now == Phase.WARM ? overloadStatus : SERVICE_UNAVAILABLE;
        return new Admission.Refused(refusal, status, ports.limits().retryAfter());
    }

    /** Knows the queues that a call goes through. */
    public Congestion congestion() {
        return congestion;
    }

    /** Where every INVITE goes that does not become a call. */
    public InviteRefusals refusals() {
        return refusals;
    }

    private @Nullable EndReason reserve() {
        if (active.incrementAndGet() <= maxCalls && !congestion.isCongested() && rate.take()) {
            return null;
        }
        active.decrementAndGet();
        return EndReason.OVERLOADED;
    }

    /** Returns a place that was not used. */
    public void giveBack() {
        active.decrementAndGet();
    }

    /** Starts an admitted call; returns at once. */
    public Call begin(CallRequest request, SignalingLeg leg, Mailbox mailbox) {
        Call call = new Call(request, leg, mailbox, ports, this::ended);
        live.put(call.id(), call);
        call.start();
        return call;
    }

    /**
     * Places a call: the worker prepares the session, then the person is dialled. Returns at once; what comes of it are events
     * and the call's end.
     *
     * @param threads runs the tasks of the call's mailbox, virtual ones
     */
    public Admission place(CallRequest request, Executor threads) {
        Placement placement = requireNonNull(request.placement(), "placement");
        Admission admission = admit();
        if (admission instanceof Admission.Admitted) {
            Mailbox mailbox = CallMailbox.open(request.id(), threads);
            PlacedLeg leg = new PlacedLeg(request, placement, ports.dialer(), mailbox);
            Call call = new Call(request, leg, mailbox, ports, this::ended);
            leg.tells(call::post);
            live.put(call.id(), call);
            call.start();
        }
        return admission;
    }

    private void ended(Call call) {
        if (live.remove(call.id(), call)) {
            active.decrementAndGet();
        }
    }

    /** Too many calls are refused with this SIP status from now on; 503 until then. */
    public void refuseOverloadWith(int sipStatus) {
        overloadStatus = sipStatus;
    }

    /** SIP status of a refusal for this reason. */
    public int statusOf(RefusalReason reason) {
        return reason == RefusalReason.OVERLOADED && phase == Phase.WARM ? overloadStatus : reason.status();
    }

    public Optional<Call> find(CallId id) {
        return Optional.ofNullable(live.get(id));
    }

    public void open() {
        phase = Phase.WARM;
    }

    public Phase phase() {
        return phase;
    }

    /** Where the messages of calls are noted. */
    public CallJournal journal() {
        return ports.telemetry().journal();
    }

    /** Are new calls served? Says it to those who ask by OPTIONS, and before accounts are registered. */
    public boolean isServing() {
        return phase == Phase.WARM && !ports.directory().isDeserted();
    }

    /** Warm, and a worker lives: from here on accounts may be registered. */
    public boolean isReadyForTrunks() {
        return phase == Phase.WARM && ports.directory().isAnyAlive();
    }

    /** Why an INVITE would be refused at this moment. Reserves nothing. */
    public Optional<RefusalReason> refusalNow() {
        return switch (phase) {
            case COLD -> Optional.of(RefusalReason.OVERLOADED);
            case DRAINING -> Optional.of(RefusalReason.SHUTDOWN);
            case WARM ->
                active.get() >= maxCalls || !rate.hasRoom() || congestion.isCongested()
                        ? Optional.of(RefusalReason.OVERLOADED)
                        : Optional.empty();
        };
    }

    public boolean hasWorkers() {
        return ports.directory().isAnyAlive();
    }

    /** Where calls wait for a worker. */
    public WaitingRoom waitingRoom() {
        return ports.directory().waitingRoom();
    }

    /** Live calls. */
    public int active() {
        return live.size();
    }

    /**
     * Takes no new call, waits for those that live, then ends what is left. Blocks.
     *
     * @param patience for calls to end by themselves
     * @param farewell for the announcement
     * @return calls that had to be ended
     */
    public int drain(Duration patience, Duration farewell) throws InterruptedException {
        refuseNew();
        awaitEmpty(patience);
        int left = live.size();
        shutDownAll();
        awaitEmpty(farewell);
        shutDownAll();
        awaitEmpty(LAST_BYES);
        return left;
    }

    /** A call that hears it first says goodbye, one that hears it again goes. */
    private void shutDownAll() {
        live.values().forEach(call -> call.post(new CallInput.ShutDown(EndReason.SHUTDOWN)));
    }

    /** From here on new calls get 503. */
    public void refuseNew() {
        phase = Phase.DRAINING;
    }

    /** Somebody is impatient: {@link #drain} ends all calls without waiting. */
    public void hurry() {
        hurried = true;
    }

    private void awaitEmpty(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!live.isEmpty() && System.nanoTime() < deadline && !(hurried && atMost.compareTo(LAST_BYES) > 0)) {
            Thread.sleep(DRAIN_CHECK);
        }
    }

    /** Answer of {@link #admit}. */
    public sealed interface Admission {
        record Admitted() implements Admission {}

        /** @param status SIP status of the refusal */
        record Refused(EndReason reason, int status, Duration retryAfter) implements Admission {}
    }
}
