// SPDX-License-Identifier: Apache-2.0
package io.allo.contracts.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.allo.contracts.EndReason;
import io.allo.contracts.pricing.ConversationCost;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The life of one conversation on any channel. Topic {@code conversation-events}, key = conversation id. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "name")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ConversationEvent.ConversationStarted.class, name = "ConversationStarted"),
    @JsonSubTypes.Type(value = ConversationEvent.ConversationHandedOver.class, name = "ConversationHandedOver"),
    @JsonSubTypes.Type(value = ConversationEvent.ConversationEnded.class, name = "ConversationEnded"),
    @JsonSubTypes.Type(value = ConversationEvent.ConversationErased.class, name = "ConversationErased")
})
@JsonIgnoreProperties(ignoreUnknown = true)
public sealed interface ConversationEvent {
    String eventId();

    Instant occurredAt();

    String conversationId();

    String accountId();

    /** CloudEvent type, for example {@code io.allo.ConversationStarted.v1}. */
    @JsonIgnore
    default String type() {
        return "io.allo." + getClass().getSimpleName() + ".v1";
    }

    record ConversationStarted(
            String eventId,
            Instant occurredAt,
            String conversationId,
            String accountId,
            String agentId,
            String channel,
            @Nullable String restaurantId)
            implements ConversationEvent {}

    /**
     * Another agent has it now.
     *
     * @param formerAgentId who had it
     * @param agentId who has it
     * @param handoffs how often it was handed over until now, this time too
     */
    record ConversationHandedOver(
            String eventId,
            Instant occurredAt,
            String conversationId,
            String accountId,
            String formerAgentId,
            String agentId,
            String channel,
            int handoffs)
            implements ConversationEvent {}

    /** @param cost what was used and what it cost; null when nothing is known of it */
    record ConversationEnded(
            String eventId,
            Instant occurredAt,
            String conversationId,
            String accountId,
            String agentId,
            String channel,
            @Nullable String restaurantId,
            EndReason reason,
            int turns,
            int toolCalls,
            long durationMs,
            @Nullable ConversationCost cost)
            implements ConversationEvent {}

    /** Whoever keeps words or a number of this conversation forgets them. */
    record ConversationErased(
            String eventId,
            Instant occurredAt,
            String conversationId,
            String accountId,
            String channel,
            @Nullable String restaurantId)
            implements ConversationEvent {}
}
