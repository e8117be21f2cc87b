// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.media;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import io.allo.contracts.EndReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A text message of the call's WebSocket, told apart by its {@code event}. {@code connected start media dtmf mark clear
 * stop} are Twilio Media Streams field for field; the rest are Allo's own and used only between our services. Unknown
 * properties are ignored; an unknown event is a protocol error of that message, not of the socket.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
    @JsonSubTypes.Type(value = StreamMessage.Connected.class, name = "connected"),
    @JsonSubTypes.Type(value = StreamMessage.Start.class, name = "start"),
    @JsonSubTypes.Type(value = StreamMessage.Media.class, name = "media"),
    @JsonSubTypes.Type(value = StreamMessage.Dtmf.class, name = "dtmf"),
    @JsonSubTypes.Type(value = StreamMessage.Mark.class, name = "mark"),
    @JsonSubTypes.Type(value = StreamMessage.Clear.class, name = "clear"),
    @JsonSubTypes.Type(value = StreamMessage.Stop.class, name = "stop"),
    @JsonSubTypes.Type(value = StreamMessage.CallState.class, name = "callState"),
    @JsonSubTypes.Type(value = StreamMessage.Cleared.class, name = "cleared"),
    @JsonSubTypes.Type(value = StreamMessage.AnswerHeard.class, name = "answerHeard"),
    @JsonSubTypes.Type(value = StreamMessage.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = StreamMessage.Ring.class, name = "ring"),
    @JsonSubTypes.Type(value = StreamMessage.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = StreamMessage.AnsweredBy.class, name = "answeredBy"),
    @JsonSubTypes.Type(value = StreamMessage.Reject.class, name = "reject"),
    @JsonSubTypes.Type(value = StreamMessage.Hangup.class, name = "hangup"),
    @JsonSubTypes.Type(value = StreamMessage.Transfer.class, name = "transfer"),
    @JsonSubTypes.Type(value = StreamMessage.TransferResult.class, name = "transferResult"),
    @JsonSubTypes.Type(value = StreamMessage.SendDtmf.class, name = "sendDtmf"),
    @JsonSubTypes.Type(value = StreamMessage.Pause.class, name = "pause"),
    @JsonSubTypes.Type(value = StreamMessage.Resume.class, name = "resume"),
    @JsonSubTypes.Type(value = StreamMessage.GoAway.class, name = "goAway")
})
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonInclude(JsonInclude.Include.NON_NULL)
public sealed interface StreamMessage {

    /** First message of a stream. Gateway to router. */
    record Connected(String protocol, String version) implements StreamMessage {
        public Connected() {
            this("Call", "1.0.0");
        }
    }

    /**
     * The call. Gateway to router, sent while the phone rings (with a Twilio stream: after the answer).
     *
     * @param allo our own part; null from Twilio
     */
    record Start(
            String sequenceNumber,
            String streamSid,
            Body start,
            @Nullable Allo allo) implements StreamMessage {

        /** @param customParameters with {@code callerPhone}, {@code to}, {@code direction} from our gateway */
        @JsonIgnoreProperties(ignoreUnknown = true)
        public record Body(
                String streamSid,
                @Nullable String accountSid,
                String callSid,
                List<String> tracks,
                Map<String, String> customParameters,
                MediaFormat mediaFormat) {}

        /** @param encoding {@code audio/x-mulaw} or {@code audio/x-alaw} */
        @JsonIgnoreProperties(ignoreUnknown = true)
        public record MediaFormat(String encoding, int sampleRate, int channels) {
            public static final String MULAW = "audio/x-mulaw";
            public static final String ALAW = "audio/x-alaw";
        }

        /**
         * @param epoch 1 for the first worker of the call, higher for each successor
         * @param answered true when the call was already answered (takeover)
         * @param traceparent W3C trace context of the call
         */
        @JsonIgnoreProperties(ignoreUnknown = true)
        public record Allo(
                int epoch, boolean answered, @Nullable String traceparent) {}
    }

    /** Audio in base64: only with {@link Subprotocol#JSON} or towards others. Both directions. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Media(@Nullable String sequenceNumber, String streamSid, Body media) implements StreamMessage {
        @JsonIgnoreProperties(ignoreUnknown = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Body(
                @Nullable String track,
                @Nullable String chunk,
                @Nullable String timestamp,
                String payload) {}
    }

    /** One key, sent at the key's first packet. Gateway to router. {@code digit} is one of {@code 0-9 * # A-D}. */
    record Dtmf(@Nullable String sequenceNumber, String streamSid, Body dtmf) implements StreamMessage {
        @JsonIgnoreProperties(ignoreUnknown = true)
        public record Body(@Nullable String track, String digit) {}
    }

    /** Router to gateway: queue a mark; gateway to router: the audio before it was played (or cleared). */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Mark(@Nullable String sequenceNumber, String streamSid, Body mark) implements StreamMessage {
        @JsonIgnoreProperties(ignoreUnknown = true)
        public record Body(String name) {}
    }

    /** Drop all queued audio (barge-in). Router to gateway; answered by {@link Cleared} and the pending marks. */
    record Clear(String streamSid) implements StreamMessage {}

    /** The call is over. Gateway to router. */
    record Stop(@Nullable String sequenceNumber, String streamSid, Body stop) implements StreamMessage {
        @JsonIgnoreProperties(ignoreUnknown = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        public record Body(
                @Nullable String accountSid,
                String callSid,
                @Nullable EndReason reason) {}
    }

