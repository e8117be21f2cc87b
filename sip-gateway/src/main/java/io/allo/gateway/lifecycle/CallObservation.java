// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.lifecycle;

import io.allo.contracts.EndReason;
import io.allo.gateway.call.CallRequest;
import io.allo.gateway.call.CallTelemetry;
import io.allo.gateway.call.TransferMode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Counts calls and spans each of them: one span from INVITE to end, parent of what the other services do for the call. */
@ApplicationScoped
class CallObservation implements CallTelemetry {
    private static final String TRACEPARENT = "traceparent";
    private static final Duration[] TURN_BUCKETS = LongStream.of(
                    100, 200, 300, 400, 500, 600, 700, 800, 1000, 1200, 1500, 2000, 3000, 5000, 10_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final TrunkObservation trunks;
    private final Tracer tracer;
    private final Timer inviteToAnswer;
    private final Counter workersLost;

    CallObservation(MeterRegistry registry, TrunkObservation trunks, Tracer tracer) {
        this.registry = registry;
        this.trunks = trunks;
        this.tracer = tracer;
        this.inviteToAnswer = Timer.builder("allo.invite.to.answer")
                .description("From INVITE to 200, ring time included")
                .publishPercentileHistogram()
                .register(registry);
        this.workersLost = Counter.builder("allo.call.worker.losses")
                .description("Workers lost in the middle of a call")
                .register(registry);
    }

    @Override
    public void refused(EndReason reason) {
        Counter.builder("allo.invites.refused")
                .description("INVITEs refused before they became calls")
                .tag("reason", reason.toString())
                .register(registry)
                .increment();
    }

    @Override
    public CallTrace begin(CallRequest request) {
        Span span = tracer.spanBuilder("call")
                .setSpanKind(SpanKind.SERVER)
                .setNoParent()
                .setAttribute("allo.call.id", request.id().value())
                .startSpan();
        return new SpannedCall(request, span);
    }

    /** @param sipAccountId null for calls of no account */
    private Timer turns(@Nullable Integer sipAccountId) {
        return Timer.builder("allo.turn.latency")
                .description("From the caller's last voiced packet to the agent's first")
                .serviceLevelObjectives(TURN_BUCKETS)
                .tag("trunk", sipAccountId == null ? "none" : sipAccountId.toString())
                .register(registry);
    }

    private final class SpannedCall implements CallTrace {
        private final Instant offeredAt;
        /** SIP account that it came in by, null for a call of none and for those that we placed. */
        private final @Nullable Integer inboundBy;

        private final Timer turns;
        private final Span span;
        private final @Nullable String traceparent;
        private @Nullable Instant answeredAt;

        SpannedCall(CallRequest request, Span span) {
            this.offeredAt = request.offeredAt();
            this.inboundBy = request.isPlaced() ? null : request.sipAccountId();
            if (inboundBy != null) {
                trunks.cameIn(inboundBy);
            }
            this.turns = turns(request.sipAccountId());
            this.span = span;
            Map<String, String> carrier = new HashMap<>();
            W3CTraceContextPropagator.getInstance()
                    .inject(Context.root().with(span), carrier, (map, key, value) -> map.put(key, value));
            this.traceparent = carrier.get(TRACEPARENT);
        }

        @Override
        public @Nullable String traceparent() {
            return traceparent;
        }

        @Override
        public void answered() {
            span.addEvent("answered");
            answeredAt = Instant.now();
            inviteToAnswer.record(Duration.between(offeredAt, answeredAt));
        }

        @Override
        public void workerLost() {
            span.addEvent("worker lost");
            workersLost.increment();
        }

        @Override
        public void transferred(TransferMode mode, String outcome, Duration took) {
            span.addEvent("transfer " + outcome);
            Timer.builder("allo.transfer.duration")
                    .description("From the wish to hand a caller over to what came of it")
                    .tag("mode", mode.wireName())
                    .register(registry)
                    .record(took);
            Counter.builder("allo.transfers")
                    .description("Callers handed to another person, or not")
                    .tag("mode", mode.wireName())
                    .tag("outcome", outcome)
                    .register(registry)
                    .increment();
        }

        @Override
        public void turn(Duration waited) {
            turns.record(waited);
        }

        @Override
        public void ended(EndReason reason) {
            Counter.builder("allo.calls")
                    .description("Calls that ended, by reason")
                    .tag("reason", reason.toString())
                    .register(registry)
                    .increment();
            if (inboundBy != null) {
                trunks.cameToAnEnd(inboundBy, answeredAt, reason);
            }
            span.setAttribute("allo.call.end", reason.toString());
            if (reason.category() == EndReason.Category.SERVER) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }
}
