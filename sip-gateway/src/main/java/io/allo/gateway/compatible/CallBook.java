// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.compatible;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.events.CallEvent;
import io.allo.gateway.call.CallId;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.TransferOutcome;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls that live and those that ended less than 30 seconds ago, told from the call's own events. Thread-safe. */
public final class CallBook {
    private static final Duration KEPT = Duration.ofSeconds(30);

    private final Clock clock;
    private final Listener listener;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Plan> planned = new HashMap<>();

    /** Hears of changes, one call's in their order. Called under a lock: it only enqueues. */
    @FunctionalInterface
    public interface Listener {
        /** @param event {@code initiated ringing answered completed} */
        void changed(BridgeCall call, String event, @Nullable URI callbackUrl);
    }

    private record Plan(@Nullable String from, IncomingDecision.Accept accept) {}

    private static final class Entry {
        private final CallRequest request;
        private final Instant createdAt;
        private @Nullable String from;
        private BridgeStatus status = BridgeStatus.INITIATED;
        private @Nullable Instant answeredAt;
        private @Nullable Instant endedAt;
        private int refusedWith;
        private Map<String, String> customParams = Map.of();
        private @Nullable URI callbackUrl;
        private @Nullable Future<IncomingDecision> decision;
        private @Nullable CompletableFuture<TransferOutcome> transfer;

        Entry(CallRequest request) {
            this.request = request;
            this.createdAt = request.offeredAt();
            this.from = request.isPlaced() ? null : request.caller();
        }
    }

    public CallBook(Clock clock, Listener listener) {
        this.clock = requireNonNull(clock, "clock");
        this.listener = requireNonNull(listener, "listener");
    }

    /** A call begins; its events follow. */
    synchronized void begin(CallRequest request) {
        forget();
        Entry entry = new Entry(request);
        Plan plan = planned.remove(request.id().value());
        if (plan != null) {
            entry.from = plan.from();
            entry.decision = Future.succeededFuture(plan.accept());
            entry.customParams = plan.accept().customParams();
            entry.callbackUrl = plan.accept().callbackUrl();
        }
        entries.put(request.id().value(), entry);
    }

    /** What REST says of a call that we are about to place: nobody is asked about it. */
    public synchronized void plan(
            CallId call,
            @Nullable String from,
            Map<String, String> customParams,
            @Nullable URI wsTarget,
            @Nullable URI callbackUrl) {
        planned.put(
                call.value(),
                new Plan(from, new IncomingDecision.Accept(wsTarget, callbackUrl, Map.copyOf(customParams))));
    }

    /** The planned call will not begin. */
    public synchronized void forgetPlan(CallId call) {
        planned.remove(call.value());
    }

    /** What was decided of a call; asked once, however often a media socket is tried. */
    synchronized Future<IncomingDecision> decision(CallId call, Supplier<Future<IncomingDecision>> question) {
        Entry entry = entries.get(call.value());
        if (entry == null) {
            return question.get();
        }
        if (entry.decision == null) {
            entry.decision = question.get();
        }
        return entry.decision;
    }

    private void forget() {
        Instant oldest = clock.instant().minus(KEPT);
        for (Iterator<Entry> each = entries.values().iterator(); each.hasNext(); ) {
            Instant ended = each.next().endedAt;
            if (ended != null && ended.isBefore(oldest)) {
                each.remove();
            }
        }
    }

    /** What the incoming callback said of this call. */
    synchronized void describe(CallId call, Map<String, String> customParams, @Nullable URI callbackUrl) {
        Entry entry = entries.get(call.value());
        if (entry != null) {
            entry.customParams = Map.copyOf(customParams);
            entry.callbackUrl = callbackUrl;
        }
    }

    /** Audio flows. */
    synchronized void active(CallId call) {
        Entry entry = entries.get(call.value());
        if (entry != null && entry.status == BridgeStatus.ANSWERED) {
            entry.status = BridgeStatus.ACTIVE;
        }
    }

    /** What comes of a transfer that is about to be asked for. */
    public synchronized CompletionStage<TransferOutcome> awaitTransfer(CallId call) {
        Entry entry = entries.get(call.value());
        CompletableFuture<TransferOutcome> outcome = new CompletableFuture<>();
        if (entry != null) {
            entry.transfer = outcome;
        }
        return outcome;
    }

    synchronized void transferred(CallId call, TransferOutcome outcome) {
        Entry entry = entries.get(call.value());
        if (entry != null && entry.transfer != null) {
            entry.transfer.completeAsync(() -> outcome);
        }
    }

    /** Takes one event of a call. */
    public synchronized void take(CallEvent event) {
        Entry entry = entries.get(event.callId());
        if (entry == null) {
            return;
        }
        switch (event) {
            case CallEvent.CallOffered _ -> tell(entry, "initiated");
            case CallEvent.CallRinging _ -> {
                entry.status = BridgeStatus.RINGING;
                tell(entry, "ringing");
            }
            case CallEvent.CallAnswered answered -> {
                entry.status = BridgeStatus.ANSWERED;
                entry.answeredAt = answered.occurredAt();
                tell(entry, "answered");
            }
            case CallEvent.TransferStarted _, CallEvent.TransferEnded _, CallEvent.CallAnsweredBy _ -> {} // by others
            case CallEvent.CallRejected rejected -> entry.refusedWith = rejected.status();
            case CallEvent.CallEnded ended -> {
                entry.endedAt = ended.occurredAt();
                entry.status = entry.refusedWith > 0
                        ? BridgeStatus.ofRefusal(entry.refusedWith)
                        : BridgeStatus.ofEnd(ended.reason());
                tell(entry, "completed");
            }
        }
    }

    private void tell(Entry entry, String event) {
        listener.changed(read(entry), event, entry.callbackUrl);
    }

    public synchronized Optional<BridgeCall> find(String sid) {
        forget();
        return Optional.ofNullable(entries.get(sid)).map(this::read);
    }

    /** In the order of their beginning. */
    public synchronized List<BridgeCall> calls() {
        forget();
        List<BridgeCall> calls = new ArrayList<>(entries.size());
        entries.values().forEach(entry -> calls.add(read(entry)));
        return calls;
    }

    private BridgeCall read(Entry entry) {
        Instant until = entry.endedAt == null ? clock.instant() : entry.endedAt;
        long seconds = entry.answeredAt == null
                ? 0
                : Duration.between(entry.answeredAt, until).toSeconds();
        return new BridgeCall(
                entry.request.id().value(),
                entry.request.direction(),
                entry.from,
                entry.request.called(),
                entry.status,
                entry.createdAt,
                entry.answeredAt,
                entry.endedAt,
                seconds,
                entry.customParams,
                entry.request.sipAccountId(),
                entry.request.placement() == null
                        ? null
                        : entry.request.placement().accountId());
    }
}
