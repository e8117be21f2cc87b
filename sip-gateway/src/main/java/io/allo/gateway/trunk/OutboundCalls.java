// SPDX-License-Identifier: Apache-2.0
package io.allo.gateway.trunk;

import static java.util.Objects.requireNonNull;

import io.allo.contracts.EndReason;
import io.allo.contracts.events.CallEvent;
import io.allo.gateway.call.CallId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The last thousand calls that were placed by the outbound API, told from their own events. Thread-safe. */
public final class OutboundCalls {
    private static final int MOST = 1000;
    private static final int BUSY_HERE = 486;
    private static final int BUSY_EVERYWHERE = 600;
    private static final int TIMEOUT = 408;
    private static final int UNAVAILABLE = 480;
    private static final int TERMINATED = 487;

    private final Map<String, Placed> calls = new LinkedHashMap<>();

    /** Where a placed call is. */
    public enum Status {
        INITIATED,
        RINGING,
        ANSWERED,
        COMPLETED,
        BUSY,
        NO_ANSWER,
        CANCELLED,
        FAILED;

        /** For example {@code no-answer}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * One call.
     *
     * @param accountId business on whose behalf
     * @param workflowId whose agent talks, null: the SIP account's, or whom the stream's parameters name
     * @param refusedWith SIP status of the refusal, 0 when there is none
     * @param answeredBy {@code human machine unknown}, null while nobody knows
     */
    public record Placed(
            CallId id,
            @Nullable String accountId,
            String to,
            @Nullable Integer workflowId,
            @Nullable Integer sipAccountId,
            Map<String, String> metadata,
            Instant createdAt,
            Status status,
            int refusedWith,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable EndReason endReason,
            @Nullable String answeredBy) {
        public Placed {
            requireNonNull(id, "id");
            requireNonNull(to, "to");
            metadata = Map.copyOf(metadata);
        }

        /** A call that is about to begin. */
        public static Placed beginning(
                CallId id,
                @Nullable String accountId,
                String to,
                @Nullable Integer workflowId,
                @Nullable Integer sipAccountId,
                Map<String, String> metadata,
                Instant at) {
            return new Placed(
                    id,
                    accountId,
                    to,
                    workflowId,
                    sipAccountId,
                    metadata,
                    at,
                    Status.INITIATED,
                    0,
                    null,
                    null,
                    null,
                    null);
        }

        /** Talking time so far. */
        public Duration duration(Instant now) {
            return answeredAt == null ? Duration.ZERO : Duration.between(answeredAt, endedAt == null ? now : endedAt);
        }

        private Placed with(Status newer, int refused, @Nullable Instant answered) {
            return new Placed(
                    id,
                    accountId,
                    to,
                    workflowId,
                    sipAccountId,
                    metadata,
                    createdAt,
                    newer,
                    refused,
                    answered,
                    endedAt,
                    endReason,
                    answeredBy);
        }

        private Placed by(String who) {
            return new Placed(
                    id,
                    accountId,
                    to,
                    workflowId,
                    sipAccountId,
                    metadata,
                    createdAt,
                    status,
                    refusedWith,
                    answeredAt,
                    endedAt,
                    endReason,
                    who);
        }

        private Placed ended(CallEvent.CallEnded end) {
            return new Placed(
                    id,
                    accountId,
                    to,
                    workflowId,
                    sipAccountId,
                    metadata,
                    createdAt,
                    answeredAt == null ? unanswered(end.reason()) : Status.COMPLETED,
                    refusedWith,
                    answeredAt,
                    end.occurredAt(),
                    end.reason(),
                    answeredBy);
        }

        private Status unanswered(EndReason reason) {
            return switch (refusedWith) {
                case BUSY_HERE, BUSY_EVERYWHERE -> Status.BUSY;
                case TIMEOUT, UNAVAILABLE -> Status.NO_ANSWER;
                case TERMINATED -> Status.CANCELLED;
                default ->
                    reason.equals(EndReason.AGENT_HANGUP) || reason.equals(EndReason.CANCELLED)
                            ? Status.CANCELLED
                            : Status.FAILED;
            };
        }

        /** Without the number: records print themselves. */
        @Override
        public String toString() {
            return id.value() + " " + status;
        }
    }

    /** Before the call begins: its events follow. */
    public synchronized void add(Placed call) {
        if (calls.size() >= MOST) {
            calls.remove(calls.keySet().iterator().next());
        }
        calls.put(call.id().value(), call);
    }

    /** It did not begin. */
    public synchronized void remove(CallId id) {
        calls.remove(id.value());
    }

    /** Takes one event of any call. */
    public synchronized void take(CallEvent event) {
        calls.computeIfPresent(event.callId(), (id, call) -> switch (event) {
            case CallEvent.CallRinging _ -> call.with(Status.RINGING, 0, null);
            case CallEvent.CallAnswered answered -> call.with(Status.ANSWERED, 0, answered.occurredAt());
            case CallEvent.CallAnsweredBy answered -> call.by(answered.by());
            case CallEvent.CallRejected rejected -> call.with(call.status(), rejected.status(), null);
            case CallEvent.CallEnded ended -> call.ended(ended);
            default -> call;
        });
    }

    public synchronized Optional<Placed> find(String id) {
        return Optional.ofNullable(calls.get(id));
    }

    /** Newest first. */
    public synchronized List<Placed> all() {
        return new ArrayList<>(calls.values()).reversed();
    }
}
