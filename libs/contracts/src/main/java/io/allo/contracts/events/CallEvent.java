// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.allo.contracts.EndReason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The life of one call as the gateway saw it. Topic {@code call-events}, key = call id, in order per call. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
    @JsonSubTypes.Type(value = CallEvent.CallOffered.class, name = "CallOffered"),
    @JsonSubTypes.Type(value = CallEvent.CallRinging.class, name = "CallRinging"),
    @JsonSubTypes.Type(value = CallEvent.CallAnswered.class, name = "CallAnswered"),
    @JsonSubTypes.Type(value = CallEvent.CallRejected.class, name = "CallRejected"),
    @JsonSubTypes.Type(value = CallEvent.CallEnded.class, name = "CallEnded")
})
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface CallEvent {
    String eventId();

    Instant occurredAt();

    String callId();

    /** CloudEvent type, for example {@code io.allo.CallOffered.v1}. */
    @JsonIgnore
    default String type() {
        return "io.allo." + getClass().getSimpleName() + ".v1";
    }

    /**
     * An INVITE was accepted for processing.
     *
     * @param callerHash HMAC-SHA256 of the caller's number with the service key, hex, first 32 characters
     * @param gateway the gateway's instance name
     */
    record CallOffered(
            String eventId,
            Instant occurredAt,
            String callId,
            String direction,
            @Nullable String callerHash,
            String gateway)
            implements CallEvent {}

    record CallRinging(String eventId, Instant occurredAt, String callId, String workerId, double ringSeconds)
            implements CallEvent {}

    record CallAnswered(String eventId, Instant occurredAt, String callId, String workerId, String codec)
            implements CallEvent {}

    /** Refused before the answer with this SIP status; {@link CallEnded} follows. */
    record CallRejected(String eventId, Instant occurredAt, String callId, int status, EndReason reason)
            implements CallEvent {}

    /** Always the last event of a call. {@code durationMs} counts from the answer, 0 when never answered. */
    record CallEnded(
            String eventId,
            Instant occurredAt,
            String callId,
            EndReason reason,
            long durationMs,
            @Nullable AudioQuality audio)
            implements CallEvent {
        /** Of a call that was heard by nobody. */
        public CallEnded(String eventId, Instant occurredAt, String callId, EndReason reason, long durationMs) {
            this(eventId, occurredAt, callId, reason, durationMs, null);
        }
    }

    /**
     * How the caller's audio reached us.
     *
     * @param packets RTP packets received
     * @param lost packets that never came, or too late to be heard
     * @param jitterMs interarrival jitter, milliseconds
     * @param roundTripMs by RTCP, null when the peer sent no reports
     * @param mos estimated mean opinion score, 1 to 4.4
     */
    record AudioQuality(
            long packets,
            long lost,
            double jitterMs,
            @Nullable Double roundTripMs,
            double mos) {}
}