    /** The call's state changed. Gateway to router. {@code state}: {@code ringing answered held resumed consulting}. */
    record CallState(String streamSid, String state) implements StreamMessage {
        public static final String RINGING = "ringing";
        /** The telephone of whom we call rings, or his network says something. */
        public static final String ALERTING = "alerting";
        /** The 200 was acknowledged: audio flows from here on. */
        public static final String ANSWERED = "answered";

        public static final String HELD = "held";
        public static final String RESUMED = "resumed";
        /** Supervised transfer: the person asked for is on the line and hears the worker; the caller does not. */
        public static final String CONSULTING = "consulting";
    }

    /** What {@link Clear} cut: the utterance that was playing and how much of it was heard. Gateway to router. */
    record Cleared(String streamSid, int item, long playedMs) implements StreamMessage {}

    /**
     * The caller begins to hear an answer. Gateway to router.
     *
     * @param item the utterance
     * @param waitedMs from his last voiced packet to its first
     */
    record AnswerHeard(String streamSid, int item, long waitedMs) implements StreamMessage {}

    /** Sent by both sides every 500 ms; 2 s without one is the death of the peer. */
    record Heartbeat(@JsonProperty("at") long epochMs) implements StreamMessage {}

    /** Let it ring this long (seconds since the INVITE). Router to gateway, once the agent is known. */
    record Ring(String streamSid, double seconds) implements StreamMessage {}

    /** The session is ready: answer when the ring time is over. Router to gateway. */
    record Answer(String streamSid) implements StreamMessage {}

    /**
     * Who answered a call that we placed, as soon as it is known; the last word counts. Router to gateway.
     *
     * @param by {@code human machine unknown}
     */
    record AnsweredBy(String streamSid, String by) implements StreamMessage {}

    /** Refuse the call with a final SIP status (400-699). Router to gateway, before the answer. */
    record Reject(String streamSid, int status, @Nullable EndReason reason) implements StreamMessage {}

    /** End the answered call after the queued audio was played. Router to gateway. */
    record Hangup(String streamSid, @Nullable EndReason reason) implements StreamMessage {}

    /**
     * Hand the call to this number after the queued audio was played. Router to gateway; answered by one
     * {@link TransferResult}. Until then nothing of the worker reaches the caller, who hears that it rings.
     *
     * @param target E.164, or the digits that were asked for when they make no such number
     * @param mode null = blind
     * @param accountId business of the agent, a UUID: whose SIP accounts dial when the call came by none; null when unknown
     * @param sipAccountId the agent's own SIP account for that; null = chosen among the business's
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Transfer(
            String streamSid,
            String target,
            @Nullable Mode mode,
            @Nullable String accountId,
            @Nullable Integer sipAccountId)
            implements StreamMessage {
        public Transfer(String streamSid, String target, Mode mode) {
            this(streamSid, target, mode, null, null);
        }

        public Transfer(String streamSid, String target) {
            this(streamSid, target, Mode.BLIND);
        }

        /** How the caller gets to the other person. */
        public enum Mode {
            /** Who answers has him: by REFER, and by a bridge where that is refused or unknown. */
            BLIND,
            /** The same, by REFER or not at all. */
            REFER,
            /** The same, by a bridge at once. */
            BRIDGE,
            /** The other person is asked first, alone: the worker tells what it is about ({@link CallState#CONSULTING}), key 1 takes the caller, 2 declines. */
            SUPERVISED;

            @JsonValue
            public String wireName() {
                return name().toLowerCase(Locale.ROOT);
            }

            @JsonCreator
            public static Mode of(String wireName) {
                return valueOf(wireName.toUpperCase(Locale.ROOT));
            }
        }
    }

    /**
     * What came of a {@link Transfer}. Gateway to router. After {@link Outcome#TRANSFERRED} comes {@link Stop}; after any other
     * the worker has the caller again.
     *
     * @param status SIP status that says it most exactly, 0 when there is none
     * @param detail for logs and people, without numbers
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TransferResult(
            String streamSid,
            Outcome outcome,
            int status,
            @Nullable String detail) implements StreamMessage {

        /** Why, as far as an agent can put it into words. */
        public enum Outcome {
            TRANSFERRED,
            BUSY,
            NO_ANSWER,
            /** The other person does not want to. */
            DECLINED,
            /** The number may not be dialled. */
            FORBIDDEN,
            UNKNOWN_NUMBER,
            FAILED;

            @JsonValue
            public String wireName() {
                return name().toLowerCase(Locale.ROOT).replace('_', '-');
            }

            @JsonCreator
            public static Outcome of(String wireName) {
                return valueOf(wireName.toUpperCase(Locale.ROOT).replace('-', '_'));
            }
        }
    }

    /** Press keys towards the far end ({@code 0-9 * # A-D}, {@code w} = half a second). Router to gateway. */
    record SendDtmf(String streamSid, String digits) implements StreamMessage {}

    /** Stop playing, keep the queue. Router to gateway. */
    record Pause(String streamSid) implements StreamMessage {}

    /** Go on playing where {@link Pause} stopped. Router to gateway. */
    record Resume(String streamSid) implements StreamMessage {}

    /** This worker restarts soon: find a successor. Router to gateway. */
    record GoAway(String streamSid) implements StreamMessage {}
}
