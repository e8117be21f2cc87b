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
    @JsonSubTypes.Type(value = CallEvent.CallAnsweredBy.class, name = "CallAnsweredBy"),
    @JsonSubTypes.Type(value = CallEvent.TransferStarted.class, name = "TransferStarted"),
    @JsonSubTypes.Type(value = CallEvent.TransferEnded.class, name = "TransferEnded"),
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

    /**
     * Who answered a call that we placed. May come twice: whoever was taken for a person had a beep.
     *
     * @param by {@code human machine unknown}
     */
    record CallAnsweredBy(String eventId, Instant occurredAt, String callId, String by) implements CallEvent {}

    /**
     * Somebody wants the caller handed to another person.
     *
     * @param number counts the transfers of a call from 1
     * @param supervised the person there is asked first
     */
    record TransferStarted(String eventId, Instant occurredAt, String callId, int number, boolean supervised)
            implements CallEvent {}

    /**
     * What came of it. Also told when the call ends meanwhile.
     *
     * @param mode how it was tried last: {@code refer bridge supervised}, {@code none} when it was not
     * @param outcome {@code transferred busy no-answer declined forbidden unknown-number failed}, {@code abandoned} when the call
     *     ended meanwhile
     * @param status SIP status that says it most exactly, 0 when there is none
     * @param durationMs from its start
     */
    record TransferEnded(
            String eventId,
            Instant occurredAt,
            String callId,
            int number,
            String mode,
            String outcome,
            int status,
            long durationMs)
            implements CallEvent {}

    /** Refused before the answer with this SIP status; {@link CallEnded} follows. */
    record CallRejected(String eventId, Instant occurredAt, String callId, int status, EndReason reason)
            implements CallEvent {}

    /**
     * Always the last event of a call.
     *
     * @param durationMs from the answer, 0 when never answered
     * @param audio the caller's, null when none came
     * @param targetAudio the other person's after a bridged transfer, null without one
     */
    record CallEnded(
            String eventId,
            Instant occurredAt,
            String callId,
            EndReason reason,
            long durationMs,
            @Nullable AudioQuality audio,
            @Nullable AudioQuality targetAudio)
            implements CallEvent {
        /** Of a call with one leg. */
        public CallEnded(
                String eventId,
                Instant occurredAt,
                String callId,
                EndReason reason,
                long durationMs,
                @Nullable AudioQuality audio) {
            this(eventId, occurredAt, callId, reason, durationMs, audio, null);
        }

        /** Of a call that was heard by nobody. */
        public CallEnded(String eventId, Instant occurredAt, String callId, EndReason reason, long durationMs) {
            this(eventId, occurredAt, callId, reason, durationMs, null);
        }
    }

    /**
     * How a leg's audio reached us.
     *
     * @param packets RTP packets received
     * @param lost packets that never came, or too late to be heard
     * @param jitterMs interarrival jitter, milliseconds
     * @param roundTripMs by RTCP, null when the peer sent no reports
     * @param mos estimated mean opinion score, 1 to 4.4
     * @param turns how long this side waited for the agent's answers, null when there were none
     */
    record AudioQuality(
            long packets,
            long lost,
            double jitterMs,
            @Nullable Double roundTripMs,
            double mos,
            @Nullable TurnLatency turns) {}

    /**
     * From the caller's last voiced RTP packet in to the agent's first voiced RTP packet out, at the gateway's socket.
     *
     * @param turns answers of the agent
     * @param p50Ms milliseconds, as the others
     */
    record TurnLatency(int turns, int p50Ms, int p95Ms, int maxMs) {}
}
