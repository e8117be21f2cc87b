// SPDX-License-Identifier: Apache-2.0
package io.allo.router.voice;

import io.allo.contracts.EndReason;
import io.allo.contracts.session.ContactResolution;
import io.allo.router.conversation.AnswerTimes;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Metrics and the span of one call. The span goes on from the gateway's. */
final class CallTelemetry implements VoiceTelemetry {
    private static final Logger LOG = Logger.getLogger(CallTelemetry.class);
    private static final String TRACEPARENT = "traceparent";
    private static final TextMapGetter<Map<String, String>> MAP = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return List.copyOf(carrier.keySet());
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
            return carrier == null ? null : carrier.get(key);
        }
    };

    private final VoiceMeters meters;
    private final AnswerMeters answers;
    private final Tracer tracer;
    private final String callId;
    private final int epoch;
    private @Nullable String traceparent;
    private Runnable whenEnded = () -> {};
    private boolean started;
    private String trunk = "none";
    private Span span = Span.getInvalid();
    private Context context = Context.root();

    /** @param traceparent of the handshake, null when it had none */
    CallTelemetry(
            VoiceMeters meters,
            AnswerMeters answers,
            Tracer tracer,
            String callId,
            int epoch,
            @Nullable String traceparent) {
        this.meters = meters;
        this.answers = answers;
        this.tracer = tracer;
        this.callId = callId;
        this.epoch = epoch;
        this.traceparent = traceparent;
    }

    void whenEnded(Runnable task) {
        whenEnded = task;
    }

    /**
     * The stream starts.
     *
     * @param announced traceparent of the start message, which stands in for a missing header
     * @param account SIP account that the call came in by, null for none
     */
    void started(@Nullable String announced, @Nullable String account) {
        started = true;
        trunk = account == null ? "none" : account;
        traceparent = traceparent == null ? announced : traceparent;
        Map<String, String> carrier = traceparent == null ? Map.of() : Map.of(TRACEPARENT, traceparent);
        Context parent = W3CTraceContextPropagator.getInstance().extract(Context.root(), carrier, MAP);
        span = tracer.spanBuilder("call")
                .setParent(parent)
                .setAttribute("allo.call.id", callId)
                .setAttribute("allo.call.epoch", epoch)
                .startSpan();
        context = parent.with(span);
    }

    /** Parent of what is done for this call. */
    Context context() {
        return context;
    }

    @Override
    public void frameReceived() {
        meters.received.increment();
    }

    /** More audio than time passes. */
    void frameRefused() {
        meters.refused.increment();
    }

    @Override
    public void firstVoice(Duration afterAnswer) {
        span.addEvent("first voice");
        meters.firstVoice.record(afterAnswer);
    }

    @Override
    public void answered(ContactResolution agent, AnswerTimes times) {
        Attributes attributes = Attributes.builder()
                .putAll(AnswerMeters.attributes(times))
                .put("allo.agent.id", agent.agentId())
                .build();
        span.addEvent("answer", attributes);
        answers.record(agent, trunk, times);
    }

    @Override
    public void answerAhead(Ahead step) {
        meters.ahead.get(step).increment();
    }

    @Override
    public void bargeInDecided(boolean confirmed) {
        (confirmed ? meters.interruptions : meters.resumptions).increment();
    }

    @Override
    public void bargeIn(Duration delay) {
        span.addEvent("barge-in");
        meters.bargeIn.record(delay);
    }

    @Override
    public void framesDropped(int frames) {
        meters.dropped.increment(frames);
    }

    @Override
    public void ended(EndReason reason) {
        if (started) { // a socket without a start was no call
            LOG.infof("call %s ended: %s (epoch %d)", callId, reason, epoch);
        }
        span.setAttribute("allo.end.reason", reason.toString());
        span.end();
        whenEnded.run();
    }
}
