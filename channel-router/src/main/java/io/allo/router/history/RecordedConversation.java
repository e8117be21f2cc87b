// SPDX-License-Identifier: Apache-2.0
package io.allo.router.history;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.allo.contracts.EndReason;
import io.allo.contracts.pricing.ConversationCost;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A conversation as it is shown to its account: body of {@code GET /api/conversations/{id}}, without its details an entry of the
 * list.
 *
 * @param channel {@code voice whatsapp web sms}
 * @param caller E.164 number of the person, null when unknown
 * @param degraded true when the agent had no session and could only apologise
 * @param erasedAt when the account had its words erased, null when it did not
 * @param answeredBy {@code human machine unknown}, null for calls that we did not place
 * @param cost what its models and the telephone cost; in details only
 * @param costByAgent the models' part of it for each agent that had the conversation; in details only, and where there were several
 * @param outcome {@code in_progress transferred order_placed reservation_placed message_left error info_only abandoned}; in
 *     details only
 * @param durationMs from start to end, null while it goes on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecordedConversation(
        String id,
        String channel,
        Agent agent,
        @Nullable String caller,
        String language,
        boolean degraded,
        Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable EndReason endReason,
        @Nullable String outcome,
        @Nullable Long durationMs,
        @Nullable Instant erasedAt,
        @Nullable String answeredBy,
        @Nullable Consent consent,
        @Nullable List<Turn> turns,
        @Nullable List<ToolCall> toolCalls,
        @Nullable Call call,
        @Nullable ConversationCost cost,
        @Nullable List<AgentCost> costByAgent) {

    /**
     * What a caller decided about the keeping of his call. Before that, and after a refusal, turns have no words.
     *
     * @param policy {@code announce opt-in opt-out}
     * @param decision {@code told granted refused}
     * @param way {@code notice key words silence}
     */
    public record Consent(String policy, String decision, String way, Instant at) {}

    /** @param costUsd without margin, null where a model has no price */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record AgentCost(
            String agentId,
            long inputTokens,
            long outputTokens,
            @Nullable BigDecimal costUsd) {}

    public record Agent(String id, String name, @Nullable String restaurantId) {}

    /**
     * @param role {@code user} or {@code agent}
     * @param input how a person's words came in: {@code text speech keys}
     * @param heardText what the person heard of it before interrupting
     * @param latencyMs agent only: from the person's words to the first of the answer
     * @param totalMs agent only: to the end of the answer
     * @param latency agent only, on the telephone: what the caller waited for
     * @param agentId which agent spoke
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Turn(
            int number,
            String role,
            @Nullable String input,
            String text,
            @Nullable String heardText,
            Instant at,
            @Nullable Long latencyMs,
            @Nullable Long totalMs,
            @Nullable Latency latency,
            @Nullable String agentId) {}

    /**
     * Milliseconds from the end of the caller's speech (or his last key) to each stage of the answer; what is not there is unknown.
     *
     * @param transcript his words were final
     * @param turn it was decided that he had finished
     * @param firstWords the model's first text
     * @param firstSound the first byte of the answer's audio
     * @param sent its first frame went to the gateway
     * @param heard its first voiced RTP packet, counted by the gateway from the caller's last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Latency(
            @Nullable Long transcript,
            @Nullable Long turn,
            @Nullable Long firstWords,
            @Nullable Long firstSound,
            @Nullable Long sent,
            @Nullable Long heard) {}

    /**
     * @param outcome {@code success refused unknown unavailable}
     * @param agentId whose tool it was
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ToolCall(
            int number,
            String id,
            String name,
            Map<String, Object> arguments,
            Map<String, Object> result,
            boolean success,
            String outcome,
            Instant at,
            long ms,
            @Nullable String agentId) {}

    /** The telephone's side, as the gateway saw it. {@code durationMs} counts from the answer. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Call(
            @Nullable String direction,
            @Nullable String gateway,
            @Nullable String codec,
            @Nullable Instant offeredAt,
            @Nullable Instant answeredAt,
            @Nullable Instant endedAt,
            @Nullable EndReason endReason,
            @Nullable Long durationMs,
            @Nullable Transfer transfer,
            @Nullable Audio audio) {}

    /**
     * How the caller's audio reached the gateway.
     *
     * @param packets RTP packets of his that came
     * @param lost packets that never came, or too late
     * @param mos estimated mean opinion score, 1 to 4.4
     * @param answers what he waited for, on the wire; null when nothing was answered
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Audio(
            long packets,
            long lost,
            double jitterMs,
            double mos,
            @Nullable Answers answers) {}

    /** From his last voiced packet to the agent's first. */
    public record Answers(int count, int p50Ms, int p95Ms, int maxMs) {}

    /**
     * What came of handing the caller to another person; of several, the last.
     *
     * @param mode {@code refer bridge supervised none}
     * @param outcome {@code transferred busy no-answer declined forbidden unknown-number failed abandoned}
     * @param status SIP status that says it most exactly, 0 when there is none
     */
    public record Transfer(String mode, String outcome, int status) {}
}
