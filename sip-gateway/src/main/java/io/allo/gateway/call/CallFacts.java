// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.call;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.contracts.media.StreamMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Words the events of one call. Used inside the call's mailbox. */
final class CallFacts {
    private static final Logger LOG = Logger.getLogger(CallFacts.class);

    private static final Set<String> ANSWERERS = Set.of("human", "machine", "unknown");

    private final CallRequest request;
    private final CallEventSink sink;
    private final CallTimers timers;
    private final GatewayIdentity identity;
    private final @Nullable String traceparent;
    private @Nullable Instant answeredAt;
    private boolean rang;

    CallFacts(CallRequest request, CallPorts ports, @Nullable String traceparent) {
        this.traceparent = traceparent;
        this.request = request;
        this.sink = ports.events();
        this.timers = ports.timers();
        this.identity = ports.identity();
    }

    void offered() {
        publish(new CallEvent.CallOffered(
                id("offered"),
                timers.now(),
                call(),
                request.direction(),
                identity.callerHash(request.caller()),
                identity.name()));
    }

    void ringing(String worker, Duration ringTime) {
        if (!rang) {
            rang = true;
            double seconds = ringTime.toMillis() / 1000.0;
            publish(new CallEvent.CallRinging(id("ringing"), timers.now(), call(), worker, seconds));
        }
    }

    void answered(String worker, NegotiatedAudio.Codec codec) {
        answeredAt = timers.now();
        publish(new CallEvent.CallAnswered(id("answered"), answeredAt, call(), worker, codec.name()));
    }

    /** What else the worker says. */
    void told(StreamMessage message) {
        if (message instanceof StreamMessage.AnsweredBy answered && ANSWERERS.contains(answered.by())) {
            String by = answered.by();
            publish(new CallEvent.CallAnsweredBy(id("answered-by/" + by), timers.now(), call(), by));
        } else {
            LOG.debugf("worker said %s: not for a gateway", message.getClass());
        }
    }

    void rejected(int status, EndReason reason) {
        publish(new CallEvent.CallRejected(id("rejected"), timers.now(), call(), status, reason));
    }

    void transferStarted(int number, boolean supervised) {
        String id = id("transfer-started/" + number);
        publish(new CallEvent.TransferStarted(id, timers.now(), call(), number, supervised));
    }

    void transferEnded(int number, TransferMode mode, String outcome, int status, Duration took) {
        String id = id("transfer-ended/" + number);
        publish(new CallEvent.TransferEnded(
                id, timers.now(), call(), number, mode.wireName(), outcome, status, took.toMillis()));
    }

    /** @param target the other person's audio after a transfer */
    void ended(EndReason reason, CallQuality quality, CallQuality target) {
        LOG.infof("call ended: %s", reason);
        Instant now = timers.now();
        long duration =
                answeredAt == null ? 0 : Duration.between(answeredAt, now).toMillis();
        publish(new CallEvent.CallEnded(id("ended"), now, call(), reason, duration, audio(quality), audio(target)));
    }

    private static CallEvent.@Nullable AudioQuality audio(CallQuality quality) {
        return quality.received() == 0
                ? null
                : new CallEvent.AudioQuality(
                        quality.received(),
                        quality.lost(),
                        quality.jitterMs(),
                        quality.roundTripMs() < 0 ? null : quality.roundTripMs(),
                        quality.mos(),
                        turns(quality.turns()));
    }

    private static CallEvent.@Nullable TurnLatency turns(TurnLatency latency) {
        return latency.turns() == 0
                ? null
                : new CallEvent.TurnLatency(latency.turns(), latency.p50Ms(), latency.p95Ms(), latency.maxMs());
    }

    private void publish(CallEvent event) {
        sink.publish(event, traceparent);
    }

    private String call() {
        return request.id().value();
    }

    /** Each event comes once a call: a name from both is a stable id, equal when the spool sends it twice. */
    private String id(String event) {
        return UUID.nameUUIDFromBytes((call() + "/" + event).getBytes(UTF_8)).toString();
    }
}
